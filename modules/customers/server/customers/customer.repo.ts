import { sql } from 'kysely';
import { arrayParam } from '#platform/server/array-param.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { NameSource } from './name.ts';

export interface NewCustomer {
  readonly customerId: number;
  readonly unitId: string;
  readonly rmId: string | null;
  readonly name: string | null;
  readonly nameFrom: NameSource | null;
  readonly grams: readonly number[];
  readonly source: string;
}

export async function insertCustomers(ctx: TxCtx, rows: readonly NewCustomer[]): Promise<void> {
  if (rows.length === 0) return;
  const of = (key: Exclude<keyof NewCustomer, 'grams'>) => arrayParam(rows.map((row) => row[key]));
  const grams = arrayParam(rows.map((row) => `{${row.grams.join(',')}}`));
  const now = ctx.now();
  await sql`
    insert into customers.customer (customer_id, org_id, unit_id, rm_id, rm_since, state, name,
                                    name_from, name_grams, source, created_at, changed_at, version)
    select c.id, ${ctx.orgId}, c.unit_id, c.rm_id, case when c.rm_id is null then null else ${now}::timestamptz end,
           'active', c.name, c.name_from, c.grams::int[], c.source, ${now}, ${now}, 1
      from unnest(${of('customerId')}::bigint[], ${of('unitId')}::uuid[], ${of('rmId')}::uuid[],
                  ${of('name')}::text[], ${of('nameFrom')}::text[], ${grams}::text[],
                  ${of('source')}::text[])
        as c (id, unit_id, rm_id, name, name_from, grams, source)`.execute(ctx.db);
}

export interface KnownCustomer {
  readonly customerId: number;
  readonly unitId: string;
  readonly rmId: string | null;
  readonly state: string;
  readonly mergedInto: number | null;
  readonly name: string | null;
  readonly nameFrom: NameSource | null;
}

export async function customerRows(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, KnownCustomer>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<KnownCustomer>`
    select customer_id, unit_id, rm_id, state, merged_into, name, name_from
      from customers.customer
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.customerId, row]));
}

export interface CustomerChange {
  readonly customerId: number;
  /** What is absent stays. */
  readonly unitId?: string | undefined;
  readonly rmId?: string | null | undefined;
  readonly name?: string | undefined;
  readonly nameFrom?: NameSource | undefined;
  readonly grams?: readonly number[] | undefined;
}

export async function changeCustomers(
  ctx: TxCtx,
  changes: readonly CustomerChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ customerId, unitId, rmId, name, nameFrom, grams }) => ({
    id: customerId,
    unit_id: unitId ?? null,
    rm_given: rmId !== undefined,
    rm_id: rmId ?? null,
    name: name ?? null,
    name_from: nameFrom ?? null,
    grams: grams ?? null,
  }));
  const now = ctx.now();
  await sql`
    update customers.customer c
       set unit_id = coalesce(n.unit_id, c.unit_id),
           rm_id = case when n.rm_given then n.rm_id else c.rm_id end,
           rm_since = case when n.rm_given and n.rm_id is distinct from c.rm_id
                           then case when n.rm_id is null then null else ${now}::timestamptz end
                           else c.rm_since end,
           name = coalesce(n.name, c.name),
           name_from = coalesce(n.name_from, c.name_from),
           name_grams = coalesce(n.grams, c.name_grams),
           changed_at = ${now}, version = c.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (id bigint, unit_id uuid, rm_given boolean, rm_id uuid, name text, name_from text,
              grams int[])
     where c.customer_id = n.id and c.org_id = ${ctx.orgId}`.execute(ctx.db);
}
