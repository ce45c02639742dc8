import { type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { lockCustomers } from '../touches/lock.repo.ts';
import { type TakenBack, takeBack } from '../touches/take-back.repo.ts';

export interface TouchKey {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
}

/** From here on only the handover moves them: nobody displaces or withdraws what has left. */
export async function handOver(ctx: TxCtx, handoverIds: readonly string[]): Promise<void> {
  await sql`
    update outreach.touch set state = 'handed_over', handed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and handover_id = any(${[...handoverIds]}::uuid[])
       and state = 'reserved'`.execute(ctx.db);
}

/** It did not leave after all. `keep`: it waits in the same handover; otherwise for another one. */
export async function returnTouches(ctx: TxCtx, handoverId: string, keep: boolean): Promise<void> {
  await sql`
    update outreach.touch set state = 'reserved', handed_at = null,
           handover_id = case when ${keep} then handover_id end
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}
       and state in ('reserved', 'handed_over')`.execute(ctx.db);
}

export async function confirmTouches(
  ctx: TxCtx,
  handoverId: string,
  at: Date,
  userid: string,
): Promise<void> {
  await sql`
    update outreach.touch t set state = 'confirmed', confirmed_at = ${at}
     where t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId} and t.state = 'handed_over'
       and t.staff_id is not distinct from (
         select s.staff_id from outreach.handover_sender s
          where s.org_id = ${ctx.orgId} and s.handover_id = ${handoverId} and s.userid = ${userid})`.execute(
    ctx.db,
  );
}

/**
 * What is not ready any more leaves the handover before it is called: it was put off, gave way, or its
 * plan was paused since.
 */
export async function releaseTouches(ctx: TxCtx, handoverIds: readonly string[]): Promise<void> {
  await sql`
    update outreach.touch set handover_id = null
     where org_id = ${ctx.orgId} and handover_id = any(${[...handoverIds]}::uuid[])
       and state in ('proposed', 'deferred', 'displaced', 'reserved')
       and not (state = 'reserved' and due_at <= ${ctx.now()})`.execute(ctx.db);
}

const chosen = (ctx: TxCtx, handoverId: string, touches: readonly TouchKey[] | undefined) => {
  const some = JSON.stringify(
    (touches ?? []).map((t) => ({ c: t.customerId, t: t.touchId, p: t.plannedAt })),
  );
  return sql<SqlBool>`t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId}
    and t.state in ('handed_over', 'confirmed')
    and (${touches === undefined}::bool or (t.customer_id, t.touch_id, t.planned_at) in (
      select g.c, g.t, g.p from jsonb_to_recordset(${some}::jsonb)
        as g(c bigint, t uuid, p timestamptz)))`;
};

export interface Delivered extends TouchKey {
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
}

/**
 * They reached whom they were meant for, each at its time. Found by their own keys: by its handover
 * each would be looked for among all others of it.
 */
export async function deliverTouches(
  ctx: TxCtx,
  handoverId: string,
  touches: readonly (TouchKey & { readonly at: Date })[],
  /** When the colleague confirmed, where that is known only now. */
  confirmedAt: Date | null = null,
): Promise<(Delivered & { readonly at: Date; readonly countedOn: string | null })[]> {
  if (touches.length === 0) return [];
  const given = JSON.stringify(
    touches.map((t) => ({ c: t.customerId, t: t.touchId, p: t.plannedAt, at: t.at })),
  );
  const { rows } = await sql<Delivered & { at: Date; countedOn: string | null }>`
    update outreach.touch t
       set state = 'delivered', settled_at = g.at,
           confirmed_at = coalesce(t.confirmed_at, ${confirmedAt}::timestamptz, g.at)
      from jsonb_to_recordset(${given}::jsonb) as g(c bigint, t uuid, p timestamptz, at timestamptz)
     where t.customer_id = g.c and t.touch_id = g.t and t.planned_at = g.p
       and t.org_id = ${ctx.orgId} and t.handover_id is not distinct from ${handoverId}
       and t.state in ('handed_over', 'confirmed')
    returning t.customer_id, t.touch_id, t.planned_at, t.plan_id, t.item_key, t.channel, t.corp_id,
              t.staff_id, g.at, t.counted_on::text`.execute(ctx.db);
  return rows;
}

/**
 * They end without having reached anybody, and are counted back: a contact that was not made uses up
 * nobody's quota. All that are still under way when none are named.
 */
export async function endTouches(
  ctx: TxCtx,
  handoverId: string,
  touches: readonly TouchKey[] | undefined,
  state: 'failed' | 'expired' | 'withdrawn',
  reason: string,
): Promise<TakenBack[]> {
  const customers = touches ? touches.map((t) => t.customerId) : await customersOf(ctx, handoverId);
  if (customers.length === 0) return [];
  await lockCustomers(ctx, customers);
  return takeBack(
    ctx,
    chosen(ctx, handoverId, touches),
    sql`state = ${state}, settled_at = ${ctx.now()}, failure = ${reason}`,
  );
}

async function customersOf(ctx: TxCtx, handoverId: string): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select distinct customer_id from outreach.touch
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}`.execute(ctx.db);
  return rows.map(({ customerId }) => customerId);
}

/** Whether anything of a handover is still under way. */
export async function isUnderWay(ctx: TxCtx, handoverId: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from outreach.touch
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}
       and state in ('handed_over', 'confirmed')) as open`.execute(ctx.db);
  return rows[0]!.open;
}
