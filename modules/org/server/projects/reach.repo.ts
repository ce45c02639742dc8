import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Where a project may reach customers at a moment, and why not when it may not. */
export interface ProjectReach {
  readonly state: string;
  readonly scope: 'pilot' | 'full';
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** Paths of the units whose subtrees it may reach. */
  readonly paths: readonly string[];
}

/** The reach of each of these projects, in one query. */
export async function findReach(
  ctx: Ctx,
  projectIds: readonly string[],
): Promise<Map<string, ProjectReach>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await sql<ProjectReach & { id: string }>`
    select p.id, p.state, p.scope, p.starts_at, p.ends_at,
           coalesce(array_agg(u.path order by u.path) filter (where u.path is not null), '{}')
             as paths
      from org.project p
      left join org.project_unit pu on pu.org_id = p.org_id and pu.project_id = p.id
      left join org.unit u on u.org_id = pu.org_id and u.id = pu.unit_id
     where p.org_id = ${ctx.orgId} and p.id = any(${[...projectIds]}::uuid[])
     group by p.org_id, p.id`.execute(ctx.db);
  return new Map(rows.map(({ id, ...reach }) => [id, reach]));
}

/**
 * The condition for a set: the row's unit path lies in a reach. The paths are values, so it runs where
 * the customers are, on every node.
 */
export function withinReach(paths: readonly string[], column: string): Expression<SqlBool> {
  return sql<SqlBool>`exists (
    select from unnest(${[...paths]}::text[]) as reach (path)
     where starts_with(${sql.ref(column)}, reach.path))`;
}

/** The branch, or the head office, a unit belongs to: as far as its own full roll-outs reach. */
export async function findDomain(
  ctx: Ctx,
  unitPath: string,
): Promise<{ id: string; name: string; path: string }> {
  const { rows } = await sql<{ id: string; name: string; path: string }>`
    select id, name, path from org.unit
     where org_id = ${ctx.orgId} and kind in ('head_office', 'branch')
       and starts_with(${unitPath}, path)
     order by length(path) desc limit 1`.execute(ctx.db);
  return rows[0]!;
}

export async function setReach(
  ctx: TxCtx,
  projectId: string,
  unitIds: readonly string[],
): Promise<void> {
  await ctx.db
    .deleteFrom('org.projectUnit')
    .where('orgId', '=', ctx.orgId)
    .where('projectId', '=', projectId)
    .execute();
  await ctx.db
    .insertInto('org.projectUnit')
    .values([...new Set(unitIds)].map((unitId) => ({ orgId: ctx.orgId, projectId, unitId })))
    .execute();
}
