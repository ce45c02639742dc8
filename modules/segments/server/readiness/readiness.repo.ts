import { sql } from 'kysely';
import type { UnitRef } from '#modules/org/contract.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Assessment, AssessmentId } from '../../contract/readiness.ts';
import { visible } from '../setups/setup.repo.ts';

interface Row extends Omit<Assessment, 'at'> {
  readonly at: Date;
}

export async function insertAssessment(
  ctx: TxCtx,
  {
    unitId,
    ...row
  }: Pick<Assessment, 'id' | 'answers' | 'strengths' | 'scores' | 'steps'> & {
    readonly unitId: string;
  },
): Promise<void> {
  await sql`
    insert into segments.assessment (org_id, id, unit_id, answers, strengths, scores, steps,
      made_by, made_at)
    values (${ctx.orgId}, ${row.id}, ${unitId}, ${JSON.stringify(row.answers)}::jsonb,
      ${[...row.strengths]}::text[], ${JSON.stringify(row.scores)}::jsonb,
      ${JSON.stringify(row.steps)}::jsonb, ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);
}

/** The newest first; of every unit that the reader sees. */
export async function listAssessments(ctx: Ctx, permission: string): Promise<Assessment[]> {
  const { rows } = await sql<Row>`
    select a.id, a.answers, a.strengths, a.scores, a.steps, a.made_by as "by", a.made_at as "at",
           jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name, 'kind', u.kind,
             'path', u.path) as unit
      from segments.assessment a
      join org.unit u on u.org_id = a.org_id and u.id = a.unit_id
     where a.org_id = ${ctx.orgId} and ${visible(ctx, permission)}
     order by a.made_at desc, a.id desc limit 50`.execute(ctx.db);
  return rows.map(({ at, ...row }) => ({
    ...row,
    id: row.id as AssessmentId,
    unit: row.unit as UnitRef,
    at: at.toISOString(),
  }));
}

/** What the nearest unit from here upwards says it is good at. */
export async function strengthsFor(ctx: Ctx, unitPath: string): Promise<readonly string[]> {
  const { rows } = await sql<{ strengths: string[] }>`
    select a.strengths from segments.assessment a
      join org.unit u on u.org_id = a.org_id and u.id = a.unit_id
     where a.org_id = ${ctx.orgId} and starts_with(${unitPath}, u.path)
     order by length(u.path) desc, a.made_at desc limit 1`.execute(ctx.db);
  return rows[0]?.strengths ?? [];
}
