import { sql } from 'kysely';
import type { DataClass } from '../contract/sensitive.ts';
import type { Phrase } from '../contract/text.ts';
import type { Ctx, TxCtx } from './ctx.ts';

/**
 * Data the bank holds, as the inventory lists it, and what becomes of a customer's part of it
 * when the customer asks for a copy or an erasure. Each module declares its own.
 */
export interface DataSet {
  /** Begins with its module: `customers.tags`. */
  readonly name: string;
  readonly title: Phrase;
  readonly dataClass: Exclude<DataClass, 'C3'>;
  /** Which part of the bank answers for it. */
  readonly owner: Phrase;
  /** A kind of records with a retention rule, or in words. */
  readonly retention: { readonly record: string } | Phrase;
  /** Which parts of the product use it. */
  readonly consumers: readonly Phrase[];
  readonly tables: readonly string[];
  /** What this holds of one customer, for their own eyes; absent where it holds nothing of anybody. */
  readonly copy?: (ctx: Ctx, customerId: number) => Promise<readonly object[]>;
  readonly erase?: (ctx: TxCtx, customerId: number) => Promise<Erased>;
  readonly onErasure: 'removed' | 'anonymised' | 'kept' | 'not_personal';
}

/** Rows, and why the law keeps what is kept. */
export interface Erased {
  readonly removed: number;
  readonly anonymised: number;
  readonly kept: number;
  readonly keptBecause: Phrase | null;
}

type Described = Omit<DataSet, 'copy' | 'erase' | 'onErasure'>;
const nothing: Erased = { removed: 0, anonymised: 0, kept: 0, keptBecause: null };

/** Rows of a customer in tables that are distributed by customer; an erasure deletes them. */
export function removedRows(set: Described, { copied = true } = {}): DataSet {
  return {
    ...set,
    onErasure: 'removed',
    copy: async (ctx, customerId) => {
      const rows: object[] = [];
      if (copied)
        for (const table of set.tables) rows.push(...(await customerRows(ctx, table, customerId)));
      return rows;
    },
    erase: async (ctx, customerId) => {
      let removed = 0;
      for (const table of set.tables) {
        const { numAffectedRows } = await sql`
          delete from ${sql.table(table)}
           where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
        removed += Number(numAffectedRows ?? 0n);
      }
      return { ...nothing, removed };
    },
  };
}

/** Rows that the law wants kept: they lie where they are, under a number that names nobody any more. */
export function keptRows(set: Described, keptBecause: Phrase): DataSet {
  return {
    ...set,
    onErasure: 'kept',
    copy: async (ctx, customerId) => {
      const rows: object[] = [];
      for (const table of set.tables) rows.push(...(await customerRows(ctx, table, customerId)));
      return rows;
    },
    erase: async (ctx, customerId) => {
      let kept = 0;
      for (const table of set.tables) {
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from ${sql.table(table)}
           where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
        kept += rows[0]!.count;
      }
      return { ...nothing, kept, keptBecause: kept > 0 ? keptBecause : null };
    },
  };
}

/** As they lie, without whose bank it is and without what is encrypted or hashed. */
async function customerRows(ctx: Ctx, table: string, customerId: number): Promise<object[]> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) - 'org_id' - 'customer_id' - 'bucket' as row from ${sql.table(table)} t
     where customer_id = ${customerId} and org_id = ${ctx.orgId} limit 20000`.execute(ctx.db);
  return rows.map(({ row }) =>
    Object.fromEntries(
      Object.entries(row).filter(
        ([, value]) => !(typeof value === 'string' && /^(v1\.|\\x)/.test(value)),
      ),
    ),
  );
}
