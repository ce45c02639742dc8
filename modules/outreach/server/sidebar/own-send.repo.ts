import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { TouchKey } from '../handover/touch-state.repo.ts';

export interface OwnTouch extends TouchKey {
  readonly state: string;
  readonly planId: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
  readonly handoverId: string | null;
  readonly rule: string | null;
  readonly params: Readonly<Record<string, unknown>> | null;
}

export async function findOwnTouch(
  ctx: Ctx,
  customerId: number,
  touchId: string,
): Promise<OwnTouch | null> {
  const { rows } = await sql<OwnTouch>`
    select customer_id, touch_id, planned_at, state, plan_id, corp_id, staff_id, handover_id, rule, params
      from outreach.touch
     where customer_id = ${customerId} and touch_id = ${touchId} and org_id = ${ctx.orgId}
       and channel = 'sidebar'`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function assignOwn(ctx: TxCtx, touch: TouchKey, handoverId: string): Promise<void> {
  await sql`
    update outreach.touch set handover_id = ${handoverId}
     where customer_id = ${touch.customerId} and touch_id = ${touch.touchId}
       and planned_at = ${touch.plannedAt} and org_id = ${ctx.orgId}
       and state = 'reserved'`.execute(ctx.db);
}

/** What was put off is not waited for; what was refused stays as it is. */
export async function leaveOwn(ctx: TxCtx, touch: TouchKey): Promise<void> {
  await sql`
    update outreach.touch set state = 'withdrawn', next_at = null, settled_at = ${ctx.now()}
     where customer_id = ${touch.customerId} and touch_id = ${touch.touchId}
       and planned_at = ${touch.plannedAt} and org_id = ${ctx.orgId} and state = 'deferred'`.execute(
    ctx.db,
  );
}
