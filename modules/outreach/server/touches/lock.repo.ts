import { sql } from 'kysely';
import { BUCKETS, type BucketRange } from '#platform/server/buckets.ts';
import type { TxCtx } from '#platform/server/ctx.ts';

/** Buckets that are locked together: few enough locks for the whole bank, many enough to work beside. */
export const STRIPE = 16;

/**
 * Deciding for a customer, and giving back, is serial: whoever does holds the lock of the customer's
 * buckets until the transaction ends. Always taken in the same order.
 */
export async function lockBuckets(
  ctx: TxCtx,
  { from, to }: BucketRange = { from: 0, to: BUCKETS },
): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext('outreach'), hashtext(${ctx.orgId} || stripe))
      from (select generate_series(${Math.floor(from / STRIPE)}::int,
                                   ${Math.floor((to - 1) / STRIPE)}::int) as stripe) s
     order by stripe`.execute(ctx.db);
}

/** Transactions that hold locks beside others. */
const besideOthers = new WeakSet<object>();

/**
 * The same for some customers. `beside`: for whoever changes nothing that others count by. They work
 * beside each other, and whoever decides waits for all of them.
 */
export async function lockCustomers(
  ctx: TxCtx,
  customerIds: readonly number[],
  { beside = false }: { readonly beside?: boolean } = {},
): Promise<void> {
  if (beside) besideOthers.add(ctx.db);
  else if (besideOthers.has(ctx.db)) throw new MustBeAlone();
  const lock = sql.raw(beside ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
  await sql`
    select ${lock}(hashtext('outreach'), hashtext(${ctx.orgId} || stripe))
      from (select distinct (hashint8(id) & ${BUCKETS - 1}::int) / ${STRIPE}::int as stripe
              from unnest(${[...customerIds]}::bigint[]) as c (id)
             order by 1) s`.execute(ctx.db);
}

/**
 * Thrown where somebody who works beside others has to change what they count by after all. A lock that
 * others hold as well cannot be made one's own, two who tried would wait for each other for ever: the
 * transaction ends and begins again, alone.
 */
export class MustBeAlone extends Error {
  constructor() {
    super('What these customers are counted by changes: begin again alone');
  }
}
