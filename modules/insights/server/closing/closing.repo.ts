import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { ClosingNext, ClosingResults, type PlanClosing } from '../../contract/plan-closing.ts';

export async function findClosing(ctx: Ctx, planId: string): Promise<PlanClosing | null> {
  const { rows } = await sql<{
    results: unknown;
    lesson: string;
    next: string;
    closedBy: string;
    closedAt: Date;
  }>`
    select results, lesson, next, closed_by_name as "closedBy", closed_at as "closedAt"
      from insights.plan_closing
     where org_id = ${ctx.orgId} and plan_id = ${planId}`.execute(ctx.db);
  const [row] = rows;
  return row
    ? {
        results: ClosingResults.parse(row.results),
        lesson: row.lesson,
        next: ClosingNext.parse(row.next),
        closedBy: row.closedBy,
        closedAt: row.closedAt.toISOString(),
      }
    : null;
}

/** False when somebody has closed it already. */
export async function insertClosing(
  ctx: TxCtx,
  planId: string,
  { results, lesson, next }: Pick<PlanClosing, 'results' | 'lesson' | 'next'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into insights.plan_closing (org_id, plan_id, results, lesson, next, closed_by_id,
      closed_by_name, closed_at)
    values (${ctx.orgId}, ${planId}, ${JSON.stringify(results)}::jsonb, ${lesson}, ${next},
      ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}
