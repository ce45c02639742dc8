import { sql } from 'kysely';
import type { ConsentPurpose } from '#modules/customers/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Rule } from '../../contract/rule.ts';
import { leavesOf } from '../../rule/walk.ts';
import type { AttributePlace, CompileWorld } from './world.ts';

/** What these rules mean by their words in this bank, now. */
export async function loadWorld(ctx: Ctx, rules: readonly Rule[]): Promise<CompileWorld> {
  const leaves = rules.flatMap((rule) => [...leavesOf(rule)].map(({ leaf }) => leaf));
  const asked = (test: (leaf: (typeof leaves)[number]) => boolean) => leaves.some(test);
  const named = (leaf: (typeof leaves)[number]) => 'unitIds' in leaf && leaf.unitIds !== undefined;
  const [attributes, tags, consentTexts, units, staff] = await Promise.all([
    attributePlaces(ctx),
    asked((leaf) => leaf.kind === 'tag') ? tagPlaces(ctx) : new Map(),
    consentVersions(ctx),
    asked(named) ? unitPaths(ctx) : [],
    asked((leaf) => leaf.kind !== 'unit' && named(leaf)) ? staffByUnit(ctx) : new Map(),
  ]);
  return {
    now: ctx.now(),
    attributes,
    tags,
    consentTexts,
    types: new Map([...attributes].map(([code, { type }]) => [code, type])),
    unitsBelow: (unitId) => below(units, unitId),
    staffOf: (unitIds) => [...unitIds].flatMap((id) => staff.get(id) ?? []),
  };
}

async function attributePlaces(ctx: Ctx): Promise<Map<string, AttributePlace>> {
  const { rows } = await sql<{ code: string } & AttributePlace>`
    select a.code, a.attribute_id as id, a.type, case when s.ready then s.slot end as slot
      from customers.attribute a
      left join audiences.slot s on s.org_id = a.org_id and s.attribute_id = a.attribute_id
     where a.org_id = ${ctx.orgId}`.execute(ctx.db);
  return new Map(rows.map(({ code, ...place }) => [code, place]));
}

async function tagPlaces(ctx: Ctx): Promise<Map<string, { id: number; slot: number | null }>> {
  const { rows } = await sql<{ code: string; id: number; slot: number | null }>`
    select t.code, t.tag_id as id, s.slot from customers.tag t
      left join audiences.tag_slot s on s.org_id = t.org_id and s.tag_id = t.tag_id
     where t.org_id = ${ctx.orgId}`.execute(ctx.db);
  return new Map(rows.map(({ code, ...place }) => [code, place]));
}

/** Whoever agreed before a text that renews is asked again (CR-005). */
async function consentVersions(ctx: Ctx): Promise<CompileWorld['consentTexts']> {
  const { rows } = await sql<{ purpose: ConsentPurpose; valid: number; newest: number }>`
    select t.purpose, coalesce(max(t.version) filter (where t.renews and t.approved_at is not null), 1)
             as valid, max(t.version) as newest
      from customers.consent_text t where t.org_id = ${ctx.orgId} group by t.purpose`.execute(
    ctx.db,
  );
  return Object.fromEntries(rows.map(({ purpose, ...versions }) => [purpose, versions]));
}

type UnitPath = { id: string; path: string };

async function unitPaths(ctx: Ctx): Promise<UnitPath[]> {
  const { rows } = await sql<UnitPath>`
    select u.id, u.path from org.unit u where u.org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows;
}

function below(units: readonly UnitPath[], unitId: string): string[] {
  const top = units.find((unit) => unit.id === unitId);
  return top ? units.filter((u) => u.path.startsWith(top.path)).map((u) => u.id) : [];
}

async function staffByUnit(ctx: Ctx): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ unitId: string; ids: string[] }>`
    select s.unit_id as "unitId", array_agg(s.id) as ids from org.staff s
     where s.org_id = ${ctx.orgId} group by s.unit_id`.execute(ctx.db);
  return new Map(rows.map(({ unitId, ids }) => [unitId, ids]));
}

/** A unit with all below it; null: the whole bank, so that nothing needs to be asked. */
export async function unitsUnder(ctx: Ctx, unitId: string): Promise<string[] | null> {
  const units = await unitPaths(ctx);
  const ids = below(units, unitId);
  return ids.length === units.length ? null : ids;
}
