import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { RoleId } from '../../contract/ids.ts';

export interface StaffingFilter {
  readonly underPath?: string | undefined;
  readonly role?: readonly RoleId[] | undefined;
  readonly level: 'unit' | 'branch';
  readonly fullTimeCustomers: number;
}

export interface StaffingLine {
  /** Path of the unit that the line is about; null in the total. */
  readonly path: string | null;
  readonly roleId: string | null;
  readonly roleCode: string | null;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  readonly people: number;
  readonly fullTime: number;
  readonly partTime: number;
  readonly partTimeCustomers: number | null;
  readonly fte: number;
}

/**
 * Grants in force of active people in the caller's scope, by unit and role (R-130). Part time counts
 * by its share, or by its limit in customers against a full load. Somebody full time in the same role
 * at several places is divided among them; over all, nobody counts for more than one.
 */
const counted = (ctx: Ctx, { underPath, role, level, fullTimeCustomers }: StaffingFilter) => sql`
  with held as (
    select g.staff_id, g.role_id, r.code, r.name_zh, r.name_en, g.employment, g.max_customers,
           case when ${level} = 'unit' then u.path
                else substring(u.path from '^/[0-9]+/(?:[0-9]+/)?') end as path,
           case when g.employment = 'full_time'
                  then 1.0 / count(*) filter (where g.employment = 'full_time')
                               over (partition by g.staff_id, g.role_id)
                when g.share_percent is not null then g.share_percent / 100.0
                else least(1, g.max_customers::numeric / ${fullTimeCustomers}) end as share
      from org.role_grant g
      join org.staff s on s.org_id = g.org_id and s.id = g.staff_id and s.state = 'active'
      join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
      join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
     where g.org_id = ${ctx.orgId} and g.ended_at is null
       and (g.valid_until is null or g.valid_until > ${ctx.now()})
       and ${inScope(ctx, 'org.role.read', 'u.path')}
       and (${underPath ?? null}::text is null or u.path like ${`${underPath}%`})
       and (${role?.length ? role : null}::uuid[] is null or g.role_id = any(${role?.length ? role : null}))
  )`;

const figures = sql`
  count(distinct staff_id)::int as people,
  count(distinct staff_id) filter (where employment = 'full_time')::int as "fullTime",
  count(distinct staff_id) filter (where employment = 'part_time')::int as "partTime",
  sum(max_customers) filter (where employment = 'part_time')::int as "partTimeCustomers"`;

export async function staffingLines(ctx: Ctx, filter: StaffingFilter): Promise<StaffingLine[]> {
  const { rows } = await sql<StaffingLine>`${counted(ctx, filter)}
    select path, role_id as "roleId", code as "roleCode", name_zh as "nameZh", name_en as "nameEn",
           ${figures}, round(sum(share), 2)::float8 as fte
      from held group by path, role_id, code, name_zh, name_en order by path, code`.execute(ctx.db);
  return rows;
}

export async function staffingTotal(ctx: Ctx, filter: StaffingFilter): Promise<StaffingLine> {
  const { rows } = await sql<StaffingLine>`${counted(ctx, filter)}
    select ${figures},
           (select coalesce(round(sum(one), 2), 0)::float8
              from (select least(1, sum(share)) as one from held group by staff_id) each_person) as fte
      from held`.execute(ctx.db);
  return rows[0]!;
}
