import { z } from 'zod';
import { ContentType } from '#modules/content/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * What a sequence says, to whom and when: one document, in the words of the shipped template, so that
 * the template and a bank's own are read by the same schema.
 */
export const lanes = {
  one_to_one: ['一对一', 'One-to-one'],
  moments: ['朋友圈', 'Moments'],
  rm_task: ['客户经理任务', 'RM task'],
  sms: ['短信补发', 'SMS'],
} as const satisfies Record<string, Phrase>;
export type Lane = keyof typeof lanes;
export const laneOrder = Object.keys(lanes) as Lane[];
export const Lane = z.enum(laneOrder as [Lane, ...Lane[]]);

export const letters = ['A', 'I', 'D', 'A2'] as const;
export const Letter = z.enum(letters);
export type Letter = z.infer<typeof Letter>;

export const threeWBlocks = ['why_need', 'why_this', 'why_now'] as const;
export const ThreeWBlock = z.enum(threeWBlocks);
export type ThreeWBlock = z.infer<typeof ThreeWBlock>;

export const productLines = {
  deposit: ['存款', 'Deposits'],
  wealth: ['理财', 'Wealth management'],
  insurance: ['保险', 'Insurance'],
} as const satisfies Record<string, Phrase>;
export type ProductLine = keyof typeof productLines;
export const ProductLine = z.enum(Object.keys(productLines) as [ProductLine, ...ProductLine[]]);

/** One version of one content item: what is approved with the sequence is what goes out. */
export const ContentRef = z.object({ id: z.uuid(), version: z.int().min(1) });
export type ContentRef = z.infer<typeof ContentRef>;

export const Variant = z.object({
  /** Only in a template: the words, before they are content. */
  body: z.string().nullable().default(null),
  disclosure_keys: z.array(z.string()).default([]),
  content: ContentRef.nullable().default(null),
});
export type Variant = z.infer<typeof Variant>;

/** A welfare that anchors a product line: whoever takes it gets the tag. */
export const Hook = z.object({
  product_line: ProductLine,
  welfare: z.string().trim().min(1).max(60),
  tag: z.string().trim().min(1).max(60),
});
export type Hook = z.infer<typeof Hook>;

export const benefitKinds = ['welfare', 'scene', 'asset_upgrade'] as const;
export const Benefit = z.object({
  kind: z.enum(benefitKinds),
  /** Money for a deposit is not a benefit. */
  form: z.enum(['service_right', 'voucher', 'cash']),
});
export type Benefit = z.infer<typeof Benefit>;

const Window = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/);

export const Item = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  round: z.int().min(1).max(6),
  /** From the first day of the sequence, over all rounds: T+1 is 1. */
  day: z.int().min(1).max(180),
  day_label: z.string().optional(),
  lane: Lane,
  aida: Letter,
  three_w: ThreeWBlock.nullable().default(null),
  content_type: ContentType,
  title: z.string().trim().min(1).max(80),
  format: z.string().max(20).default('text'),
  body: z.string().nullable().default(null),
  content: ContentRef.nullable().default(null),
  variants: z.partialRecord(ProductLine, Variant).nullable().default(null),
  product_line: z.string().nullable().default(null),
  cta: z.string().max(60).nullable().default(null),
  send_window: Window,
  disclosure_keys: z.array(z.string()).default([]),
  promotional: z.boolean().default(false),
  /** the scene and what hurts in it. */
  scene: z.string().max(80).nullable().default(null),
  pain_point: z.string().max(200).nullable().default(null),
  /** the detail of product or service it explains. */
  detail: z.string().max(200).nullable().default(null),
  /** Only for those who hold the tag. */
  needs_tag: z.string().max(60).nullable().default(null),
  hook: Hook.nullable().default(null),
  benefit: Benefit.nullable().default(null),
  /** An SMS follows this item when it was not answered or read. */
  after: z.string().max(40).nullable().default(null),
  /** The item of the other lane it is meant to go with. */
  pair: z.string().max(40).nullable().default(null),
});
export type Item = z.infer<typeof Item>;

const Quota = z.array(z.object({ content_type: ContentType, count: z.int().min(0).max(50) }));

export const StageStep = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export const Stage = z.object({
  stage: z.int().min(1).max(9),
  label: z.string().trim().min(1).max(30),
  /** First and last day within a round. */
  days: z.tuple([z.int().min(1), z.int().min(1)]),
  letters: z.array(Letter).min(1),
  /** Exactly so many of each type, lane by lane. */
  quota: z.partialRecord(Lane, Quota).default({}),
  /** R-075; of the stage's number when left out. */
  step: StageStep.optional(),
});
export type Stage = z.infer<typeof Stage>;

/** What customers do, in the words of sequences; each is found in events (definition/signals.ts). */
export const signalText = {
  reply: ['回复', 'Answered'],
  link_click: ['点击链接', 'Opened a link'],
  content_read: ['阅读内容', 'Read content'],
  moments_reaction: ['朋友圈互动', 'Reacted in Moments'],
  benefit_claim: ['领取权益', 'Claimed a benefit'],
  product_card_click: ['查看产品', 'Opened a product'],
  assessment_done: ['完成测评', 'Did the assessment'],
  reply_product_keyword: ['回复产品关键词', 'Answered about a product'],
  reply_consult: ['咨询', 'Asked for advice'],
  book_visit: ['预约到访', 'Booked a visit'],
  event_signup: ['报名活动', 'Signed up'],
  business_done: ['办理业务', 'Did business'],
  reply_unsubscribe: ['退订', 'Unsubscribed'],
  deleted_by_customer: ['删除好友', 'Deleted the RM'],
  complaint: ['投诉', 'Complained'],
  reply_pause: ['要求暂停', 'Asked for a pause'],
} as const satisfies Record<string, Phrase>;
export type Signal = keyof typeof signalText;
export const signalOrder = Object.keys(signalText) as Signal[];
export const Signal = z.enum(signalOrder as [Signal, ...Signal[]]);

const base = {
  on: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  at_letters: z.array(z.union([Letter, z.literal('*')])).min(1),
  note: z.string().max(200).optional(),
};
const bySignal = { ...base, when: z.array(Signal).min(1) };

export const Transition = z.discriminatedUnion('effect', [
  z.object({
    ...bySignal,
    effect: z.literal('skip_letters'),
    letters: z.array(Letter).min(1),
    next: z.array(Letter).default([]),
  }),
  z.object({ ...bySignal, effect: z.literal('jump_stage'), stage: z.int().min(1).max(9) }),
  z.object({
    ...bySignal,
    effect: z.literal('switch_to_three_w'),
    create_task: z.string().max(80).nullable().default(null),
  }),
  z.object({
    ...bySignal,
    effect: z.literal('exit'),
    reason: z.enum(['converted', 'opt_out']),
  }),
  z.object({ ...bySignal, effect: z.literal('pause_days'), days: z.int().min(1).max(180) }),
  z.object({
    ...base,
    /** Words for people: a round ends when its days are over. */
    when: z.array(z.string()).default([]),
    effect: z.literal('enter_round'),
    round: z.int().min(2).max(6),
  }),
]);
export type Transition = z.infer<typeof Transition>;

export const Guards = z.object({
  max_one_to_one_per_day: z.int().min(1).max(5).default(1),
  max_promotional_share: z.number().min(0).max(1).default(0.3),
  require_consent: z.literal(true).default(true),
  suitability_before: z.array(ContentType).default([]),
  elderly_windows_override: z.boolean().default(true),
  /** Whoever shows no sign of life for so long is left in peace; null: never. */
  inactivity_days: z.int().min(5).max(180).nullable().default(null),
  /** Days after which an open follow-up is put to the RM again. */
  follow_up_days: z.int().min(1).max(30).default(3),
});
export type Guards = z.infer<typeof Guards>;

export const Method = z.object({
  model: z.string().max(40),
  rounds: z.int().min(1).max(6),
  days_per_round: z.int().min(1).max(60),
  total_days: z.int().min(1).max(180),
  letters: z.record(Letter, z.string().max(80)),
  /** Labels of the three blocks, which a bank may word itself. */
  three_w: z.object({
    why_need: z.string().trim().min(1).max(80),
    why_this: z.string().trim().min(1).max(80),
    why_now: z.string().trim().min(1).max(80),
    assumption: z.string().max(200).default(''),
  }),
  stages: z.array(Stage).min(1).max(9),
  round2_day_offset: z.int().optional(),
});
export type Method = z.infer<typeof Method>;

export const Place = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().max(40),
  example: z.string().max(200).default(''),
  required: z.boolean().default(false),
});

/** An example of the three W for a product line; shown beside the editor. */
export const ThreeWExample = z.object({
  id: z.string(),
  product_line: z.string(),
  why_need: z.string(),
  why_this: z.string(),
  why_now: z.string(),
  disclosure_keys: z.array(z.string()).default([]),
  closing: z.string().default(''),
});

export const Definition = z.object({
  title: z.string().trim().min(1).max(80),
  description: z.string().max(300).default(''),
  /** Places of the texts that a run fills with the bank's own words. */
  variables: z.array(Place).max(100).default([]),
  method: Method,
  transitions: z.array(Transition).max(40),
  guards: Guards,
  items: z.array(Item).min(1).max(400),
  three_w_examples: z.array(ThreeWExample).max(20).default([]),
});
export type Definition = z.infer<typeof Definition>;
export type DefinitionInput = z.input<typeof Definition>;

/** Types that put a product forward: only from step 3 on. */
export const offerTypes: readonly string[] = ['ice_breaker_product', 'new_product_trial'];

/** It puts a product forward: for whom need and trust were shown, after suitability. */
export const isOffer = ({ guards }: Pick<Definition, 'guards'>, { content_type }: Item): boolean =>
  offerTypes.includes(content_type) || guards.suitability_before.includes(content_type);

export const stepOf = (stage: Stage): 1 | 2 | 3 =>
  stage.step ?? (Math.min(Math.max(stage.stage, 1), 3) as 1 | 2 | 3);
