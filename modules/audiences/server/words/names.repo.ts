import { sql } from 'kysely';
import type { AttributeType, Purpose } from '#modules/customers/contract.ts';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export interface AttributeRow {
  code: string;
  name: [string, string];
  type: AttributeType;
  unit: string | null;
  block: string;
  purposes: Purpose[];
  choices: { code: string; name: [string, string] }[];
}

/** What may be asked: what is encrypted cannot be. */
export async function findAttributes(ctx: Ctx): Promise<AttributeRow[]> {
  const { rows } = await sql<AttributeRow>`
    select a.code, a.name, a.type, a.unit, a.block, a.purposes, a.choices
      from customers.attribute a
     where a.org_id = ${ctx.orgId} and a.state = 'active'
       and not (a.type = 'text' and a.data_class = 'C2')
     order by a.position, a.attribute_id`.execute(ctx.db);
  return rows;
}

export interface TagRow {
  code: string;
  name: [string, string];
  group: [string, string];
}

export async function findTags(ctx: Ctx): Promise<TagRow[]> {
  const { rows } = await sql<TagRow>`
    select t.code, t.name, g.name as "group" from customers.tag t
      join customers.tag_group g on g.group_id = t.group_id
     where t.org_id = ${ctx.orgId} order by g.position, t.position, t.tag_id`.execute(ctx.db);
  return rows;
}

type Named = { id: string; name: string };

export async function findUnitNames(ctx: Ctx, ids: readonly string[]): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select u.id, u.name from org.unit u
     where u.org_id = ${ctx.orgId} and u.id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  return rows;
}

export async function findStaffNames(ctx: Ctx, ids: readonly string[]): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select s.id, s.name from org.staff s
     where s.org_id = ${ctx.orgId} and s.id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Of audiences within a scope, and of the groups every bank begins with. */
export async function findAudienceNames(ctx: Ctx, scope: UnitScope): Promise<Named[]> {
  const seen = scope.whole
    ? sql`true`
    : sql`(a.unit_id = any(${scope.units}::uuid[]) or a.ready is not null)`;
  const { rows } = await sql<Named>`
    select a.id, a.name from audiences.audience a
     where a.org_id = ${ctx.orgId} and a.state <> 'archived' and ${seen} order by a.name`.execute(
    ctx.db,
  );
  return rows;
}
