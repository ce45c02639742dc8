import { sql } from 'kysely';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { Found } from '../../contract/search.ts';
import { beginningWith, containing } from '../like-pattern.ts';

/** Whole matches first, then beginnings, then the rest. */
const rank = (q: string, ...columns: string[]) =>
  sql.join(
    columns.map(
      (column) => sql`case when lower(${sql.ref(column)}) = lower(${q}) then 0
        when ${sql.ref(column)} ilike ${beginningWith(q)} then 1 else 2 end`,
    ),
    sql`, `,
  );

export async function findUnits(ctx: Ctx, q: string, limit: number): Promise<Found[]> {
  const { rows } = await sql<{ id: string; name: string; code: string; above: string | null }>`
    select u.id, u.name, u.code, parent.name as above
      from org.unit u
      left join org.unit parent on parent.org_id = u.org_id and parent.id = u.parent_id
     where u.org_id = ${ctx.orgId} and u.state = 'open'
       and ${inScope(ctx, 'org.unit.read', 'u.path')}
       and (u.name ilike ${containing(q)} or u.code ilike ${beginningWith(q)})
     order by least(${rank(q, 'u.name', 'u.code')}), u.path limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, name, code, above }) => ({
    id,
    title: name,
    detail: above ? `${code} · ${above}` : code,
    link: `/units/${id}`,
  }));
}

/** By name or number, or by a whole phone number or e-mail address, which are never shown. */
export async function findStaff(ctx: Ctx, q: string, limit: number): Promise<Found[]> {
  const phone = ctx.vault.hash('org.staff.phone', q.replace(/[\s-]/g, ''));
  const email = ctx.vault.hash('org.staff.email', q.toLowerCase());
  const { rows } = await sql<{ id: string; name: string; number: string; unit: string }>`
    select s.id, s.name, s.number, u.name as unit
      from org.staff s join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
     where s.org_id = ${ctx.orgId} and s.state <> 'left'
       and ${inScope(ctx, 'org.staff.read', 'u.path')}
       and (s.name ilike ${containing(q)} or s.number ilike ${beginningWith(q)}
         or s.phone_hash = ${phone} or s.email_hash = ${email})
     order by least(${rank(q, 's.name', 's.number')}), s.number limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, name, number, unit }) => ({
    id,
    title: name,
    detail: `${number} · ${unit}`,
    link: `/staff/${id}`,
  }));
}

export async function findRoles(ctx: Ctx, q: string, limit: number): Promise<Found[]> {
  const { rows } = await sql<{ id: string; nameZh: string; nameEn: string; code: string }>`
    select r.id, r.name_zh, r.name_en, r.code from org.role r
     where r.org_id = ${ctx.orgId} and r.state = 'active'
       and (r.name_zh ilike ${containing(q)} or r.name_en ilike ${containing(q)}
         or r.code ilike ${beginningWith(q)})
     order by least(${rank(q, 'r.name_zh', 'r.name_en', 'r.code')}), r.code
     limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, nameZh, nameEn, code }) => ({
    id,
    title: say([nameZh, nameEn], ctx.lang),
    detail: code,
    link: `/roles/${id}`,
  }));
}
