import type { Ctx } from '#platform/server/ctx.ts';

export interface DecideOptions {
  /** Buckets from ≤ b < to; all of them unless said otherwise. */
  readonly buckets?: readonly [from: number, to: number];
  /** At most so many contacts, about. */
  readonly limit?: number;
  /** Transactions beside each other. */
  readonly workers?: number;
}

/** What was decided: how many, with what outcome, and by which rule. */
export interface Tally {
  readonly decided: number;
  readonly allowed: number;
  readonly refused: number;
  readonly deferred: number;
  readonly rules: ReadonlyMap<string, number>;
}

/** Decides what was proposed and what waited for an hour that has come. */
export async function decideDue(_ctx: Ctx, _options: DecideOptions = {}): Promise<Tally> {
  throw new Error('Nothing is decided yet');
}
