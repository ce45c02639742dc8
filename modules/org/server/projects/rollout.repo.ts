import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Rollout } from '../../contract/rollout-stage.ts';

export async function findRollout(ctx: Ctx, projectId: string): Promise<Rollout | null> {
  const { rows } = await sql<{ rollout: unknown }>`select rollout from org.project
    where org_id = ${ctx.orgId} and id = ${projectId}`.execute(ctx.db);
  return Rollout.nullable().parse(rows[0]?.rollout ?? null);
}

export async function putRollout(ctx: TxCtx, projectId: string, rollout: Rollout): Promise<void> {
  await sql`update org.project set rollout = ${JSON.stringify(rollout)}::jsonb
    where org_id = ${ctx.orgId} and id = ${projectId}`.execute(ctx.db);
}

/** Of all running roll-outs of the bank: the furthest stage entered; null when there is none. */
export async function furthestStage(ctx: Ctx): Promise<number | null> {
  const { rows } = await sql<{ stage: number | null }>`
    select max(coalesce((select max((s ->> 'stage')::int)
                           from jsonb_array_elements(p.rollout -> 'stages') s
                          where s ->> 'enteredAt' is not null), 0))::int as stage
      from org.project p
     where p.org_id = ${ctx.orgId} and p.state = 'running' and p.rollout is not null`.execute(
    ctx.db,
  );
  return rows[0]?.stage ?? null;
}
