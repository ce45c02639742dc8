export * from './contract/check.ts';
export * from './contract/definition.ts';
export * from './contract/enrolment.ts';
export * from './contract/error-texts.ts';
export * from './contract/permissions.ts';
export * from './contract/run.ts';
export * from './contract/sequence.ts';
export * from './contract/value-tier.ts';
