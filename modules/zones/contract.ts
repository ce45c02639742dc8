export * from './contract/shown.ts';
export * from './contract/zone.ts';
