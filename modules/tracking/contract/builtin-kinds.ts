import type { KindDraft, KindProperty, Reporter } from './kind.ts';

type Titles = readonly [zh: string, en: string];

const property = (
  name: string,
  type: KindProperty['type'],
  title: Titles,
  more: Partial<KindProperty> = {},
): KindProperty => ({ name, type, title, required: false, ...more });

/** What the script knows of every page without being told. */
const page = [
  property('page', 'text', ['页面路径', 'Path of the page'], { maxLength: 300 }),
  property('title', 'text', ['页面标题', 'Title of the page'], { maxLength: 200 }),
  property('visit', 'text', ['访问编号', 'Visit'], { maxLength: 40 }),
];

const anywhere: Reporter[] = ['browser', 'server', 'product'];
const inside: Reporter[] = ['server', 'product'];

const onPage = (title: Titles, description: Titles, more: Partial<KindDraft> = {}): KindDraft => ({
  title,
  description,
  from: anywhere,
  subject: 'optional',
  ...more,
  properties: [...page, ...((more.properties as KindProperty[]) ?? [])],
});

const told = (title: Titles, description: Titles, more: Partial<KindDraft> = {}): KindDraft => ({
  title,
  description,
  from: inside,
  ...more,
});

/** How sure it is who reads: they have signed in, or opened an address made for them. */
const reader = [
  property('certainty', 'choice', ['读者确定程度', 'Certainty of the reader'], {
    choices: ['signed-in', 'link'],
  }),
  property('staffId', 'text', ['客户经理', 'Customer manager'], { maxLength: 64 }),
];

const staff = property('staffId', 'text', ['客户经理', 'Customer manager'], { maxLength: 64 });
const corp = property('corpId', 'text', ['企业', 'Corp'], { maxLength: 64 });
/** Which contact of the bank it belongs to. */
const contact = [
  property('touch', 'text', ['触达', 'Contact'], { maxLength: 40 }),
  property('plan', 'text', ['触达计划', 'Plan'], { maxLength: 40 }),
  property('item', 'text', ['计划内的内容', 'Item of the plan'], { maxLength: 120 }),
  property('channel', 'text', ['渠道', 'Channel'], { maxLength: 40 }),
];

/** Kinds that come with the product: what the script sends, what modules and bank systems report. */
export const builtInKinds = {
  'page.viewed': onPage(['浏览页面', 'Page viewed'], ['页面打开', 'A page was opened'], {
    properties: [
      property('referrer', 'text', ['来源页', 'Referrer'], { maxLength: 300 }),
      property('campaign', 'text', ['推广标记', 'Campaign mark'], { maxLength: 80 }),
      property('wechat', 'boolean', ['微信内打开', 'Opened in WeChat']),
    ],
  }),
  'page.left': onPage(['离开页面', 'Page left'], ['页面关闭或切走', 'A page was closed or left'], {
    properties: [
      property('seconds', 'number', ['停留秒数', 'Seconds stayed']),
      property('depth', 'integer', ['滚动深度 %', 'Scroll depth %']),
    ],
  }),
  'page.scrolled': onPage(
    ['滚动页面', 'Page scrolled'],
    ['首次滚动到 25、50、75、100%', 'Scrolled to 25, 50, 75, 100 % for the first time'],
    { properties: [property('depth', 'integer', ['滚动深度 %', 'Scroll depth %'])] },
  ),
  'button.clicked': onPage(
    ['点击按钮', 'Button clicked'],
    ['对象为按钮编号', 'The subject is the id of the button'],
    {
      subject: 'required',
      properties: [property('label', 'text', ['按钮文字', 'Label'], { maxLength: 80 })],
    },
  ),
  'form.started': onPage(['开始填写表单', 'Form begun'], ['首次填写', 'First field touched'], {
    subject: 'required',
  }),
  'form.submitted': onPage(['提交表单', 'Form sent'], ['不含填写内容', 'Never what was written'], {
    subject: 'required',
    properties: [property('fields', 'integer', ['字段数', 'Number of fields'])],
  }),
  'share.made': onPage(['分享', 'Shared'], ['分享给好友或朋友圈', 'To a friend or to Moments'], {
    properties: [property('to', 'text', ['分享去向', 'To whom'], { maxLength: 40 })],
  }),
  'content.read': onPage(
    ['阅读内容', 'Content read'],
    ['对象为内容编号', 'The subject is the content item'],
    {
      subject: 'required',
      properties: [
        property('seconds', 'number', ['阅读秒数', 'Seconds read']),
        property('depth', 'integer', ['阅读深度 %', 'Depth read %']),
        property('version', 'integer', ['版本', 'Version']),
        ...reader,
      ],
    },
  ),
  'content.finished': onPage(
    ['读完内容', 'Content read to the end'],
    ['对象为内容编号；读到末尾或看完视频', 'The subject is the content item; to its end'],
    { subject: 'required' },
  ),
  'profile.visited': onPage(
    ['访问客户经理主页', 'Customer manager’s page visited'],
    ['对象为员工编号；名片、朋友圈主页', 'The subject is the member of staff'],
    { subject: 'required' },
  ),
  'consultation.asked': onPage(
    ['咨询', 'Asked for advice'],
    ['主动咨询产品或预约面谈', 'Asked about a product or for a meeting'],
  ),
  'product.viewed': onPage(
    ['查看产品', 'Product viewed'],
    ['对象为产品编号', 'The subject is the product'],
    { subject: 'required' },
  ),
  'link.opened': onPage(['打开链接', 'Link opened'], ['对象为链接', 'The subject is the link'], {
    properties: [
      property('itemId', 'text', ['内容编号', 'Content item'], { maxLength: 40 }),
      ...reader,
    ],
  }),
  'login.done': told(['登录', 'Signed in'], ['客户登录小程序、商城或 H5', 'A customer signed in']),
  'relationship.started': told(
    ['添加好友', 'Relationship started'],
    ['客户与客户经理成为好友', 'A customer and a customer manager became contacts'],
    {
      properties: [staff, corp, property('source', 'text', ['来源', 'Source'], { maxLength: 80 })],
    },
  ),
  'relationship.ended': told(
    ['解除好友', 'Relationship ended'],
    ['任一方删除', 'Either side deleted the other'],
    {
      properties: [
        staff,
        corp,
        property('endedBy', 'choice', ['由谁解除', 'Ended by'], {
          choices: ['customer', 'staff', 'bank'],
        }),
      ],
    },
  ),
  'moments.liked': told(
    ['朋友圈点赞', 'Moment liked'],
    ['对象为朋友圈编号', 'The subject is the moment'],
    { subject: 'required', properties: [staff, corp, ...contact] },
  ),
  'moments.commented': told(
    ['朋友圈评论', 'Moment commented'],
    ['对象为朋友圈编号', 'The subject is the moment'],
    { subject: 'required', properties: [staff, corp, ...contact] },
  ),
  'message.replied': told(
    ['回复消息', 'Message answered'],
    ['客户主动发言或回复', 'The customer wrote or answered'],
    {
      properties: [
        staff,
        corp,
        ...contact,
        property('intent', 'choice', ['回复意图', 'What the answer wants'], {
          choices: ['claim', 'product', 'consult', 'visit', 'signup', 'unsubscribe', 'pause'],
        }),
      ],
    },
  ),
  'message.consulted': told(
    ['消息咨询', 'Asked in a message'],
    ['客户在会话里询问业务', 'The customer asked about business in a chat'],
    { properties: [staff, corp, ...contact] },
  ),
  'message.opted-out': told(
    ['消息退订', 'Opted out in a message'],
    ['客户回复退订、停止', 'The customer answered that it should stop'],
    { properties: [staff, corp, ...contact] },
  ),
  'message.delivered': told(
    ['消息送达', 'Message delivered'],
    ['平台确认已送达', 'The platform says so'],
    { properties: [staff, corp, ...contact] },
  ),
  'work-item.done': told(
    ['待办完成', 'Work item done'],
    ['对象为结果', 'The subject is the outcome'],
    { subject: 'required', properties: [staff, corp, ...contact] },
  ),
  'group.joined': told(['加入客户群', 'Group chat joined'], ['', ''], { properties: [corp] }),
  'group.left': told(['退出客户群', 'Group chat left'], ['', ''], { properties: [corp] }),
  'group.spoke': told(['群内发言', 'Spoke in a group chat'], ['', ''], { properties: [corp] }),
  'activity.joined': told(['参加活动', 'Activity joined'], ['', ''], { from: anywhere }),
  'activity.checked-in': told(['活动签到', 'Checked in'], ['', '']),
  'activity.shared': told(['转发活动', 'Activity passed on'], ['', ''], { from: anywhere }),
  'activity.won': told(['活动中奖', 'Won'], ['', ''], { amount: 'optional' }),
  'benefit.granted': told(['发放权益', 'Benefit granted'], ['', ''], { amount: 'optional' }),
  'benefit.redeemed': told(['核销权益', 'Benefit redeemed'], ['', ''], { amount: 'optional' }),
  'questionnaire.answered': told(['填写问卷', 'Questionnaire answered'], ['', '']),
  'transaction.made': told(['交易', 'Transaction'], ['金额为交易额', 'Amount: the sum'], {
    amount: 'required',
    properties: [
      property('category', 'text', ['消费类别', 'Category'], { maxLength: 60 }),
      property('method', 'text', ['支付方式', 'Way of paying'], { maxLength: 40 }),
      property('merchant', 'text', ['商户', 'Merchant'], { maxLength: 80 }),
      property('quantity', 'number', ['数量', 'Quantity']),
      property('currency', 'text', ['币种', 'Currency'], { maxLength: 3 }),
    ],
  }),
  'deposit.changed': told(['存款变动', 'Deposit changed'], ['', ''], { amount: 'required' }),
  'product.bought': told(['购买产品', 'Product bought'], ['', ''], {
    subject: 'required',
    amount: 'optional',
  }),
  'product.redeemed': told(['赎回产品', 'Product redeemed'], ['', ''], {
    subject: 'required',
    amount: 'optional',
  }),
  'salary.arrived': told(['代发到账', 'Salary arrived'], ['', ''], { amount: 'optional' }),
  'app.opened': told(['打开手机银行', 'Mobile bank opened'], ['', '']),
  'branch.visited': told(['到访网点', 'Outlet visited'], ['', '']),
  'call.answered': told(['接听外呼', 'Call answered'], ['', '']),
  'complaint.made': told(['投诉', 'Complaint'], ['', '']),
} as const satisfies Record<string, KindDraft>;

export type BuiltInKind = keyof typeof builtInKinds;
