export { workbenchOwned } from './data-sets.ts';
export type { Script } from './items/script.ts';
