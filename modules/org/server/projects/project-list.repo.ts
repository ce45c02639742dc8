import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ProjectKind, ProjectState } from '../../contract/project.ts';
import type { UnitRef } from '../../contract/unit.ts';
import { containing } from '../like-pattern.ts';
import { type ProjectRow, projectFigures, type Today } from './project.repo.ts';

export interface ProjectFilter {
  page: number;
  size: number;
  q?: string;
  state?: readonly ProjectState[];
  kind?: readonly ProjectKind[];
  scope?: 'pilot' | 'full';
  ownerUnitId?: string;
  attention?: boolean;
  sort?: string;
}

const READ = 'org.project.read';
const sortable: Record<string, string> = {
  name: 'name',
  startsOn: 'starts_on',
  endsOn: 'ends_on',
  state: 'state',
};

export async function listProjectRows(
  ctx: Ctx,
  filter: ProjectFilter,
  today: Today,
): Promise<{ items: ProjectRow[]; total: number }> {
  const conditions = [sql`true`];
  if (filter.state?.length) conditions.push(sql`state = any(${[...filter.state]}::text[])`);
  if (filter.kind?.length) conditions.push(sql`kind = any(${[...filter.kind]}::text[])`);
  if (filter.scope) conditions.push(sql`scope = ${filter.scope}`);
  if (filter.ownerUnitId)
    conditions.push(sql`starts_with(owner_path, (select path from org.unit
      where org_id = ${ctx.orgId} and id = ${filter.ownerUnitId}))`);
  if (filter.attention)
    conditions.push(sql`(awaits_decision or headcount_short or spend_short or overdue_tasks > 0)`);
  if (filter.q) {
    const pattern = containing(filter.q);
    conditions.push(
      sql`(name ilike ${pattern} or goal ilike ${pattern} or owner_unit->>'name' ilike ${pattern})`,
    );
  }
  const found = sql`(${projectFigures(ctx, READ, today)}) as found
    where ${sql.join(conditions, sql` and `)}`;
  const column = sortable[filter.sort?.replace('-', '') ?? ''];
  const order = column
    ? sql`${sql.ref(column)} ${sql.raw(filter.sort!.startsWith('-') ? 'desc' : 'asc')} nulls last`
    : sql`created_at desc`;
  const { rows } = await sql<ProjectRow>`
    select * from ${found} order by ${order}, id desc
     limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ total: number }>`select count(*) as total from ${found}`.execute(
    ctx.db,
  );
  return { items: rows, total: count.rows[0]!.total };
}

export interface OwnerFigures {
  ownerUnit: UnitRef;
  draft: number;
  inApproval: number;
  running: number;
  ended: number;
  pilots: number;
  plannedHeadcount: number;
  actualHeadcount: number;
  budgetFen: number;
  spentFen: number;
  underResourced: number;
  awaitDecision: number;
  overdueTasks: number;
}

/** One line for each department that answers for projects (R-010). */
export async function summariseByOwner(ctx: Ctx, today: Today): Promise<OwnerFigures[]> {
  const { rows } = await sql<OwnerFigures>`
    select (jsonb_agg(owner_unit))->0 as owner_unit,
           count(*) filter (where state = 'draft') as draft,
           count(*) filter (where state = 'in_approval') as in_approval,
           count(*) filter (where state = 'running') as running,
           count(*) filter (where state = 'ended') as ended,
           count(*) filter (where state = 'running' and scope = 'pilot') as pilots,
           coalesce(sum(planned_headcount) filter (where state = 'running'), 0)::bigint
             as planned_headcount,
           coalesce(sum(actual_headcount) filter (where state = 'running' and scope = 'pilot'), 0)
             ::bigint as actual_headcount,
           coalesce(sum(budget_fen) filter (where state = 'running'), 0)::bigint as budget_fen,
           coalesce(sum(spent_fen) filter (where state = 'running' and scope = 'pilot'), 0)::bigint
             as spent_fen,
           count(*) filter (where headcount_short or spend_short) as under_resourced,
           count(*) filter (where awaits_decision) as await_decision,
           coalesce(sum(overdue_tasks), 0)::bigint as overdue_tasks
      from (${projectFigures(ctx, READ, today)}) as found
     group by owner_unit_id
     order by min(owner_path)`.execute(ctx.db);
  return rows;
}
