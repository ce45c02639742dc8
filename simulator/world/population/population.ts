import type { Values } from '../parameters.ts';
import { type Customer, type CustomerDraft, makeCustomer } from './customer.ts';
import { completed, inventRms, type Rm, type RmDraft } from './staff.ts';

export interface PopulationOptions {
  /** How many customers, or what is known of those who exist. */
  readonly customers: number | readonly CustomerDraft[];
  /** How many RMs to make up, or those who exist. */
  readonly rms: number | readonly RmDraft[];
  readonly seed?: string;
  /** The day on which people are as old as they are, `2026-11-22`. */
  readonly today: string;
}

export interface Population {
  readonly seed: string;
  readonly today: string;
  readonly rms: readonly Rm[];
  /** The RMs were made up here: the corp does not have them yet. */
  readonly invented: boolean;
  readonly customers: readonly Customer[];
}

/** The bank's people: always the same for the same seed. One customer more changes none of the others. */
export function makePopulation(options: PopulationOptions, values: Values): Population {
  const { seed = 'yuhang', today } = options;
  const invented = typeof options.rms === 'number';
  const rms =
    typeof options.rms === 'number'
      ? inventRms(seed, options.rms)
      : options.rms.map((rm, i) => completed(seed, rm, i));
  if (rms.length === 0) throw new Error('there must be at least one RM');
  const { customers: wanted } = options;
  const customers =
    typeof wanted === 'number'
      ? Array.from({ length: wanted }, (_, i) => makeCustomer(seed, i, rms, today, values))
      : wanted.map((known, i) => makeCustomer(seed, i, rms, today, values, known));
  return { seed, today, rms, invented, customers };
}
