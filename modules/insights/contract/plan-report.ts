import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * The funnel of a plan. Up to `delivered` touches are counted, each step a part of the one before;
 * then customers to whom something was delivered: who did anything, who asked, who bought.
 */
export const funnelSteps = [
  'proposed',
  'allowed',
  'handed_over',
  'confirmed',
  'delivered',
  'reacted',
  'consulted',
  'converted',
] as const;
export const FunnelStep = z.enum(funnelSteps);
export type FunnelStep = z.infer<typeof FunnelStep>;
export const funnelStepText: Record<FunnelStep, Phrase> = {
  proposed: ['提出', 'Proposed'],
  allowed: ['放行', 'Allowed'],
  handed_over: ['下发', 'Handed over'],
  confirmed: ['确认', 'Confirmed'],
  delivered: ['送达', 'Delivered'],
  reacted: ['有反应', 'Reacted'],
  consulted: ['咨询', 'Consulted'],
  converted: ['转化', 'Converted'],
};

const Count = z.int().min(0);
/** Between 0 and 1. */
const Share = z.number().min(0).max(1);
/** A name in both languages. */
const Name = z.tuple([z.string(), z.string()]);
/** Yuan. */
const Yuan = z.number();

/** A share of so many, with the interval in which the true one lies in 95 of 100 cases (Wilson). */
export const Rate = z.object({ part: Count, of: Count, share: Share, low: Share, high: Share });
export type Rate = z.infer<typeof Rate>;

/** A mean difference with its 95 % interval (Welch); null where an arm has fewer than two people. */
export const Difference = z.object({
  mean: Yuan,
  low: Yuan,
  high: Yuan,
  /** Degrees of freedom. */
  freedom: z.number(),
});
export type Difference = z.infer<typeof Difference>;

/** What touches did not get through, and by which rule. */
export const Drop = z.object({
  /** The funnel's step that was not reached. */
  before: FunnelStep,
  state: z.enum(['refused', 'deferred', 'withdrawn', 'expired', 'failed', 'displaced']),
  /** `CR-096`, `R-011`; null: nobody recorded one. */
  rule: z.string().nullable(),
  title: z.string(),
  /** What the plan itself gave as the reason, in both languages; null: the rule says it. */
  said: Name.nullable().default(null),
  touches: Count,
  customers: Count,
});
export type Drop = z.infer<typeof Drop>;

/** How assets of customers moved since they came to the plan. */
export const assetMoves = ['activated', 'grown', 'unchanged', 'shrunk', 'lost'] as const;
export const AssetMove = z.enum(assetMoves);
export type AssetMove = z.infer<typeof AssetMove>;
export const assetMoveText: Record<AssetMove, Phrase> = {
  activated: ['激活', 'Activated'],
  grown: ['增长', 'Grown'],
  unchanged: ['不变', 'Unchanged'],
  shrunk: ['减少', 'Shrunk'],
  lost: ['流失', 'Lost'],
};

export const Arm = z.object({
  /** Whose assets are known at the beginning and now. */
  customers: Count,
  before: Yuan,
  after: Yuan,
  meanChange: Yuan,
  moves: z.array(z.object({ move: AssetMove, customers: Count, change: Yuan })),
});
export type Arm = z.infer<typeof Arm>;

/** Point, circle, group. */
export const modes = ['point', 'circle', 'group'] as const;
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;
export const modeText: Record<Mode, Phrase> = {
  point: ['点 · 一对一', 'Point: one-to-one'],
  circle: ['圈 · 朋友圈', 'Circle: Moments'],
  group: ['群 · 客户群', 'Group chat'],
};

/** Mean scores, 0 to 100, of the same people at both ends. */
const Moved = z.object({ before: z.number(), after: z.number() });

/** Stays in a stage: who came in, how long, and what need and recognition were at both ends. */
export const StageStays = z.object({
  stage: z.int(),
  name: z.string(),
  /** Customers who ever came in, and those who are in it now. */
  entered: Count,
  now: Count,
  /** Mean days of a stay; one that goes on counts until now. */
  dwellDays: z.number().nullable(),
  need: Moved,
  recognition: Moved,
});
export type StageStays = z.infer<typeof StageStays>;

/** Customers of one value band, and what came of them. */
export const TierLine = z.object({
  /** Of the attribute `value_band`; null: the bank says nothing. */
  tier: z.string().nullable(),
  name: Name,
  customers: Count,
  /** To whom anything was delivered, and to whom an item with a 3W block was. */
  delivered: Count,
  threeW: Count,
  reacted: Count,
  consulted: Count,
  converted: Count,
});
export type TierLine = z.infer<typeof TierLine>;

/** One side of a comparison of value over ninety days. */
export const ValueLine = z.object({
  customers: Count,
  /** Whose assets are known at both ends. */
  known: Count,
  meanBefore: Yuan,
  meanChange: Yuan,
  converted: Count,
});
export type ValueLine = z.infer<typeof ValueLine>;

/** Who was silent when the plan drew them, and who of them did something since. */
export const Reactivation = z.object({
  /** Nothing for so many days. */
  silentDays: z.int(),
  reached: Rate,
  control: Rate,
});
export type Reactivation = z.infer<typeof Reactivation>;

/** The same shape for a plan that ran and for one that was rehearsed. */
export const PlanReport = z.object({
  plan: z.object({
    id: z.string(),
    kind: z.string(),
    class: z.string(),
    name: z.string(),
    state: z.string(),
    /** The need of the customer that it answers. */
    need: z.string().nullable().default(null),
  }),
  source: z.enum(['real', 'rehearsed']),
  /** Half-open, business time. `from` is the first touch planned. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  people: z.object({ reached: Count, control: Count, touched: Count }),
  funnel: z.array(
    z.object({
      step: FunnelStep,
      /** Null where the step is of people and not of touches. */
      touches: Count.nullable(),
      customers: Count,
      /** Of the step before in touches; from `reacted` on, of the customers of `delivered`. */
      share: Share.nullable(),
    }),
  ),
  drops: z.array(Drop),
  /** Customers who deleted their customer manager within seven days of a message. */
  deletions: z.object({
    days: z.int(),
    all: Rate,
    messages: z.array(
      z.object({ item: z.string(), title: z.string(), planned: z.iso.datetime(), rate: Rate }),
    ),
    /** The share at which the plan pauses itself. */
    limit: Share.nullable(),
  }),
  /** Of a sequence: who began a round, who walked it to its end. */
  rounds: z.array(z.object({ round: z.int(), entered: Count, completed: Count })),
  exits: z.array(z.object({ reason: z.string(), customers: Count })),
  /** Need × recognition at entry and now. */
  cells: z.array(z.object({ cell: z.string(), before: Count, after: Count })),
  /** Of a sequence: its stages in order. */
  stages: z.array(StageStays).default([]),
  tiers: z.array(TierLine).default([]),
  reactivation: Reactivation.nullable().default(null),
  /** Who took a hook against who did not; null: the sequence has none. */
  hooked: z
    .object({
      days: z.int(),
      /** Customers whose ninety days are over; of the others the change up to now counts. */
      mature: Count,
      hooked: ValueLine,
      others: ValueLine,
      difference: Difference.nullable(),
    })
    .nullable()
    .default(null),
  assets: z.object({
    reached: Arm,
    control: Arm,
    /** Change of reached less change of control, for a customer; null: cannot be told. */
    difference: Difference.nullable(),
    /** The difference as a share of the mean before; null: cannot be told. */
    uplift: z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable(),
  }),
  /** Contacts that the plan made against those of an RM's own hand. */
  automation: z.object({ automatic: Count, manual: Count }),
  /** Group chats that it went to, by the unit of their owner; null: it went to none. */
  groups: z
    .object({
      proposed: Count,
      allowed: Count,
      handedOver: Count,
      confirmed: Count,
      delivered: Count,
      owners: Count,
      units: z.array(z.object({ name: z.string(), proposed: Count, delivered: Count })),
    })
    .nullable()
    .default(null),
  modes: z.array(
    z.object({
      mode: Mode,
      handedOver: Count,
      delivered: Count,
      reacted: Count,
      consulted: Count,
      converted: Count,
      deleted: Count,
    }),
  ),
  /** RMs with the most to do first, at most two hundred. */
  load: z.object({
    /** So many customers can be looked after by hand. */
    capacity: z.int(),
    staff: z.array(
      z.object({
        staffId: z.string(),
        name: z.string(),
        customers: Count,
        handovers: Count,
        workItems: Count,
        /** Of them, those of which an outcome was logged. */
        workItemsDone: Count.default(0),
        busiestDay: z.iso.date().nullable(),
        onBusiestDay: Count,
        over: z.boolean(),
      }),
    ),
    /** Work items count on the day on which they were given out, and done on the day of the outcome. */
    days: z.array(
      z.object({
        day: z.iso.date(),
        handovers: Count,
        workItems: Count,
        workItemsDone: Count.default(0),
      }),
    ),
    /** What colleagues logged in the end, the most frequent first. */
    outcomes: z.array(z.object({ outcome: z.string(), workItems: Count })).default([]),
  }),
  /** How often customers got mass messages in the busiest calendar month, against the platform's cap. */
  quota: z.array(z.object({ used: Count, customers: Count })),
});
export type PlanReport = z.infer<typeof PlanReport>;

/** Why customers left a sequence, as far as this product's own sequences say it. */
export const exitReasonText: Readonly<Record<string, Phrase>> = {
  completed: ['走完全程', 'Walked all of it'],
  converted: ['已转化', 'Converted'],
  opt_out: ['退订', 'Opted out'],
  deleted: ['删除好友', 'Deleted the RM'],
  complaint: ['投诉', 'Complained'],
  inactive: ['长期无互动', 'No sign of life'],
  by_staff: ['人工移出', 'Taken out by a colleague'],
  run_ended: ['运行结束', 'The run ended'],
  gone: ['客户已注销或合并', 'No longer a customer'],
};

/** What colleagues log of a work item; one that nobody answered stays open and is not among them. */
export const workOutcomeText: Readonly<Record<string, Phrase>> = {
  won: ['成交', 'Won'],
  done: ['已联系', 'Reached'],
  declined: ['暂不需要', 'Declined'],
  lost: ['未成交', 'Lost'],
  opt_out: ['要求不再联系', 'Wants no more of it'],
};
