import { sql } from 'kysely';
import { BUCKETS, type BucketRange } from '#platform/server/buckets.ts';
import type { TxCtx } from '#platform/server/ctx.ts';

/** Buckets that are locked together, as outreach locks its own. */
const STRIPE = 16;

/**
 * Whoever moves all enrolments of some buckets (a tick, the end of a run, another version) takes this
 * first and is alone with them: so it never waits for half of what somebody else has, who waits for the
 * other half. Always taken in the same order.
 */
export async function lockEnrolmentsIn(
  ctx: TxCtx,
  { from, to }: BucketRange = { from: 0, to: BUCKETS },
): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext('sequences'), hashtext(${ctx.orgId} || stripe))
      from (select generate_series(${Math.floor(from / STRIPE)}::int,
                                   ${Math.floor((to - 1) / STRIPE)}::int) as stripe) s
     order by stripe`.execute(ctx.db);
}

/**
 * The same for whoever moves some customers. They work beside each other, since they take the rows in
 * one order, and not beside those who move all.
 */
export async function lockEnrolmentsOf(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock_shared(hashtext('sequences'), hashtext(${ctx.orgId} || stripe))
      from (select distinct (hashint8(id) & ${BUCKETS - 1}::int) / ${STRIPE}::int as stripe
              from unnest(${[...customerIds]}::bigint[]) as c (id)
             order by 1) s`.execute(ctx.db);
}
