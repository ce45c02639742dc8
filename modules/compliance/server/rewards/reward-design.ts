import type { ConditionKind, RewardCondition, RewardDesign } from '../../contract/rewards.ts';
import type { ProductFacts } from '../../contract/suitability.ts';
import { type Check, type RuleRefusal, type Rules, refusalsOf } from './refusal-list.ts';

/** The rules about what a reward may depend on. */
export const rewardRules = [
  'CR-068',
  'CR-117',
  'CR-118',
  'CR-119',
  'CR-120',
  'CR-121',
  'CR-124',
  'CR-129',
  'CR-132',
] as const;
export type RewardRule = (typeof rewardRules)[number];
export type RewardRules = Rules<RewardRule>;

const bought = (conditions: readonly RewardCondition[], ...products: ProductFacts['kind'][]) =>
  conditions.some(
    ({ kind, product }) => kind === 'purchase' && (product === null || products.includes(product)),
  );
const has = (conditions: readonly RewardCondition[], ...kinds: ConditionKind[]) =>
  conditions.some(({ kind }) => kinds.includes(kind));

/** What is wrong with conditions, whatever they lead to: a reward, or a chance in a draw. */
export const conditionChecks: readonly Check<
  { readonly conditions: readonly RewardCondition[] },
  Exclude<RewardRule, 'CR-068' | 'CR-124' | 'CR-132'>
>[] = [
  {
    rule: 'CR-117',
    against: ({ conditions }) =>
      has(conditions, 'deposit') || bought(conditions, 'deposit', 'structured_deposit')
        ? [
            '奖励不得与存款金额、存款增长或新增存款挂钩（返利吸存），请改为与存款无关的条件',
            'No reward for deposits: choose a condition that has nothing to do with them',
          ]
        : null,
  },
  {
    rule: 'CR-118',
    against: ({ conditions }) =>
      bought(conditions, 'wealth', 'pension', 'precious_metal')
        ? [
            '奖励不得与购买理财等投资产品挂钩，请去掉购买条件',
            'No reward for buying wealth products: take the purchase out',
          ]
        : null,
  },
  {
    rule: 'CR-119',
    against: ({ conditions }) =>
      bought(conditions, 'fund', 'insurance')
        ? [
            '奖励不得与购买基金或保险挂钩，请去掉购买条件',
            'No reward for buying funds or insurance: take the purchase out',
          ]
        : null,
  },
  {
    rule: 'CR-120',
    against: ({ conditions }) =>
      has(conditions, 'share', 'likes', 'helpers', 'follow')
        ? [
            '奖励不得以转发、集赞、好友助力或关注为条件，分享只能自愿且不带奖励',
            'No reward for sharing, likes, helpers or following: sharing is free and unrewarded',
          ]
        : null,
  },
  {
    rule: 'CR-121',
    against: ({ conditions }) =>
      has(conditions, 'download')
        ? [
            '权益不得只在下载或跳转站外后才能领取，请在页面内提供同等方式',
            'Nothing may be had only after a download: offer the same inside the page',
          ]
        : null,
  },
  {
    rule: 'CR-129',
    against: ({ conditions }) =>
      has(conditions, 'stake')
        ? [
            '参加活动必须免费，不得付费、押注或用购买的积分参加',
            'Taking part is free: no payment, no stake, no points that were bought',
          ]
        : null,
  },
];

const checks: readonly Check<RewardDesign, RewardRule>[] = [
  ...(conditionChecks as readonly Check<RewardDesign, RewardRule>[]),
  {
    rule: 'CR-068',
    against: ({ product }) =>
      product === 'insurance'
        ? [
            '保险活动不得给予投保以外的礼品、返利或积分',
            'An activity about insurance gives no gifts, rebates or points',
          ]
        : null,
  },
  {
    rule: 'CR-124',
    against: ({ referralLevels, conditions }) =>
      referralLevels > 1 || has(conditions, 'downstream')
        ? [
            '推荐奖励只能有一级，不得按下级人数或业绩计奖',
            'Referrals are rewarded on one level only, and not by what others bring',
          ]
        : null,
  },
  {
    rule: 'CR-132',
    against: ({ koc, reward, conditions }) =>
      has(conditions, 'others_purchase') || (koc && reward === 'cash')
        ? [
            '意见领袖的权益不得与他人购买挂钩，也不得发放现金',
            'A KOC’s benefit does not depend on what others buy, and is never cash',
          ]
        : null,
  },
];

/** Everything that speaks against a promise of a reward; empty when it may be made. */
export const judgeReward = (design: RewardDesign, rules: RewardRules): RuleRefusal<RewardRule>[] =>
  refusalsOf(checks, design, rules);

/** What an attribute of a customer would tie a reward to, where the condition names attributes. */
const byAttribute: Readonly<Record<string, RewardCondition>> = {
  aum: { kind: 'deposit', product: null },
  aum_month_average: { kind: 'deposit', product: null },
  deposits: { kind: 'deposit', product: null },
  wealth: { kind: 'purchase', product: 'wealth' },
  funds: { kind: 'purchase', product: 'fund' },
  premiums: { kind: 'purchase', product: 'insurance' },
  products: { kind: 'purchase', product: null },
};
export const conditionsOfAttributes = (codes: readonly string[]): RewardCondition[] =>
  codes.flatMap((code) => byAttribute[code] ?? []);
