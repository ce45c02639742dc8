import { type Selectable, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { DB } from '#platform/server/db.generated.ts';
import type { Moved } from './customer-owned.ts';

export type MergeRow = Selectable<DB['customers.merge']>;

/** Holds a customer's row, one at a time and in the order of ids, so that two merges never wait for each other. */
export async function lockCustomer(ctx: TxCtx, customerId: number): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('customers.customer')
    .select('state')
    .where('customerId', '=', customerId)
    .where('orgId', '=', ctx.orgId)
    .forUpdate()
    .executeTakeFirst();
  return row?.state ?? null;
}

export async function setMerged(
  ctx: TxCtx,
  customerId: number,
  mergedInto: number | null,
): Promise<void> {
  await sql`
    update customers.customer
       set state = ${mergedInto === null ? 'active' : 'merged'}, merged_into = ${mergedInto},
           changed_at = ${ctx.now()}, version = version + 1
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
}

export async function insertMerge(
  ctx: TxCtx,
  merge: {
    id: string;
    customerId: number;
    mergedId: number;
    rule: string;
    confidence: number;
    reason: string;
    moved: readonly Moved[];
  },
): Promise<void> {
  await ctx.db
    .insertInto('customers.merge')
    .values({
      customerId: merge.customerId,
      mergeId: merge.id,
      orgId: ctx.orgId,
      mergedId: merge.mergedId,
      at: ctx.now(),
      byId: ctx.actor.id,
      byName: ctx.actor.name,
      rule: merge.rule,
      confidence: merge.confidence,
      reason: merge.reason,
      moved: sql`${JSON.stringify(merge.moved)}::jsonb`,
    })
    .execute();
}

/** Merges of a customer, the latest first. */
export async function mergesOf(ctx: Ctx, customerId: number): Promise<MergeRow[]> {
  return ctx.db
    .selectFrom('customers.merge')
    .selectAll()
    .where('customerId', '=', customerId)
    .where('orgId', '=', ctx.orgId)
    .orderBy('mergeId', 'desc')
    .execute();
}

export async function setSplit(
  ctx: TxCtx,
  customerId: number,
  mergeId: string,
  reason: string,
): Promise<void> {
  await ctx.db
    .updateTable('customers.merge')
    .set({
      splitAt: ctx.now(),
      splitById: ctx.actor.id,
      splitByName: ctx.actor.name,
      splitReason: reason,
    })
    .where('customerId', '=', customerId)
    .where('mergeId', '=', mergeId)
    .where('orgId', '=', ctx.orgId)
    .execute();
}

/** Open questions about a customer who is no longer one of their own: answered with who else was meant. */
export async function closeProposalsOf(ctx: TxCtx, customerId: number) {
  return ctx.db
    .updateTable('customers.mergeProposal')
    .set({
      state: 'merged',
      decidedAt: ctx.now(),
      decidedBy: ctx.actor.kind === 'staff' ? ctx.actor.id : null,
      decidedByName: ctx.actor.name,
    })
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('customerId', '=', customerId), eb('otherId', '=', customerId)]))
    .returning(['customerId', 'otherId', 'reasons', 'confidence'])
    .execute();
}

/** Everybody who had become part of this customer, directly or through others. */
export async function mergedInto(ctx: Ctx, customerId: number): Promise<number[]> {
  const found: number[] = [];
  let next = [customerId];
  while (next.length > 0) {
    const { rows } = await sql<{ customerId: number }>`
      select customer_id from customers.customer
       where merged_into = any(${next}::bigint[]) and org_id = ${ctx.orgId}`.execute(ctx.db);
    next = rows.map((row) => row.customerId);
    found.push(...next);
  }
  return found;
}
