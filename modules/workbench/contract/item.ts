import { z } from 'zod';
import { Outcome } from '#modules/outreach/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { masked } from '#platform/contract/sensitive.ts';
import { Said } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const WorkItemId = z.uuid().brand<'WorkItemId'>();
export type WorkItemId = z.infer<typeof WorkItemId>;

/**
 * `follow_up`: the customer asked or showed intent; `plan`: a step of a sequence or a list that
 * somebody handed out; `assessment`: a product could not be brought up without an assessment of risk
 * (CR-048); `care`: nobody has been in touch for the whole cycle.
 */
export const workItemKinds = ['follow_up', 'plan', 'assessment', 'care'] as const;
export const WorkItemKind = z.enum(workItemKinds);
export type WorkItemKind = z.infer<typeof WorkItemKind>;

export const workItemKindText: Record<WorkItemKind, Phrase> = {
  follow_up: ['跟进', 'Follow up'],
  plan: ['计划任务', 'Plan'],
  assessment: ['风险测评', 'Assessment'],
  care: ['关怀', 'Care'],
};

export const WorkItemState = z.enum(['open', 'snoozed', 'done', 'withdrawn', 'expired']);
export type WorkItemState = z.infer<typeof WorkItemState>;

/** Why a deal was lost: one of these, so that a report can count them. */
export const lostReasons = [
  'price',
  'product',
  'other_bank',
  'no_need',
  'no_money',
  'other',
] as const;
export const LostReason = z.enum(lostReasons);
export type LostReason = z.infer<typeof LostReason>;

export const lostReasonText: Record<LostReason, Phrase> = {
  price: ['价格或收益', 'Price or return'],
  product: ['产品不合适', 'Product does not fit'],
  other_bank: ['去了他行', 'Another bank'],
  no_need: ['没有需求', 'No need'],
  no_money: ['资金未到位', 'Money not there yet'],
  other: ['其他', 'Other'],
};

/** One fact that speaks for doing it now: what happened, and when. */
export const Evidence = z.object({ text: Said, at: z.iso.datetime().nullable() });
export type Evidence = z.infer<typeof Evidence>;

export const WorkItem = z.object({
  id: WorkItemId,
  kind: WorkItemKind,
  state: WorkItemState,
  customer: z.object({ id: z.int(), name: masked('name').nullable() }),
  title: Said,
  /** 0–100: how much it matters today. */
  score: z.number(),
  /** The customer asked and waits: today’s, whatever the limit of the day. */
  asked: z.boolean(),
  /**
   * The elderly think an investment over: no deal is logged before, and none before they were called
   * back (CR-054). Null: this is no such item.
   */
  consideration: z.object({ until: z.iso.datetime(), over: z.boolean() }).nullable(),
  evidence: z.array(Evidence),
  /** What to say: the approved script, if the plan brought one. */
  scriptId: z.string().nullable(),
  planId: z.uuid().nullable(),
  planName: z.string().nullable(),
  dueAt: z.iso.datetime(),
  /** Its time is over. */
  late: z.boolean(),
  createdAt: z.iso.datetime(),
  outcome: Outcome.nullable(),
  lostReason: LostReason.nullable(),
  doneAt: z.iso.datetime().nullable(),
  version: z.int(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const itemParams = z.object({ id: WorkItemId });

export const getWorkItem = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/items/:id',
  permission: 'workbench.own.use',
  summary: ['待办详情', 'One work item'],
  params: itemParams,
  reply: WorkItem.extend({
    /** The text of the script, filled for this customer. */
    script: z
      .object({ title: z.string(), body: z.string(), avoid: z.array(z.string()) })
      .nullable(),
  }),
});

/** Logs what came of it; saying it twice is saying it once. */
export const closeWorkItem = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/items/:id/outcome',
  permission: 'workbench.own.use',
  summary: ['登记待办结果', 'Log the outcome of a work item'],
  params: itemParams,
  body: z
    .object({
      outcome: Outcome,
      lostReason: LostReason.optional(),
      note: z.string().trim().max(300).optional(),
      /** The customer was called back, and still wants it. */
      calledBack: z.boolean().optional(),
      version: z.int(),
    })
    .refine((body) => body.outcome !== 'lost' || body.lostReason !== undefined, {
      params: { problem: 'lostReasonMissing' },
      path: ['lostReason'],
    }),
  reply: WorkItem,
});

export const snoozeWorkItem = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/items/:id/snooze',
  permission: 'workbench.own.use',
  summary: ['待办改期', 'Put a work item off'],
  params: itemParams,
  body: z.object({ until: z.iso.datetime(), version: z.int() }),
  reply: WorkItem,
});

/**
 * Asks the gate to let the item's approved words go to this customer by the open chat, now. What it
 * opens is good for one message; `sent` says whether it went.
 */
export const openItemSend = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/items/:id/send',
  permission: 'workbench.own.use',
  summary: ['把话术发到会话：过闸门', 'Open the chat for the words of a work item'],
  params: itemParams,
  reply: z.object({
    allowed: z.boolean(),
    touchId: z.uuid(),
    text: z.string().nullable(),
    /** The rule that refused, and what it is called. */
    rule: z.string().nullable(),
    why: z.string().nullable(),
  }),
});

export const itemSent = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/items/:id/sent',
  permission: 'workbench.own.use',
  summary: ['话术是否已发出', 'Whether the words were sent'],
  params: itemParams,
  body: z.object({ touchId: z.uuid(), sent: z.boolean() }),
  reply: z.object({}),
});

/** Takes a logged outcome back within ten minutes. */
export const reopenWorkItem = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/items/:id/reopen',
  permission: 'workbench.own.use',
  summary: ['撤销待办结果', 'Take an outcome back'],
  params: itemParams,
  body: z.object({ version: z.int() }),
  reply: WorkItem,
});

/** For those who lead: the items of a unit's colleagues. */
export const listWorkItems = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/items',
  permission: 'workbench.unit.read',
  summary: ['待办列表', 'Work items of a unit'],
  query: z.object({
    ...pageQuery,
    staffId: z.uuid().optional(),
    state: WorkItemState.optional(),
    kind: WorkItemKind.optional(),
  }),
  reply: pageOf(WorkItem.extend({ staff: z.object({ id: z.uuid(), name: z.string() }) })),
});

export const workbenchErrors = defineErrors('workbench', {
  itemNotFound: 404,
  /** Somebody else, or the same person on another device, was faster. */
  itemChanged: 409,
  itemNotOpen: 409,
  tooLateToReopen: 409,
  /** An elderly customer still thinks it over, or was not called back (CR-054). */
  stillConsidering: 409,
  callBackMissing: 409,
  /** Nothing approved stands behind it, or the customer is no friend of the caller. */
  nothingToSend: 409,
  notYourCustomer: 404,
  noWecomApp: 409,
  wecomLater: 503,
});

export const workbenchErrorTexts: Record<`workbench.${keyof typeof workbenchErrors}`, Phrase> = {
  'workbench.itemNotFound': ['没有这条待办，或它不是您的', 'No such work item, or not yours'],
  'workbench.itemChanged': [
    '这条待办刚刚被更新，请看过最新内容再操作',
    'The work item has just changed: look again before you go on',
  ],
  'workbench.itemNotOpen': ['这条待办已经结束', 'The work item is closed already'],
  'workbench.tooLateToReopen': [
    '结果登记超过十分钟，不能撤销；可以新记一次联系',
    'Logged more than ten minutes ago: log another contact instead',
  ],
  'workbench.stillConsidering': [
    '客户年满规定年龄，考虑期未满，还不能登记成交：请给客户时间，期满回访后再登记',
    'An elderly customer still thinks it over: give them time, call back, then log the deal',
  ],
  'workbench.callBackMissing': [
    '客户年满规定年龄：须先回访，确认客户了解风险并仍愿意购买，再登记成交',
    'An elderly customer is called back first: do they know the risk, and still want it?',
  ],
  'workbench.nothingToSend': [
    '这条待办没有可发的话术，或客户不是您的企微好友',
    'No approved words with this item, or the customer is not your friend in WeCom',
  ],
  'workbench.notYourCustomer': [
    '这位客户不在您名下，也不是您的企微好友',
    'Not your customer, nor your friend in WeCom',
  ],
  'workbench.noWecomApp': [
    '企业微信还没有可用的自建应用，请联系科技部完成接入',
    'No self-built WeCom app is connected: ask bank IT',
  ],
  'workbench.wecomLater': [
    '企业微信暂时没有应答，请稍后再试',
    'WeCom does not answer just now: try again later',
  ],
};
