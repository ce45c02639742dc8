import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { PersonRef } from '../../contract/person.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Those of these ids who are active members of staff. */
export async function activeAmong(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const asked = [...new Set(ids)].filter((id) => uuid.test(id));
  if (asked.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('org.staff')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', asked)
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Active people whose grants give them a permission, or all of several, over a unit, by name. */
export async function holdersAt(
  ctx: Ctx,
  permission: string | readonly string[],
  unitPath: string,
  except: readonly string[] = [],
): Promise<PersonRef[]> {
  const permissions = typeof permission === 'string' ? [permission] : [...permission];
  const { rows } = await sql<PersonRef>`
    select s.id, s.name
      from (select g.staff_id
              from org.role r
              cross join unnest(r.permissions) as held (permission)
              join org.role_grant g on g.org_id = r.org_id and g.role_id = r.id
              join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
             where r.org_id = ${ctx.orgId} and r.state = 'active'
               and held.permission = any(${permissions}::text[])
               and g.ended_at is null and (g.valid_until is null or g.valid_until > ${ctx.now()})
               and starts_with(${unitPath}, u.path)
             group by g.staff_id
            having count(distinct held.permission) = ${new Set(permissions).size}) as holder
      join org.staff s on s.org_id = ${ctx.orgId} and s.id = holder.staff_id
     where s.state = 'active' and s.id::text <> all(${[...except]}::text[])
     order by s.name, s.id`.execute(ctx.db);
  return rows;
}
