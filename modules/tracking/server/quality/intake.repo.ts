import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface IntakeDay {
  day: string;
  kind: string;
  outcome: 'stored' | 'duplicate' | 'late' | 'skewed' | 'refused';
  count: number;
}

/** What came in on each day since, by kind or altogether. */
export async function findIntake(ctx: Ctx, since: string, kind?: string): Promise<IntakeDay[]> {
  const { rows } = await sql<IntakeDay>`
    select day, kind, outcome, sum(count)::bigint as count from tracking.intake
     where org_id = ${ctx.orgId} and day >= ${since}::date
       and ${kind ? sql`kind = ${kind}` : sql`true`}
     group by 1, 2, 3`.execute(ctx.db);
  return rows;
}

export interface RefusalRow {
  kind: string;
  source: string;
  reason: string;
  field: string;
  count: number;
  lastAt: Date;
}

export async function findRefusals(ctx: Ctx, since: string, kind?: string): Promise<RefusalRow[]> {
  const { rows } = await sql<RefusalRow>`
    select kind, source, reason, field, sum(count)::bigint as count, max(last_at) as "lastAt"
      from tracking.intake
     where org_id = ${ctx.orgId} and day >= ${since}::date and outcome = 'refused'
       and ${kind ? sql`kind = ${kind}` : sql`true`}
     group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3, 4 limit 200`.execute(ctx.db);
  return rows;
}

/** When the newest event of each kind happened. */
export async function findLastOfKinds(ctx: Ctx): Promise<Map<string, Date>> {
  const rows = await ctx.db
    .selectFrom('tracking.volume')
    .select((eb) => ['kind', eb.fn.max('lastAt').as('lastAt')])
    .where('orgId', '=', ctx.orgId)
    .groupBy('kind')
    .execute();
  return new Map(rows.map(({ kind, lastAt }) => [kind, lastAt as Date]));
}

export async function countVisitors(
  ctx: Ctx,
): Promise<{ unknown: number; stitched: number; shared: number }> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*) as n from tracking.visitor where org_id = ${ctx.orgId}
     group by 1`.execute(ctx.db);
  const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
  return {
    unknown: of('unknown') + of('released'),
    stitched: of('stitched'),
    shared: of('shared'),
  };
}
