import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/** `half`: the customer added the colleague, who has not confirmed yet. */
export const RelationshipState = z.enum(['half', 'active', 'ended']);
export type RelationshipState = z.infer<typeof RelationshipState>;
export const relationshipStateText: Record<RelationshipState, Phrase> = {
  half: ['待通过', 'Not confirmed yet'],
  active: ['好友', 'Friends'],
  ended: ['已结束', 'Ended'],
};

export const EndedBy = z.enum(['customer', 'staff', 'bank']);
export type EndedBy = z.infer<typeof EndedBy>;
export const endedByText: Record<EndedBy, Phrase> = {
  customer: ['客户删除', 'By the customer'],
  staff: ['员工删除', 'By the colleague'],
  bank: ['离职或在职继承转出', 'Handed over by the bank'],
};

/** WeCom's add_way, as a word. */
export const RelationshipSource = z.enum([
  'unknown',
  'scan',
  'search_phone',
  'name_card',
  'group',
  'address_book',
  'wechat_contact',
  'third_party',
  'search_email',
  'video_account',
  'schedule',
  'meeting',
  'wecom_contact',
  'acquisition_link',
  'custom_link',
  'service',
  'shared_by_colleague',
  'given_by_admin',
]);
export type RelationshipSource = z.infer<typeof RelationshipSource>;
export const relationshipSourceText: Record<RelationshipSource, Phrase> = {
  unknown: ['未知来源', 'Unknown'],
  scan: ['扫描二维码', 'Scanned a code'],
  search_phone: ['搜索手机号', 'Searched the phone number'],
  name_card: ['名片分享', 'Name card'],
  group: ['群聊', 'Group chat'],
  address_book: ['手机通讯录', 'Phone address book'],
  wechat_contact: ['微信联系人', 'WeChat contact'],
  third_party: ['第三方应用', 'Third-party app'],
  search_email: ['搜索邮箱', 'Searched the e-mail'],
  video_account: ['视频号', 'Video account'],
  schedule: ['日程参与人', 'Calendar'],
  meeting: ['会议参与人', 'Meeting'],
  wecom_contact: ['添加微信好友对应的企业微信', 'WeCom of a WeChat friend'],
  acquisition_link: ['获客链接', 'Acquisition link'],
  custom_link: ['定制获客助手', 'Custom acquisition assistant'],
  service: ['微信客服', 'Customer service'],
  shared_by_colleague: ['内部成员共享', 'Shared by a colleague'],
  given_by_admin: ['管理员分配', 'Given by an administrator'],
};

/** One customer and one colleague in one corp. */
export const Relationship = z.object({
  corpId: z.uuid(),
  userid: z.string(),
  staff: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  state: RelationshipState,
  startedAt: z.iso.datetime(),
  source: RelationshipSource,
  /** `state` of the code or link they came by. */
  channel: z.string().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: EndedBy.nullable(),
  lastTwoWayAt: z.iso.datetime().nullable(),
  twoWayCount: z.int().min(0),
  /** 0 to 100, of today: see strength.ts for how it is made. */
  strength: z.int().min(0).max(100),
});
export type Relationship = z.infer<typeof Relationship>;
