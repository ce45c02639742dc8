import type { Phrase } from '#platform/contract/text.ts';

const words: Readonly<Record<string, Phrase>> = {
  'customer.say': ['客户发言或回复', 'Customers wrote'],
  'customer.react': ['客户点赞或评论朋友圈', 'Customers liked or commented a moment'],
  'customer.open-link': ['客户打开链接', 'Customers opened a link'],
  'customer.delete-staff': ['客户删除客户经理', 'Customers deleted their RM'],
  'customer.add': ['客户添加客户经理', 'Customers added an RM'],
  'customer.scan': ['客户扫码', 'Customers scanned a code'],
  'customer.join-group': ['客户入群', 'Customers joined a group'],
  'customer.reply-sms': ['客户回复短信', 'Customers answered a text message'],
  'group.say': ['群成员发言', 'Members wrote in a group'],
  'group.leave': ['群成员退群', 'Members left a group'],
  'staff.confirm-mass': ['客户经理确认群发', 'RMs confirmed a mass message'],
  'staff.publish-moment': ['客户经理发布朋友圈任务', 'RMs published a planned moment'],
  'staff.post-moment': ['客户经理自己发朋友圈', 'RMs posted a moment of their own'],
  'staff.own-mass': ['客户经理自己群发', 'RMs sent a mass message of their own'],
  'staff.say': ['客户经理回复客户', 'RMs answered'],
  'customer.open-page': ['客户打开页面', 'Customers opened a page'],
  'desk.look': ['客户经理打开今日待办', 'RMs opened today’s list'],
  'desk.done': ['待办登记：已联系', 'Logged: reached'],
  'desk.no_answer': ['待办登记：未接通', 'Logged: no answer'],
  'desk.won': ['待办登记：成交', 'Logged: won'],
  'desk.lost': ['待办登记：未成交', 'Logged: lost'],
  'desk.declined': ['待办登记：暂不需要', 'Logged: declined'],
  'desk.opt_out': ['待办登记：要求不再联系', 'Logged: wants no more of it'],
  'staff.accept': ['客户经理通过好友申请', 'RMs accepted a request'],
};

/** What the simulated people do, in words; what has none is shown as it is called. */
export const actWord = (act: string): Phrase => words[act] ?? [act, act];
