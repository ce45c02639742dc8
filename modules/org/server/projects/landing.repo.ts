import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Open units and RMs of a subtree, and of those inside the reach, by level. */
export async function countLevels(
  ctx: Ctx,
  domain: string,
  reach: readonly string[],
): Promise<Record<'head_office' | 'branch' | 'outlet' | 'rm', { total: number; inside: number }>> {
  const inside = sql`exists (select from unnest(${[...reach]}::text[]) as r (path)
    where starts_with(u.path, r.path))`;
  const { rows } = await sql<{ level: string; total: number; inside: number }>`
    select u.kind as level, count(*) as total, count(*) filter (where ${inside}) as inside
      from org.unit u
     where u.org_id = ${ctx.orgId} and u.state = 'open' and starts_with(u.path, ${domain})
       and u.kind in ('head_office', 'branch', 'outlet')
     group by u.kind
    union all
    select 'rm', count(distinct s.id), count(distinct s.id) filter (where ${inside})
      from org.role r
      join org.role_grant g on g.org_id = r.org_id and g.role_id = r.id and g.ended_at is null
       and (g.valid_until is null or g.valid_until > ${ctx.now()})
      join org.staff s on s.org_id = g.org_id and s.id = g.staff_id and s.state = 'active'
      join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
     where r.org_id = ${ctx.orgId} and r.code = 'relationship_manager' and r.state = 'active'
       and starts_with(u.path, ${domain})`.execute(ctx.db);
  const of = (level: string) => {
    const row = rows.find((r) => r.level === level);
    return { total: row?.total ?? 0, inside: row?.inside ?? 0 };
  };
  return {
    head_office: of('head_office'),
    branch: of('branch'),
    outlet: of('outlet'),
    rm: of('rm'),
  };
}
