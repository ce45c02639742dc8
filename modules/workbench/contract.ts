export * from './contract/glance.ts';
export * from './contract/invite.ts';
export * from './contract/item.ts';
export * from './contract/load.ts';
export * from './contract/permissions.ts';
export * from './contract/sidebar.ts';
export * from './contract/today.ts';
