export { sequenceOwned } from './data-sets.ts';
