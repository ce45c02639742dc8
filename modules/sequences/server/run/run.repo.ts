import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { RunDraft, type RunId, type RunState } from '../../contract/run.ts';

export interface RunRow {
  readonly id: RunId;
  readonly name: string;
  readonly sequenceId: string;
  readonly sequenceName: string;
  readonly version: number;
  readonly unitId: string;
  readonly unitPath: string;
  readonly draft: RunDraft;
  readonly revision: number;
  readonly state: RunState;
  readonly audienceId: string;
  readonly audienceName: string;
  readonly audienceCount: number | null;
  readonly audienceRuleVersion: number;
  readonly projectId: string;
  readonly projectName: string;
  readonly startsOn: string;
  readonly planId: string | null;
  readonly followPlanId: string | null;
  readonly nextAt: Date | null;
  readonly intakeAt: Date | null;
  readonly progress: unknown;
  readonly totalDays: number;
  readonly newest: number | null;
  readonly createdBy: string;
  readonly changedAt: Date;
}

const select = sql`
  select r.id, r.name, r.sequence_id as "sequenceId", s.name as "sequenceName", r.version,
         r.unit_id as "unitId", u.path as "unitPath", r.draft, r.revision, r.state,
         r.audience_id as "audienceId", a.name as "audienceName", a.count as "audienceCount",
         r.audience_rule_version as "audienceRuleVersion", r.project_id as "projectId",
         p.name as "projectName", r.starts_on as "startsOn", r.plan_id as "planId",
         r.follow_plan_id as "followPlanId", r.next_at as "nextAt", r.intake_at as "intakeAt",
         r.progress, (v.figures ->> 'days')::int as "totalDays", s.usable as newest,
         r.created_by as "createdBy", r.changed_at as "changedAt"`;
const from = sql`
    from sequences.run r
    join org.unit u on u.org_id = r.org_id and u.id = r.unit_id
    join sequences.sequence s on s.org_id = r.org_id and s.id = r.sequence_id
    join sequences.version v on v.org_id = r.org_id and v.sequence_id = r.sequence_id
     and v.version = r.version
    join audiences.audience a on a.org_id = r.org_id and a.id = r.audience_id
    join org.project p on p.org_id = r.org_id and p.id = r.project_id`;

const asRow = (row: RunRow): RunRow => ({ ...row, draft: RunDraft.parse(row.draft) });

/** Of the unit `u`: what a unit runs its own people and those below see; what stands above holds for those below. */
export function visible(ctx: Ctx, permission: string): RawBuilder<SqlBool> {
  return sql`exists (select from unnest(${[...scopePaths(ctx, permission)]}::text[]) as held (path)
    where starts_with(u.path, held.path) or starts_with(held.path, u.path))`;
}

export async function findRun(ctx: Ctx, id: RunId, permission: string): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`${select} ${from}
     where r.org_id = ${ctx.orgId} and r.id = ${id} and ${visible(ctx, permission)}`.execute(
    ctx.db,
  );
  return rows[0] ? asRow(rows[0]) : null;
}

/** Runs of these plans, by plan; no reader is asked. A run is found by both of its plans. */
export async function findRunsOfPlans(
  ctx: Ctx,
  planIds: readonly string[],
): Promise<Map<string, RunRow>> {
  if (planIds.length === 0) return new Map();
  const ids = [...new Set(planIds)];
  const { rows } = await sql<RunRow>`${select} ${from}
     where r.org_id = ${ctx.orgId} and (r.plan_id = any (${ids}::uuid[])
        or r.follow_plan_id = any (${ids}::uuid[]))`.execute(ctx.db);
  return new Map(
    rows.flatMap((row) =>
      [row.planId, row.followPlanId].flatMap((id) => (id ? [[id, asRow(row)] as const] : [])),
    ),
  );
}

/** Runs that offer a product and are not over; no reader is asked. */
export async function findRunsAbout(ctx: Ctx, productId: string): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`${select} ${from}
     where r.org_id = ${ctx.orgId} and r.draft ->> 'productId' = ${productId}
       and r.state in ('running', 'paused') order by r.id`.execute(ctx.db);
  return rows.map(asRow);
}

export interface RunFilter {
  readonly q?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly sequenceId?: string | undefined;
  readonly page: number;
  readonly size: number;
}

export async function pageOfRuns(
  ctx: Ctx,
  permission: string,
  { q, state, sequenceId, page, size }: RunFilter,
): Promise<{ items: RunRow[]; total: number }> {
  const where: RawBuilder<SqlBool>[] = [sql`r.org_id = ${ctx.orgId}`, visible(ctx, permission)];
  if (q) where.push(sql`r.name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (state?.length) where.push(sql`r.state = any (${[...state]}::text[])`);
  if (sequenceId) where.push(sql`r.sequence_id = ${sequenceId}`);
  const { rows } = await sql<RunRow & { total: number }>`
    ${select}, count(*) over ()::int as total ${from} where ${sql.join(where, sql` and `)}
     order by array_position(array['running', 'paused', 'submitted', 'draft', 'ended'], r.state),
              r.changed_at desc, r.id
     limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.map(asRow), total: rows[0]?.total ?? 0 };
}

export async function lockRun(
  ctx: TxCtx,
  id: string,
): Promise<{ state: RunState; revision: number } | null> {
  const { rows } = await sql<{ state: RunState; revision: number }>`
    select state, revision from sequences.run
     where org_id = ${ctx.orgId} and id = ${id} for update`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function insertRun(
  ctx: TxCtx,
  id: RunId,
  draft: RunDraft,
  more: { unitId: string; audienceRuleVersion: number },
): Promise<void> {
  await ctx.db
    .insertInto('sequences.run')
    .values({
      ...asColumns(draft),
      ...more,
      orgId: ctx.orgId,
      id,
      revision: 1,
      state: 'draft',
      createdBy: ctx.actor.name,
      changedAt: ctx.now(),
    })
    .execute();
}

const asColumns = (draft: RunDraft) => ({
  name: draft.name,
  sequenceId: draft.sequenceId,
  version: draft.version,
  audienceId: draft.audienceId,
  projectId: draft.projectId,
  startsOn: draft.startsOn,
  draft: JSON.stringify(draft),
});

export async function setRunDraft(
  ctx: TxCtx,
  id: string,
  draft: RunDraft,
  more: { unitId: string; audienceRuleVersion: number },
): Promise<void> {
  await ctx.db
    .updateTable('sequences.run')
    .set((eb) => ({
      ...asColumns(draft),
      ...more,
      revision: eb('revision', '+', 1),
      changedAt: ctx.now(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export interface RunChange {
  readonly state?: RunState;
  readonly planId?: string;
  readonly followPlanId?: string;
  readonly nextAt?: Date | null;
  readonly intakeAt?: Date | null;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly version?: number;
}

export async function setRun(ctx: TxCtx, id: string, change: RunChange): Promise<void> {
  await ctx.db
    .updateTable('sequences.run')
    .set({ ...change, changedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Shown while it is under way; outside of the work's own transaction. */
export async function setProgress(ctx: Ctx, id: string, progress: object | null): Promise<void> {
  await sql`update sequences.run set progress = ${progress && JSON.stringify(progress)}::jsonb
    where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** When the first of its customers is due next; never later than what somebody set meanwhile. */
export async function setNextDue(ctx: TxCtx, id: string, planId: string): Promise<void> {
  await sql`
    update sequences.run set next_at = (
      select min(e.next_at) from sequences.enrolment e
       where e.plan_id = ${planId} and e.state <> 'ended')
    where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** Some of its customers are due then: brings the run forward, never puts it back. */
export async function dueAt(ctx: TxCtx, planId: string, at: Date): Promise<void> {
  await sql`update sequences.run set next_at = least(coalesce(next_at, ${at}), ${at})
    where org_id = ${ctx.orgId} and plan_id = ${planId}
      and (next_at is null or next_at > ${at})`.execute(ctx.db);
}

/** When the first run's hour comes. */
export const nextRunAt = (what: 'next_at' | 'intake_at') =>
  sql<Date | null>`select min(${sql.ref(what)}) from sequences.run
    where state = 'running' and ${sql.ref(what)} is not null`;

/** Takes runs whose hour has come, of every bank; whoever takes one does it. */
export async function takeDueRuns(
  ctx: TxCtx,
  what: 'next_at' | 'intake_at',
  limit: number,
): Promise<{ orgId: string; id: RunId; planId: string; at: Date }[]> {
  const column = sql.ref(what);
  const { rows } = await sql<{ orgId: string; id: RunId; planId: string; at: Date }>`
    with due as (
      select org_id, id, plan_id, ${column} as at from sequences.run
       where state = 'running' and ${column} <= ${ctx.now()}
       order by ${column} limit ${limit} for update skip locked)
    update sequences.run r set ${sql.ref(what)} = null
      from due where r.org_id = due.org_id and r.id = due.id
    returning r.org_id as "orgId", r.id, r.plan_id as "planId", due.at`.execute(ctx.db);
  return rows;
}
