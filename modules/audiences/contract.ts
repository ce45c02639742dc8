export * from './contract/audience.ts';
export * from './contract/preview.ts';
export * from './contract/rule.ts';
export * from './contract/rule-tests.ts';
export * from './contract/score.ts';
export * from './contract/score-model.ts';
export * from './contract/score-standing.ts';
