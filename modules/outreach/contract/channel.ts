import { z } from 'zod';
import type { SendPlace } from '#modules/content/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

/** Every way to a customer, a group or a colleague. A channel that is not listed does not exist. */
export const channels = [
  'one_to_one',
  'sidebar',
  'welcome',
  'moments',
  'group',
  'app_message',
  'work_item',
  'sms',
  'call_list',
] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

export const channelText: Record<Channel, Phrase> = {
  one_to_one: ['一对一群发', 'One-to-one task'],
  sidebar: ['侧边栏单发', 'RM’s own send'],
  welcome: ['欢迎语', 'Welcome message'],
  moments: ['客户朋友圈', 'Moments'],
  group: ['客户群', 'Group chat'],
  app_message: ['应用消息', 'App message'],
  work_item: ['客户经理待办', 'RM work item'],
  sms: ['短信', 'SMS'],
  call_list: ['外呼名单', 'Outbound-call list'],
};

/** 点、圈、群: the one mode of a contact; null for what goes by none of the three. */
export const modes = ['point', 'circle', 'group'] as const;
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;

export const modeText: Record<Mode, Phrase> = {
  point: ['点（一对一）', 'Point (one-to-one)'],
  circle: ['圈（朋友圈）', 'Circle (Moments)'],
  group: ['群（客户群）', 'Group'],
};

export const modeOf: Record<Channel, Mode | null> = {
  one_to_one: 'point',
  sidebar: 'point',
  welcome: 'point',
  moments: 'circle',
  group: 'group',
  app_message: null,
  work_item: null,
  sms: null,
  call_list: null,
};

/** The place that content is written for; a channel without one has no rules of a place. */
export const placeOf: Partial<Record<Channel, SendPlace>> = {
  one_to_one: 'one_to_one',
  sidebar: 'one_to_one',
  call_list: 'one_to_one',
  welcome: 'welcome',
  moments: 'moments',
  group: 'group',
  sms: 'sms',
};

/** Who gives way to whom, the first first. */
export const touchClasses = ['service', 'follow_up', 'sequence', 'community', 'campaign'] as const;
export const TouchClass = z.enum(touchClasses);
export type TouchClass = z.infer<typeof TouchClass>;

export const touchClassText: Record<TouchClass, Phrase> = {
  service: ['服务通知', 'Service'],
  follow_up: ['跟进', 'Follow-up'],
  sequence: ['培育序列', 'Sequence'],
  community: ['社群运营', 'Community'],
  campaign: ['活动营销', 'Campaign'],
};

export const PlanPurpose = z.enum(['marketing', 'service']);
export type PlanPurpose = z.infer<typeof PlanPurpose>;
