import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import type { Phase, ProjectKind, ProjectState } from '../../contract/project.ts';
import type { UnitRef } from '../../contract/unit.ts';

/** A project with the figures its lists and boards show. */
export interface ProjectRow {
  id: string;
  name: string;
  kind: ProjectKind;
  goal: string;
  ownerUnit: UnitRef;
  scope: 'pilot' | 'full';
  state: ProjectState;
  startsOn: string;
  startsAt: Date;
  endsOn: string | null;
  endsAt: Date | null;
  budgetFen: number | null;
  plannedHeadcount: number | null;
  phases: Phase[];
  askedAt: Date | null;
  createdById: string;
  createdByName: string;
  createdAt: Date;
  launchedAt: Date | null;
  endedAt: Date | null;
  version: number;
  actualHeadcount: number;
  spentFen: number;
  /** What an even flow of the budget had spent by the end of yesterday. */
  plannedSpendFen: number;
  headcountShort: boolean;
  spendShort: boolean;
  overdueTasks: number;
  awaitsDecision: boolean;
}

/** Lists and boards judge by the same expressions, at one moment of the business clock. */
export interface Today {
  readonly now: Date;
  readonly day: string;
  readonly tolerancePercent: number;
}

const unitJson = (alias: string) => sql`jsonb_build_object('id', ${sql.ref(`${alias}.id`)},
  'code', ${sql.ref(`${alias}.code`)}, 'name', ${sql.ref(`${alias}.name`)},
  'kind', ${sql.ref(`${alias}.kind`)}, 'path', ${sql.ref(`${alias}.path`)})`;

/**
 * Seen by who holds the permission over its owner, or anywhere inside or around where it runs: a
 * branch sees the pilot that head office runs there, and never one of a sibling branch.
 */
function visible(ctx: Ctx, permission: string) {
  const paths = [...scopePaths(ctx, permission)];
  return sql`(
    exists (select from unnest(${paths}::text[]) as held (path) where starts_with(o.path, held.path))
    or exists (
      select from org.project_unit pu join org.unit u on u.org_id = pu.org_id and u.id = pu.unit_id
        join unnest(${paths}::text[]) as held (path)
          on starts_with(u.path, held.path) or starts_with(held.path, u.path)
       where pu.org_id = p.org_id and pu.project_id = p.id))`;
}

/** The projects of the caller's scope, each with its figures. */
export function projectFigures(ctx: Ctx, permission: string, today: Today) {
  const { now, day, tolerancePercent } = today;
  return sql`
    select p.id, p.name, p.kind, p.goal, p.scope, p.state, p.starts_on, p.starts_at, p.ends_on,
           p.ends_at, p.budget_fen, p.planned_headcount, p.phases, p.asked_at, p.created_by_id,
           p.created_by_name, p.created_at, p.launched_at, p.ended_at, p.version,
           ${unitJson('o')} as owner_unit, o.id as owner_unit_id, o.path as owner_path,
           f.actual_headcount, f.spent_fen, f.planned_spend_fen, f.overdue_tasks,
           p.state = 'running' and p.ends_at is not null and p.ends_at <= ${now} as awaits_decision,
           (p.state = 'running' and p.starts_at <= ${now}
             and f.actual_headcount < coalesce(p.planned_headcount, 0)) as headcount_short,
           (p.state = 'running'
             and f.spent_fen * 100 < f.planned_spend_fen * (100 - ${tolerancePercent}::int))
             as spend_short
      from org.project p
      join org.unit o on o.org_id = p.org_id and o.id = p.owner_unit_id
      cross join lateral (
        select coalesce((select a.amount from org.project_actual a
                 where a.org_id = p.org_id and a.project_id = p.id and a.kind = 'headcount'
                   and a.on_day <= ${day}::date
                 order by a.on_day desc, a.created_at desc, a.id desc limit 1), 0)
                 as actual_headcount,
               coalesce((select sum(a.amount) from org.project_actual a
                 where a.org_id = p.org_id and a.project_id = p.id and a.kind = 'spend'
                   and a.on_day <= ${day}::date), 0)::bigint as spent_fen,
               coalesce(p.budget_fen * least(greatest(${day}::date - p.starts_on, 0),
                 p.ends_on - p.starts_on) / (p.ends_on - p.starts_on), 0)::bigint
                 as planned_spend_fen,
               (select count(*) from org.project_task t
                 where t.org_id = p.org_id and t.project_id = p.id and t.done_at is null
                   and t.due_at <= ${now} and p.state <> 'ended') as overdue_tasks) as f
     where p.org_id = ${ctx.orgId} and ${visible(ctx, permission)}`;
}

export async function findProject(
  ctx: Ctx,
  id: string,
  permission: string,
  today: Today,
): Promise<ProjectRow | null> {
  const { rows } = await sql<ProjectRow>`
    select * from (${projectFigures(ctx, permission, today)}) as found where id = ${id}`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

/** Holds the project until the end of the transaction; answers what a change has to respect. */
export async function lockProject(
  ctx: TxCtx,
  id: string,
): Promise<{ state: ProjectState; version: number } | null> {
  const row = await ctx.db
    .selectFrom('org.project')
    .select(['state', 'version'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row as { state: ProjectState; version: number } | null;
}

export interface ProjectContent {
  name: string;
  kind: ProjectKind;
  goal: string;
  ownerUnitId: string;
  scope: 'pilot' | 'full';
  startsOn: string;
  startsAt: Date;
  endsOn: string | null;
  endsAt: Date | null;
  budgetFen: number | null;
  plannedHeadcount: number | null;
  phases: Phase[];
}

export async function insertProject(
  ctx: TxCtx,
  id: string,
  content: ProjectContent,
): Promise<void> {
  await ctx.db
    .insertInto('org.project')
    .values({
      ...content,
      phases: JSON.stringify(content.phases),
      orgId: ctx.orgId,
      id,
      state: 'draft',
      createdById: ctx.actor.id,
      createdByName: ctx.actor.name,
      createdAt: ctx.now(),
      version: 1,
    })
    .execute();
}

export interface ProjectChange extends Partial<Omit<ProjectContent, 'phases'>> {
  phases?: Phase[];
  state?: ProjectState;
  askedAt?: Date | null;
  launchedAt?: Date;
  endedAt?: Date;
}

/** `newVersion`: what an approval was asked for has changed. */
export async function setProject(
  ctx: TxCtx,
  id: string,
  change: ProjectChange,
  { newVersion = false } = {},
): Promise<void> {
  const { phases, ...rest } = change;
  await ctx.db
    .updateTable('org.project')
    .set({
      ...rest,
      ...(phases ? { phases: JSON.stringify(phases) } : {}),
      ...(newVersion ? { version: sql<number>`version + 1` } : {}),
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Pilots whose end has come and whose owners have not been asked yet, over all banks. */
export async function findPilotsAtEnd(
  ctx: Ctx,
  limit: number,
): Promise<{ orgId: string; id: string }[]> {
  return ctx.db
    .selectFrom('org.project')
    .select(['orgId', 'id'])
    .where('state', '=', 'running')
    .where('endsAt', '<=', ctx.now())
    .where('askedAt', 'is', null)
    .orderBy('endsAt')
    .limit(limit)
    .execute();
}
