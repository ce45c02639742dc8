import type { Phrase } from '#platform/contract/text.ts';

/** What an endpoint of WeCom is about, and what it does: 客户 · 列表. A word not listed shows itself. */
const nouns: Readonly<Record<string, Phrase>> = {
  'acquisition-link': ['获客链接', 'Acquisition link'],
  agent: ['应用', 'App'],
  'app-message': ['应用消息', 'App message'],
  archive: ['会话存档', 'Archive'],
  'contact-way': ['联系我', 'Contact way'],
  customer: ['客户', 'Customer'],
  'customer-service': ['微信客服', 'Customer service'],
  'customer-strategy': ['客户规则组', 'Customer strategy'],
  department: ['部门', 'Department'],
  group: ['客户群', 'Group'],
  'group-welcome': ['入群欢迎语', 'Group welcome'],
  'intercept-rule': ['敏感词', 'Intercept rule'],
  interconnection: ['企业互联', 'Interconnection'],
  'join-way': ['加群方式', 'Join way'],
  jssdk: ['JS-SDK', 'JS-SDK'],
  'mass-message': ['群发', 'Mass message'],
  media: ['素材', 'Media'],
  member: ['成员', 'Member'],
  menu: ['应用菜单', 'App menu'],
  moment: ['朋友圈', 'Moments'],
  'moment-strategy': ['朋友圈规则组', 'Moments strategy'],
  oauth: ['网页登录', 'Web sign-in'],
  product: ['商品图册', 'Product album'],
  statistics: ['统计', 'Statistics'],
  'strategy-tag': ['规则组标签', 'Strategy tag'],
  tag: ['企业标签', 'Corp tag'],
  token: ['凭证', 'Token'],
  transfer: ['继承', 'Inheritance'],
  welcome: ['欢迎语', 'Welcome'],
  zone: ['数据专区', 'Data zone'],
};

const verbs: Readonly<Record<string, Phrase>> = {
  add: ['新建', 'add'],
  'api-addresses': ['接口地址段', 'API addresses'],
  'batch-get': ['批量详情', 'details in bulk'],
  'callback-addresses': ['回调地址段', 'callback addresses'],
  cancel: ['取消', 'cancel'],
  chat: ['会话', 'chat'],
  'contact-list': ['已服务名单', 'served contacts'],
  create: ['新建', 'create'],
  customers: ['客户', 'customers'],
  delete: ['删除', 'delete'],
  edit: ['修改', 'edit'],
  'follow-users': ['可用成员', 'who may contact'],
  get: ['详情', 'get'],
  groups: ['客户群', 'groups'],
  job: ['任务进度', 'job'],
  leaver: ['离职', 'of leavers'],
  list: ['列表', 'list'],
  'list-briefly': ['简要列表', 'brief list'],
  'list-ids': ['编号列表', 'ids'],
  mark: ['打标签', 'mark'],
  quota: ['额度', 'quota'],
  reactions: ['互动', 'reactions'],
  recall: ['撤回', 'recall'],
  remark: ['备注', 'remark'],
  remind: ['提醒成员', 'remind'],
  results: ['结果', 'results'],
  'leaver-customers': ['离职客户', 'customers of leavers'],
  'leaver-groups': ['离职客户群', 'groups of leavers'],
  'leaver-results': ['离职继承结果', 'results for leavers'],
  send: ['发送', 'send'],
  set: ['设置', 'set'],
  staff: ['开通成员', 'staff'],
  statistic: ['统计', 'statistic'],
  sync: ['拉取消息', 'sync'],
  tasks: ['成员任务', 'tasks'],
  unassigned: ['待分配', 'unassigned'],
  update: ['修改', 'update'],
  upload: ['上传', 'upload'],
  'upload-attachment': ['上传附件', 'upload attachment'],
  'upload-image': ['上传图片', 'upload image'],
  user: ['身份', 'user'],
  'user-detail': ['敏感信息', 'user detail'],
  viewers: ['可见客户', 'viewers'],
  behavior: ['联系客户', 'contacts'],
  'corp-ticket': ['企业票据', 'corp ticket'],
  'app-ticket': ['应用票据', 'app ticket'],
};

/** `department.list-ids` → 部门 · 编号列表 */
export function endpointName(name: string): Phrase {
  const dot = name.indexOf('.');
  const noun = nouns[name.slice(0, dot)];
  const verb = verbs[name.slice(dot + 1)];
  if (!noun) return [name, name];
  const rest = name.slice(dot + 1).replaceAll('-', ' ');
  return [`${noun[0]} · ${verb?.[0] ?? rest}`, `${noun[1]} · ${verb?.[1] ?? rest}`];
}
