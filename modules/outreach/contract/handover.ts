import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * A handover on its way: formed, being given to WeCom, given, confirmed by the colleague, settled.
 * `calling` that outlives its process is looked for at WeCom before it is called again.
 */
export const handoverStates = [
  'prepared',
  'calling',
  'sent',
  'confirmed',
  'done',
  'failed',
  'expired',
  'withdrawn',
] as const;
export const HandoverState = z.enum(handoverStates);
export type HandoverState = z.infer<typeof HandoverState>;

export const handoverStateText: Record<HandoverState, Phrase> = {
  prepared: ['待下发', 'Prepared'],
  calling: ['下发中', 'Being handed over'],
  sent: ['待员工确认', 'Waiting for the colleague'],
  confirmed: ['员工已确认', 'Confirmed'],
  done: ['已完成', 'Done'],
  failed: ['未能下发', 'Not handed over'],
  expired: ['逾期未确认', 'Never confirmed'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

/** Why a handover that is prepared is not given to WeCom yet. */
export type HandoverWait = 'moments-quota';

export const HandoverId = z.uuid().brand<'HandoverId'>();
export type HandoverId = z.infer<typeof HandoverId>;

export const Handover = z.object({
  id: HandoverId,
  planId: z.uuid(),
  planName: z.string(),
  itemKey: z.string(),
  channel: z.string(),
  /** Who confirms; null where several colleagues do (Moments) or nobody has to. */
  staffId: z.uuid().nullable(),
  staffName: z.string().nullable(),
  state: HandoverState,
  size: z.int(),
  delivered: z.int(),
  failed: z.int(),
  formedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  reminders: z.int(),
  /** Why it went wrong, or what it waits for, in the reader's words. */
  failure: z.string().nullable(),
});
export type Handover = z.infer<typeof Handover>;

/** What waits for colleagues, oldest first: unconfirmed ones are reminded, and reported here. */
export const listHandovers = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/handovers',
  permission: 'outreach.handover.read',
  summary: ['下发批次', 'Handovers'],
  query: z.object({
    state: HandoverState.optional(),
    planId: z.uuid().optional(),
    channel: z.string().max(40).optional(),
    cursor: z.string().max(120).optional(),
    size: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    items: z.array(Handover),
    counts: z.record(HandoverState, z.int()),
    next: z.string().nullable(),
  }),
});

export const GroupAhead = z.object({
  corpId: z.uuid(),
  chatId: z.string(),
  name: z.string(),
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  /** Days from today on with content in each of them, without a gap. */
  daysAhead: z.int(),
  /** Planned contents from now on. */
  planned: z.int(),
  /** Until when content is planned; null: nothing is. */
  lastOn: z.iso.date().nullable(),
  /** Handed over to the owner and not confirmed. */
  unconfirmed: z.int(),
});
export type GroupAhead = z.infer<typeof GroupAhead>;

/** How many days of content lie ahead of each group. */
export const listGroupsAhead = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/groups/ahead',
  permission: 'outreach.handover.read',
  summary: ['社群内容储备天数', 'Days of content ahead of each group'],
  query: z.object({ days: z.coerce.number().int().min(1).max(60).default(30) }),
  reply: z.object({ items: z.array(GroupAhead) }),
});

export const AutomationShare = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  /** Handed over by plans. */
  automated: z.int(),
  /** Sent by colleagues of their own accord, through the gate or seen at WeCom. */
  manual: z.int(),
  /** Automated of all; null when nothing went out. */
  share: z.number().nullable(),
  channels: z.array(z.object({ channel: z.string(), automated: z.int(), manual: z.int() })),
});
export type AutomationShare = z.infer<typeof AutomationShare>;

/** How much of what went out did so without anybody writing it by hand. */
export const showAutomation = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/automation',
  permission: 'outreach.handover.read',
  summary: ['自动化触达占比', 'Share of contacts by automation'],
  query: z.object({ from: z.iso.date(), to: z.iso.date() }),
  reply: AutomationShare,
});
