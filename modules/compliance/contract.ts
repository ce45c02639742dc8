export * from './contract/lexicon.ts';
export * from './contract/permissions.ts';
