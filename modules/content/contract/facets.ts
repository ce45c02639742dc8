import { z } from 'zod';
import { ContentPlace } from '#modules/compliance/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

/** The five stages a customer goes through, in this order. */
export const stages = {
  attention: ['引起注意', 'Attention'],
  interest: ['激发兴趣', 'Interest'],
  trust: ['建立信任', 'Trust'],
  act: ['立即办理', 'Act now'],
  advocacy: ['口碑推荐', 'Advocacy'],
} as const satisfies Record<string, Phrase>;
export type Stage = keyof typeof stages;
export const stageOrder = Object.keys(stages) as Stage[];
export const Stage = z.enum(stageOrder as [Stage, ...Stage[]]);

interface KindText {
  readonly stage: Stage | null;
  readonly text: Phrase;
}

/** What a content is, and the stage it belongs to; null: any. */
export const contentTypes = {
  hot_topic: { stage: 'attention', text: ['热点话题', 'Hot topic'] },
  general_news: { stage: 'attention', text: ['泛资讯', 'General news'] },
  pain_point: { stage: 'interest', text: ['痛点', 'Pain point'] },
  solution: { stage: 'interest', text: ['解决办法', 'Solution'] },
  topic_activity: { stage: 'interest', text: ['话题活动', 'Topic activity'] },
  morning_brief: { stage: 'trust', text: ['早报', 'Morning brief'] },
  industry_insight: { stage: 'trust', text: ['行业洞察', 'Industry insight'] },
  industry_event: { stage: 'trust', text: ['行业事件', 'Industry event'] },
  report_analysis: { stage: 'trust', text: ['报告解读', 'Report analysis'] },
  exclusive_view: { stage: 'trust', text: ['独家观点', 'Exclusive view'] },
  brand_story: { stage: 'act', text: ['品牌故事', 'Brand story'] },
  honours: { stage: 'act', text: ['荣誉资质', 'Honours'] },
  success_case: { stage: 'act', text: ['成功案例', 'Success case'] },
  new_product_trial: { stage: 'advocacy', text: ['新品体验', 'New-product trial'] },
  promotion: { stage: 'advocacy', text: ['优惠活动', 'Promotion'] },
  service_guarantee: { stage: 'advocacy', text: ['服务保障', 'Service guarantee'] },
  life_benefit: { stage: null, text: ['生活权益', 'Everyday benefit'] },
  persona: { stage: null, text: ['人设', 'Persona'] },
  values: { stage: null, text: ['价值观', 'Values'] },
  wealth_knowhow: { stage: null, text: ['理财知识', 'Wealth know-how'] },
  case: { stage: null, text: ['案例', 'Case'] },
  ice_breaker_product: { stage: null, text: ['破冰产品', 'Ice-breaker product'] },
  similar_story: { stage: null, text: ['相似故事', 'Similar story'] },
  benefit: { stage: null, text: ['权益', 'Benefit'] },
  activity: { stage: null, text: ['活动', 'Activity'] },
  marketing_activity: { stage: null, text: ['营销活动', 'Marketing activity'] },
  notice: { stage: null, text: ['通知', 'Notice'] },
} as const satisfies Record<string, KindText>;
export type ContentType = keyof typeof contentTypes;
export const ContentType = z.enum(Object.keys(contentTypes) as [ContentType, ...ContentType[]]);

export const aidaLetters = {
  A: ['关注', 'Attention'],
  I: ['兴趣', 'Interest'],
  D: ['意向', 'Desire'],
  A2: ['行动', 'Action'],
} as const satisfies Record<string, Phrase>;
export type AidaLetter = keyof typeof aidaLetters;

/** 3W: the source names it and does not define it; a bank may word the labels itself. */
export const threeW = {
  why_need: ['为什么需要', 'Why needed'],
  why_this: ['为什么是这个', 'Why this'],
  why_now: ['为什么是现在', 'Why now'],
} as const satisfies Record<string, Phrase>;

export const segments = {
  credit_card: ['信用卡客群', 'Credit card'],
  payroll: ['代发客群', 'Payroll'],
  social_security: ['社保客群', 'Social security'],
  branch_neighbourhood: ['网周客群', 'Neighbourhood'],
} as const satisfies Record<string, Phrase>;

export const places = {
  one_to_one: ['一对一', 'One-to-one'],
  moments: ['朋友圈', 'Moments'],
  group: ['社群', 'Groups'],
  welcome: ['欢迎语', 'Welcome'],
  sms: ['短信', 'SMS'],
  page: ['页面', 'Page'],
} as const satisfies Record<ContentPlace, Phrase>;

/** A customer group; `*` is all of them. Banks add their own. */
export const SegmentKey = z.string().regex(/^(\*|[a-z][a-z0-9_]{1,39})$/);
export const SceneKey = z.string().trim().min(1).max(40);

/** What a content is for, about and said by. An automation uses none without segment, scene and stage. */
export const Facets = z.object({
  stage: Stage.nullable().default(null),
  type: ContentType.nullable().default(null),
  aida: z
    .enum(Object.keys(aidaLetters) as [AidaLetter, ...AidaLetter[]])
    .nullable()
    .default(null),
  segments: z.array(SegmentKey).max(20).default([]),
  scenes: z.array(SceneKey).max(20).default([]),
  productIds: z.array(z.uuid()).max(10).default([]),
  personaKey: z.string().max(40).nullable().default(null),
  /** Where it may go; the law asks different things of each place. */
  places: z.array(ContentPlace).min(1).max(6).default(['one_to_one']),
  /** Counts towards the share of promotions. */
  promotional: z.boolean().default(false),
  purpose: z.enum(['marketing', 'service']).default('marketing'),
  nature: z
    .array(z.enum(['activity', 'education', 'case', 'ai_generated', 'elderly']))
    .max(5)
    .default([]),
  /** The need of the customer it answers, in a sentence. */
  need: z.string().trim().max(200).default(''),
});
export type Facets = z.infer<typeof Facets>;
