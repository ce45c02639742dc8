import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';

/**
 * Rows that belong to a customer and follow when two turn out to be one. Every module hands in its
 * own. `key` is the primary key without customer_id: a row moves unless the survivor has one of the
 * same key already; then it stays with the one who was merged, where nobody reads it, and is there
 * when the merge is undone.
 */
export interface OwnedRows {
  /** `customers.relationship` */
  readonly table: string;
  readonly title: Phrase;
  readonly key: readonly string[];
}

/** Rows that cannot simply move: sums to be added up, a withdrawal that must win. */
export interface OwnedOtherwise {
  readonly table: string;
  readonly title: Phrase;
  /** Moves what `from` has to `into`; says how many rows, and in `note` what giving back will need. */
  take(
    ctx: TxCtx,
    from: number,
    into: number,
  ): Promise<{ readonly rows: number; readonly note: unknown }>;
  giveBack(ctx: TxCtx, from: number, into: number, note: unknown): Promise<void>;
}

export type CustomerOwned = OwnedRows | OwnedOtherwise;

/** What moved of one table; stands in the merge for as long as it may be undone. */
export interface Moved {
  readonly table: string;
  readonly rows: number;
  readonly note: unknown;
}
