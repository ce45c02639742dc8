export { checkContent } from './content-check/content-check.service.ts';
export { checkTexts, type TextCheck, worst } from './lexicon/check.service.ts';
export {
  explainProtected,
  judgeProtected,
  type PersonColumns,
  type ProtectedRules,
  protectedRules,
  protectedSql,
} from './protected/protected.policy.ts';
export { usesRules } from './rules/catalogue.ts';
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
} from './suitability/suitability.policy.ts';
