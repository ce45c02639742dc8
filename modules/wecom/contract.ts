export * from './contract/callback.ts';
export * from './contract/connect.ts';
export * from './contract/corp.ts';
export * from './contract/error-texts.ts';
export * from './contract/events.ts';
export * from './contract/health.ts';
export * from './contract/permissions.ts';
export * from './contract/sync.ts';
