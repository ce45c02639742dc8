export * from './contract/error-texts.ts';
export * from './contract/health.ts';
export * from './contract/pack.ts';
export * from './contract/permissions.ts';
export * from './contract/readiness.ts';
export * from './contract/setup.ts';
export * from './contract/zone.ts';
