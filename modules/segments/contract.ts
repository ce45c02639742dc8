export * from './contract/error-texts.ts';
export * from './contract/pack.ts';
export * from './contract/permissions.ts';
export * from './contract/setup.ts';
