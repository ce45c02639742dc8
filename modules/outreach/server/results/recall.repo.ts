import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { TouchKey } from '../handover/touch-state.repo.ts';
import { type TakenBack, takeBack } from '../touches/take-back.repo.ts';
import { lately } from './call-off.repo.ts';

/** What has left the bank and has reached nobody yet. */
export interface OutTouch extends TouchKey {
  readonly channel: string;
  readonly handoverId: string;
}

/** With a colleague, who has not confirmed, published or done it. */
const out = (ctx: Ctx) => sql<SqlBool>`t.org_id = ${ctx.orgId} and t.state = 'handed_over'
  and t.handover_id is not null and ${lately(ctx, 't')}
  and t.channel in ('one_to_one', 'moments', 'work_item')`;

const keysOf = (touches: readonly TouchKey[]) => {
  const given = JSON.stringify(
    touches.map((t) => ({ c: t.customerId, t: t.touchId, p: t.plannedAt })),
  );
  return sql<SqlBool>`(t.customer_id, t.touch_id, t.planned_at) in (
    select g.c, g.t, g.p from jsonb_to_recordset(${given}::jsonb) as g(c bigint, t uuid, p timestamptz))`;
};

/** Of a plan, what is out to some of its customers of some of its items. */
export async function outOf(
  ctx: TxCtx,
  {
    planId,
    customers,
    itemKeys,
  }: {
    readonly planId: string;
    readonly customers: readonly number[];
    readonly itemKeys: readonly string[];
  },
): Promise<OutTouch[]> {
  const { rows } = await sql<OutTouch>`
    select t.customer_id, t.touch_id, t.planned_at, t.channel, t.handover_id from outreach.touch t
     where ${out(ctx)} and t.plan_id = ${planId} and t.item_key = any (${[...itemKeys]}::text[])
       and t.customer_id = any (${[...customers]}::bigint[])`.execute(ctx.db);
  return rows;
}

/** Notes by which rule they may not arrive any more. Answers the handovers they are in. */
export const noteUnwanted = (ctx: TxCtx, touches: readonly TouchKey[], rule: string) =>
  note(ctx, sql<SqlBool>`t.state = 'handed_over' and ${keysOf(touches)}`, rule);

/** The same for everything that says a content, whatever the version. */
export const noteContent = (ctx: TxCtx, itemId: string, rule: string) =>
  note(
    ctx,
    sql<SqlBool>`t.state = 'handed_over' and t.handover_id in (
      select h.id from outreach.handover h
       where h.org_id = ${ctx.orgId} and h.state in ('sent', 'calling', 'confirmed')
         and h.content_kind = 'content.item' and h.content_id = ${itemId}
         and h.channel in ('one_to_one', 'group', 'moments'))`,
    rule,
  );

async function note(ctx: TxCtx, which: RawBuilder<SqlBool>, rule: string): Promise<string[]> {
  const { rows } = await sql<{ handoverId: string }>`
    with noted as (
      update outreach.touch t set unwanted = ${rule}
       where t.org_id = ${ctx.orgId} and ${lately(ctx, 't')} and ${which}
      returning t.handover_id)
    select distinct handover_id from noted`.execute(ctx.db);
  return rows.map(({ handoverId }) => handoverId);
}

/** Work items are off their lists at once. Whoever calls holds the lock of their customers. */
export const endWorkItems = (
  ctx: TxCtx,
  touches: readonly TouchKey[],
  reason: string,
): Promise<TakenBack[]> =>
  takeBack(
    ctx,
    sql<SqlBool>`t.state = 'handed_over' and t.channel = 'work_item' and ${keysOf(touches)}`,
    sql`state = 'withdrawn', settled_at = ${ctx.now()}, failure = ${reason}`,
  );
