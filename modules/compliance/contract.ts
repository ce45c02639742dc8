export * from './contract/content-check.ts';
export * from './contract/disclosures.ts';
export * from './contract/lexicon.ts';
export * from './contract/parameter.ts';
export * from './contract/permissions.ts';
export * from './contract/rule.ts';
export * from './contract/rule-parameters.ts';
export * from './contract/suitability.ts';
