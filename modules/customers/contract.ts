export * from './contract/events.ts';
export * from './contract/identity.ts';
export * from './contract/ids.ts';
export * from './contract/permissions.ts';
export * from './contract/relationship.ts';
