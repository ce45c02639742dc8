export { checkContent, requiredTexts } from './content-check/content-check.service.ts';
export { checkTexts, type TextCheck, worst } from './lexicon/check.service.ts';
export { licenceNeeded, licenceRules, type NeededLicence } from './licences/needed.ts';
export {
  explainProtected,
  judgeProtected,
  type PersonColumns,
  type ProtectedRules,
  protectedRules,
  protectedSql,
} from './protected/protected.policy.ts';
export {
  explainGrant,
  type GrantColumns,
  type GrantRules,
  grantRules,
  grantSql,
  judgeGrant,
} from './rewards/grant.policy.ts';
export {
  judgeLottery,
  judgeLotteryChange,
  judgeVoucher,
  type LotteryRules,
  lotteryRules,
} from './rewards/lottery.ts';
export type { RuleRefusal } from './rewards/refusal-list.ts';
export {
  conditionsOfAttributes,
  judgeReward,
  type RewardRules,
  rewardRules,
} from './rewards/reward-design.ts';
export { ruleTitle, usesOf, usesRules } from './rules/catalogue.ts';
export { countsRefusals, type RefusalCount } from './rules/refusals.ts';
export { type RuleInForce, rulesAt } from './rules/rule.service.ts';
export {
  explain,
  type FactColumns,
  higherGrade,
  judgeSuitability,
  type SuitabilityRules,
  suitabilityRules,
  suitabilitySql,
  unassessedSql,
} from './suitability/suitability.policy.ts';
