import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Attribute, type AttributeDraft } from '../../contract/attribute.ts';

const columns = [
  'attributeId as id',
  'code',
  'name',
  'type',
  'unit',
  'block',
  'purposes',
  'dataClass',
  'sensitive',
  'choices',
  'hot',
  'validDays',
  'state',
  'builtIn',
  'version',
] as const;

export async function findAttributes(ctx: Ctx): Promise<Attribute[]> {
  const rows = await ctx.db
    .selectFrom('customers.attribute')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .orderBy('position')
    .orderBy('attributeId')
    .execute();
  return rows.map((row) => Attribute.parse(row));
}

/** Of those given, the ones whose code was free. */
export async function insertAttributes(
  ctx: TxCtx,
  drafts: readonly AttributeDraft[],
  builtIn: boolean,
): Promise<number> {
  const rows = drafts.map((draft, position) => ({
    ...draft,
    position: builtIn ? position : 1000,
  }));
  const { numAffectedRows } = await sql`
    insert into customers.attribute (org_id, attribute_id, code, name, type, unit, block, purposes,
        data_class, sensitive, choices, hot, valid_days, state, built_in, position, version)
    select ${ctx.orgId}, nextval('customers.word_id_seq'), r.code, r.name, r.type, r.unit, r.block,
           r.purposes, r."dataClass", r.sensitive, r.choices, r.hot, r."validDays", 'active',
           ${builtIn}, r.position, 1
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (code text, name text[], type text,
             unit text, block text, purposes text[], "dataClass" text, sensitive boolean,
             choices jsonb, hot boolean, "validDays" int, position int)
    on conflict (org_id, code) do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

export type AttributeSettings = Omit<AttributeDraft, 'code' | 'type'> & {
  state: Attribute['state'];
};

/** False when it is no longer at this version. */
export async function setAttribute(
  ctx: TxCtx,
  code: string,
  version: number,
  { choices, ...settings }: AttributeSettings,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.attribute')
    .set({ ...settings, choices: JSON.stringify(choices), version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('code', '=', code)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
