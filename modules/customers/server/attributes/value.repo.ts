import { sql } from 'kysely';
import { arrayParam } from '#platform/server/array-param.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Source } from '../../contract/attribute.ts';
import type { Claim, Columns } from './content.ts';

export interface ValueRow extends Columns, Claim {
  readonly customerId: number;
  readonly attributeId: number;
  readonly source: Source;
  readonly sealed: string | null;
  readonly textHash: Buffer | null;
}

/**
 * Stores those that win over what is held (`replaces` in content.ts) and answers whose changed. One
 * customer and attribute stand at most once among the rows.
 */
export async function upsertValues(
  ctx: TxCtx,
  rows: readonly ValueRow[],
  staleBefore: Date | null,
): Promise<number[]> {
  const column = (name: Exclude<keyof ValueRow, 'words' | 'textHash' | 'at'>) =>
    arrayParam(rows.map((row) => row[name]));
  const words = arrayParam(rows.map((row) => (row.words ? `{${row.words.join(',')}}` : null)));
  const hashes = arrayParam(rows.map((row) => row.textHash?.toString('hex') ?? null));
  const moments = arrayParam(rows.map((row) => row.at.toISOString()));
  const { rows: changed } = await sql<{ customerId: number }>`
    insert into customers.attribute_value as held (customer_id, attribute_id, org_id, number, words,
        day, text, sealed, text_hash, source, rank, at, changed_at)
    select r.customer_id, r.attribute_id, ${ctx.orgId}, r.number, r.words::text[], r.day, r.text,
           r.sealed, decode(r.text_hash, 'hex'), r.source, r.rank, r.at, ${ctx.now()}
      from unnest(${column('customerId')}::bigint[], ${column('attributeId')}::int[],
             ${column('number')}::double precision[], ${words}::text[], ${column('day')}::date[],
             ${column('text')}::text[], ${column('sealed')}::text[], ${hashes}::text[],
             ${column('source')}::text[], ${column('rank')}::smallint[],
             ${moments}::timestamptz[])
           as r (customer_id, attribute_id, number, words, day, text, sealed, text_hash, source, rank,
                 at)
    on conflict (customer_id, attribute_id) do update
       set number = excluded.number, words = excluded.words, day = excluded.day,
           text = excluded.text, sealed = excluded.sealed, text_hash = excluded.text_hash,
           source = excluded.source, rank = excluded.rank, at = excluded.at,
           changed_at = excluded.changed_at
     where (excluded.rank < held.rank
            or excluded.rank = held.rank and excluded.at >= held.at
            or held.at < ${staleBefore}::timestamptz and excluded.at > held.at)
       and (held.number, held.words, held.day, held.text, held.text_hash, held.source, held.at)
           is distinct from
           (excluded.number, excluded.words, excluded.day, excluded.text, excluded.text_hash,
            excluded.source, excluded.at)
    returning customer_id as "customerId"`.execute(ctx.db);
  return changed.map((row) => row.customerId);
}

export interface Removal {
  readonly customerId: number;
  readonly attributeId: number;
  readonly rank: number;
}

/** Takes away what a source of at least the same rank had said. */
export async function deleteValues(ctx: TxCtx, rows: readonly Removal[]): Promise<number[]> {
  if (rows.length === 0) return [];
  const { rows: gone } = await sql<{ customerId: number }>`
    delete from customers.attribute_value held
     using unnest(${rows.map((r) => r.customerId)}::bigint[],
             ${rows.map((r) => r.attributeId)}::int[], ${rows.map((r) => r.rank)}::smallint[])
           as r (customer_id, attribute_id, rank)
     where held.customer_id = r.customer_id and held.attribute_id = r.attribute_id
       and held.org_id = ${ctx.orgId} and r.rank <= held.rank
    returning held.customer_id as "customerId"`.execute(ctx.db);
  return gone.map((row) => row.customerId);
}

export interface HeldRow {
  customerId: number;
  attributeId: number;
  number: number | null;
  words: string[] | null;
  day: string | null;
  text: string | null;
  sealed: string | null;
  source: Source;
  at: Date;
}

export async function findValues(
  ctx: Ctx,
  customerIds: readonly number[],
  attributeIds?: readonly number[],
): Promise<HeldRow[]> {
  if (customerIds.length === 0 || attributeIds?.length === 0) return [];
  let query = ctx.db
    .selectFrom('customers.attributeValue')
    .select([
      'customerId',
      'attributeId',
      'number',
      'words',
      'day',
      'text',
      'sealed',
      'source',
      'at',
    ])
    .where('orgId', '=', ctx.orgId)
    .where(sql<boolean>`customer_id = any(${[...customerIds]}::bigint[])`);
  if (attributeIds)
    query = query.where(sql<boolean>`attribute_id = any(${[...attributeIds]}::int[])`);
  return (await query.execute()) as HeldRow[];
}
