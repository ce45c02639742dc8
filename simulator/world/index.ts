export { type LiveOptions, type LiveWorld, live, type Status } from './live/live.ts';
export type { CustomerDraft } from './population/customer.ts';
export { type PopulateOptions, populate } from './population/populate.ts';
export { makePopulation, type Population } from './population/population.ts';
export type { Rm, RmDraft } from './population/staff.ts';
