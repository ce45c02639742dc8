import { z } from 'zod';
import { CustomerId } from '#modules/customers/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Channel, Mode, PlanPurpose, TouchClass } from './channel.ts';
import { Decision } from './gate.ts';

/** `proposed → refused | deferred | reserved → handed_over → confirmed → delivered | failed`. */
export const touchStates = [
  'proposed',
  'refused',
  'deferred',
  'reserved',
  'handed_over',
  'confirmed',
  'delivered',
  'failed',
  'withdrawn',
  'expired',
  'displaced',
] as const;
export const TouchState = z.enum(touchStates);
export type TouchState = z.infer<typeof TouchState>;

/** Where a contact did not get through, or waits for another time. */
export const stoppedStates = [
  'refused',
  'deferred',
  'displaced',
  'withdrawn',
  'expired',
  'failed',
] as const satisfies readonly TouchState[];

export const touchStateText: Record<TouchState, Phrase> = {
  proposed: ['待判定', 'Proposed'],
  refused: ['已拦下', 'Refused'],
  deferred: ['已推迟', 'Deferred'],
  reserved: ['已放行，待下发', 'Reserved'],
  handed_over: ['已下发，待确认', 'Handed over'],
  confirmed: ['已确认', 'Confirmed'],
  delivered: ['已送达', 'Delivered'],
  failed: ['发送失败', 'Failed'],
  withdrawn: ['已撤回', 'Withdrawn'],
  expired: ['逾期未确认', 'Never confirmed'],
  displaced: ['已让位', 'Gave way'],
};

/**
 * One intended contact, proposed by itself. `contentKind` is `content.item` for what content keeps;
 * otherwise the kind of approval that lets the version through.
 */
export const Candidate = z.object({
  /** 0 for a group chat or a colleague. */
  customerId: z.int().min(0),
  plannedAt: z.coerce.date(),
  /** What of the plan: `r1-d3-a`. With `occurrence` it tells this contact from others of the plan. */
  itemKey: z.string().max(120),
  occurrence: z.string().max(120),
  channel: Channel,
  corpId: z.uuid().nullable().default(null),
  /** Null: the colleague who spoke last with the customer (CR-101). */
  staffId: z.uuid().nullable().default(null),
  /** Id of the group chat, or of the colleague who is told. */
  recipient: z.string().max(80).nullable().default(null),
  contentKind: z.string().max(60),
  contentId: z.string().max(80),
  contentVersion: z.int().min(1),
  productId: z.uuid().nullable().default(null),
  params: z.record(z.string(), z.unknown()).nullable().default(null),
  score: z.number().default(0),
});
export type Candidate = z.output<typeof Candidate>;
export type CandidateInput = z.input<typeof Candidate>;

export const TouchLine = z.object({
  customerId: z.int().min(0),
  touchId: z.uuid(),
  plannedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  plan: z.object({ id: z.uuid(), name: z.string() }),
  itemKey: z.string(),
  channel: Channel,
  mode: Mode.nullable(),
  class: TouchClass,
  purpose: PlanPurpose,
  /** Masked; null for a group chat or a colleague. */
  customerName: z.string().nullable(),
  recipient: z.string().nullable(),
  staff: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  content: z.object({
    kind: z.string(),
    id: z.string(),
    version: z.int(),
    name: z.string().nullable(),
  }),
  state: TouchState,
  decidedAt: z.iso.datetime().nullable(),
  /** What decided, and why in the reader's language; null while everything passed. */
  rule: z.string().nullable(),
  why: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type TouchLine = z.infer<typeof TouchLine>;

const day = z.iso.date();

/** Contacts as they were planned and what became of them, the latest planned first. */
export const listTouches = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/touches',
  permission: 'outreach.decision.read',
  summary: ['触达清单', 'Contacts'],
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    customerId: z.coerce.number().int().min(0).optional(),
    planId: z.uuid().optional(),
    staffId: z.uuid().optional(),
    rule: z.string().max(40).optional(),
    state: TouchState.optional(),
    channel: Channel.optional(),
    mode: Mode.optional(),
    outcome: Decision.shape.outcome.optional(),
    /** Planned on this day of the bank. */
    day: day.optional(),
  }),
  reply: pageOf(TouchLine),
});

/** What became of a contact after it was decided. */
export const Happened = z.object({
  what: z.enum([
    'waiting',
    'reminded',
    'handed_over',
    'confirmed',
    'delivered',
    'failed',
    'withdrawn',
    'expired',
  ]),
  at: z.iso.datetime(),
  note: z.string().nullable(),
});

/** The whole story of one contact: what every rule said each time it was asked, and what happened. */
export const Explained = z.object({
  touch: TouchLine,
  /** The decision in force; null while nobody has decided. */
  decision: Decision.nullable(),
  /** Earlier ones, the latest first. */
  history: z.array(Decision),
  happened: z.array(Happened),
  /** Rules that say something else when asked again about what was recorded; empty when it replays. */
  differences: z.array(z.object({ rule: z.string(), recorded: z.string(), replayed: z.string() })),
});
export type Explained = z.infer<typeof Explained>;

export const explainTouch = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/customers/:customerId/touches/:touchId',
  permission: 'outreach.decision.read',
  summary: ['解释一次触达', 'Explain a contact'],
  params: z.object({ customerId: z.coerce.number().int().min(0), touchId: z.uuid() }),
  reply: Explained,
});

/** Asks the gate what it would say now; nothing is recorded and nothing is reserved. */
export const precheckTouch = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/prechecks',
  permission: 'outreach.touch.check',
  summary: ['发送前预检', 'Check before sending'],
  body: z.object({
    customerId: CustomerId,
    channel: Channel,
    planId: z.uuid().optional(),
    /** Without a plan: on which account, and for what. */
    projectId: z.uuid().optional(),
    purpose: PlanPurpose.default('marketing'),
    content: z.object({
      kind: z.string().max(60),
      id: z.string().max(80),
      version: z.int().min(1),
    }),
    productId: z.uuid().nullable().default(null),
    at: z.iso.datetime({ offset: true }).optional(),
  }),
  reply: z.object({ decision: Decision }),
  audited: false,
});

/** A stretch of a day in which a customer is left alone, and why. */
export const AvoidedPeriod = z.object({
  from: z.string(),
  to: z.string(),
  why: z.string(),
});

export const CalendarDay = z.object({
  day,
  /** A public holiday or a day on which the bank stops; null: an ordinary one. */
  stopped: z.string().nullable(),
  touches: z.array(TouchLine),
});

const stretch = z.object({ from: day, to: day });

/** What was and is planned for a customer, day by day, and when the customer is left alone. */
export const customerCalendar = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/customers/:customerId/calendar',
  permission: 'outreach.decision.read',
  summary: ['客户触达日历', 'Contacts of a customer, day by day'],
  params: z.object({ customerId: CustomerId }),
  query: stretch,
  reply: z.object({
    /** Windows of contact and what is avoided between them. */
    windows: z.array(z.object({ from: z.string(), to: z.string() })),
    windowRule: z.string(),
    avoided: z.array(AvoidedPeriod),
    days: z.array(CalendarDay),
  }),
});

/** What waits for a colleague and what went out through them, day by day. */
export const staffCalendar = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/staff/:staffId/calendar',
  permission: 'outreach.decision.read',
  summary: ['员工触达日历', 'Contacts of a colleague, day by day'],
  params: z.object({ staffId: z.uuid() }),
  query: stretch,
  reply: z.object({
    days: z.array(
      z.object({
        day,
        stopped: z.string().nullable(),
        planned: z.int(),
        reserved: z.int(),
        handedOver: z.int(),
        delivered: z.int(),
        refused: z.int(),
        deferred: z.int(),
        /** By plan and item, the largest first. */
        items: z.array(
          z.object({
            plan: z.object({ id: z.uuid(), name: z.string() }),
            itemKey: z.string(),
            channel: Channel,
            count: z.int(),
          }),
        ),
      }),
    ),
  }),
});
