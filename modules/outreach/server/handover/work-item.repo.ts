import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

export interface DueItem {
  readonly touchId: string;
  readonly plannedAt: Date;
  readonly customerId: number;
  readonly staffId: string;
  readonly corpId: string | null;
  readonly planId: string;
  readonly itemKey: string;
  readonly contentId: string | null;
  readonly contentVersion: number | null;
  readonly score: number;
  readonly dueAt: Date;
  readonly class: string;
  readonly params: Readonly<Record<string, unknown>> | null;
}

/** Gives work items of running plans whose time has come to a batch. */
export async function gatherDueItems(ctx: TxCtx, batch: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with due as (
      select t.customer_id, t.touch_id, t.planned_at from outreach.touch t
        join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
                            and p.state = 'running'
       where t.org_id = ${ctx.orgId} and t.state = 'reserved' and t.channel = 'work_item'
         and t.handover_id is null and t.due_at <= ${ctx.now()} and t.staff_id is not null
       order by t.due_at limit ${limit})
    update outreach.touch t set handover_id = ${batch}
      from due d
     where t.customer_id = d.customer_id and t.touch_id = d.touch_id
       and t.planned_at = d.planned_at and t.org_id = ${ctx.orgId} and t.state = 'reserved'`.execute(
    ctx.db,
  );
  return Number(numAffectedRows ?? 0);
}

/** Of a batch, what still passes: from here on they are the colleague's. */
export async function takeItems(ctx: TxCtx, batch: string): Promise<DueItem[]> {
  const { rows } = await sql<DueItem>`
    update outreach.touch t set state = 'handed_over', handed_at = ${ctx.now()}
     where t.org_id = ${ctx.orgId} and t.handover_id = ${batch} and t.state = 'reserved'
    returning t.touch_id, t.planned_at, t.customer_id, t.staff_id, t.corp_id, t.plan_id, t.item_key,
              t.content_id, t.content_version, t.score, t.due_at, t.class, t.params`.execute(
    ctx.db,
  );
  return rows;
}
