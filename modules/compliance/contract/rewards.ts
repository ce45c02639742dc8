import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { ProductFacts, Refusal } from './suitability.ts';

/** What a reward, or a chance in a draw, may be made to depend on. */
export const conditionKinds = {
  deposit: ['存款金额、存款增长或新增存款', 'Deposits: amount, growth or new ones'],
  purchase: ['购买金融产品', 'Buying a financial product'],
  others_purchase: ['他人的购买', 'What others buy'],
  share: ['转发、分享', 'Forwarding or sharing'],
  likes: ['集赞', 'Collecting likes'],
  helpers: ['邀请好友助力', 'Inviting friends to help'],
  follow: ['关注公众号', 'Following an account'],
  download: ['下载或跳转到站外', 'Downloading, or leaving the page'],
  stake: ['付费、押注或购买积分', 'Paying, staking, buying points'],
  downstream: ['下级人数或业绩', 'How many come through others, or what they bring'],
  referral: ['推荐新客户（一级）', 'Referring a new customer, one level'],
  visit: ['到店或办理业务', 'A visit or a service used'],
  check_in: ['签到', 'Checking in'],
  quiz: ['答题', 'Answering a quiz'],
  read: ['阅读或学习', 'Reading or learning'],
  attend: ['参加活动', 'Attending an event'],
  register: ['完善资料', 'Completing one’s details'],
  card_spend: ['刷卡消费', 'Spending with a card'],
  occasion: ['生日、纪念日、节日', 'A birthday, an anniversary, a festival'],
} as const satisfies Record<string, Phrase>;
export type ConditionKind = keyof typeof conditionKinds;
const kinds = Object.keys(conditionKinds) as [ConditionKind, ...ConditionKind[]];

export const RewardCondition = z.object({
  kind: z.enum(kinds),
  /** Which product, of a purchase. */
  product: ProductFacts.shape.kind.nullable().default(null),
});
export type RewardCondition = z.infer<typeof RewardCondition>;

export const rewardKinds = ['points', 'coupon', 'gift', 'cash', 'chance', 'service'] as const;

/** A promise: who meets the conditions gets the reward. */
export const RewardDesign = z.object({
  reward: z.enum(rewardKinds),
  conditions: z.array(RewardCondition).max(20),
  /** Levels of referral that are rewarded; 0 where nobody is. */
  referralLevels: z.int().min(0).max(10).default(0),
  /** Product that the activity is about; null when it is about none. */
  product: ProductFacts.shape.kind.nullable().default(null),
  /** Given to a KOC for what they do in a community. */
  koc: z.boolean().default(false),
});
export type RewardDesign = z.infer<typeof RewardDesign>;

/** What a customer has had, in fen and business days, before another reward. */
export const GrantFacts = z.object({
  day: z.int().min(0),
  month: z.int().min(0),
  year: z.int().min(0),
  /** Other persons with the same device, id or account. */
  sharedWith: z.int().min(0),
  /** The payee is the customer; null when nothing is paid out. */
  ownAccount: z.boolean().nullable(),
});
export type GrantFacts = z.infer<typeof GrantFacts>;

export const Prize = z.object({
  name: z.string().trim().max(60),
  /** Normal market price, in yuan. */
  value: z.number().min(0),
  quantity: z.int().min(1).nullable().default(null),
  /** Chance of one entry, between 0 and 1. */
  odds: z.number().gt(0).max(1).nullable().default(null),
});
export type Prize = z.infer<typeof Prize>;

/** What must be told of a prize promotion; beside them the prizes with value, name, number or odds. */
export const prizeNotice = {
  conditions: ['参加条件', 'Who may take part'],
  way: ['参加方式', 'How to take part'],
  drawTime: ['开奖时间', 'When is drawn'],
  drawWay: ['开奖方式', 'How is drawn'],
  redeemTime: ['兑奖时间', 'When prizes are given out'],
  redeemConditions: ['兑奖条件', 'On which conditions'],
  redeemWay: ['兑奖方式', 'In which way'],
  delivery: ['奖品交付方式', 'How prizes arrive'],
  forfeiture: ['弃奖条件', 'When a prize is forfeited'],
  organiser: ['主办方及联系方式', 'Organiser, and how to reach them'],
} as const satisfies Record<string, Phrase>;
export type PrizeNotice = keyof typeof prizeNotice;

export const Lottery = z.object({
  prizes: z.array(Prize).max(50),
  notice: z.partialRecord(
    z.enum(Object.keys(prizeNotice) as [PrizeNotice, ...PrizeNotice[]]),
    z.string().trim().max(500),
  ),
  conditions: z.array(RewardCondition).max(20).default([]),
  /** Won at once, not on a day of drawing. */
  onTheSpot: z.boolean().default(false),
  /** Winners are shown, masked, as soon as they have won. */
  showsWinners: z.boolean().default(false),
  /** From a seed that can be verified afterwards. */
  seeded: z.boolean().default(false),
});
export type Lottery = z.infer<typeof Lottery>;

export const VoucherTerms = z.object({
  conditions: z.string().trim().default(''),
  method: z.string().trim().default(''),
  validUntil: z.iso.date().nullable().default(null),
  responsible: z.string().trim().default(''),
});
export type VoucherTerms = z.infer<typeof VoucherTerms>;

export const checkReward = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/reward-checks',
  permission: 'compliance.text.check',
  summary: ['试算奖励规则', 'Try rules of rewards'],
  body: z.object({
    design: RewardDesign,
    /** One grant of it, in fen. */
    grant: GrantFacts.extend({ amount: z.int().min(0) })
      .nullable()
      .default(null),
  }),
  reply: z.object({ refusals: z.array(Refusal) }),
  audited: false,
});

export const checkLottery = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lottery-checks',
  permission: 'compliance.text.check',
  summary: ['试算抽奖规则', 'Try rules of draws'],
  body: z.object({ lottery: Lottery }),
  reply: z.object({ refusals: z.array(Refusal) }),
  audited: false,
});
