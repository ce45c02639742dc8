import { type RawBuilder, sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type Cuts, type RfmCuts, rfmTiers } from './rfm.ts';

export interface RfmSource {
  /** Kinds of events that count as a purchase. */
  readonly kinds: readonly string[];
  /** The first day that counts no more: recency is counted back from it. */
  readonly reference: string;
  /** The first day that counts. */
  readonly since: string;
}

/** One row for each customer of the bank who bought in the stretch. Amounts in fen. */
const purchases = (ctx: Ctx, { kinds, reference, since }: RfmSource, buckets?: BucketRange) => sql`
  select d.customer_id, (${reference}::date - max(d.day))::int as recency,
         sum(d.count)::bigint as frequency,
         round(coalesce(sum(d.amount), 0) * 100)::bigint as monetary
    from tracking.daily d
   where d.org_id = ${ctx.orgId} and d.kind = any (${[...kinds]}::text[])
     and d.day >= ${since}::date and d.day < ${reference}::date
     and ${buckets ? sql`(hashint8(d.customer_id) & 1023) >= ${buckets.from} and (hashint8(d.customer_id) & 1023) < ${buckets.to}` : sql`true`}
   group by d.customer_id`;

/** Where the fifths lie: nearest-rank percentiles, null when nobody bought. */
export async function findFifths(ctx: Ctx, source: RfmSource): Promise<RfmCuts | null> {
  const of = (column: string) =>
    sql`percentile_disc(array[0.2, 0.4, 0.6, 0.8]) within group (order by ${sql.ref(column)})`;
  const { rows } = await sql<{ recency: Cuts | null; frequency: Cuts; monetary: Cuts }>`
    select ${of('p.recency')} as recency, ${of('p.frequency')} as frequency,
           ${of('p.monetary')} as monetary
      from (${purchases(ctx, source)}) p`.execute(ctx.db);
  const [cuts] = rows;
  if (!cuts?.recency) return null;
  const { recency, frequency, monetary } = cuts;
  // Arrays of bigint come as text.
  const numbers = (list: Cuts) => list.map(Number) as unknown as Cuts;
  return { recency, frequency: numbers(frequency), monetary: numbers(monetary) };
}

/** `1 + how many cut points lie strictly below`, as one expression of the row. */
const scored = (column: string, cuts: Cuts): RawBuilder<number> =>
  sql`(1 + ${sql.join(
    cuts.map((cut) => sql`(${sql.ref(column)} > ${cut})::int`),
    sql` + `,
  )})`;

/** Scores and tiers of the customers of some buckets, as four scores each; unchanged ones stay. */
export async function putRfm(
  ctx: TxCtx,
  source: RfmSource,
  cuts: RfmCuts,
  buckets: BucketRange,
): Promise<number> {
  const tier = sql.join(
    rfmTiers.map(
      ({ no, high: [r, f, m] }) =>
        sql`when (s.r > 3) = ${r}::boolean and (s.f > 3) = ${f}::boolean and (s.m > 3) = ${m}::boolean then ${no}::int`,
    ),
    sql` `,
  );
  const { numAffectedRows } = await sql`
    insert into audiences.score as held (customer_id, score_key, org_id, value, at, explanation)
    select s.customer_id, part.key, ${ctx.orgId}::uuid, part.value, ${ctx.now()}, s.explanation
      from (
        select p.customer_id, 6 - ${scored('p.recency', cuts.recency)} as r,
               ${scored('p.frequency', cuts.frequency)} as f,
               ${scored('p.monetary', cuts.monetary)} as m,
               jsonb_build_object('recency', p.recency, 'frequency', p.frequency,
                 'monetary', p.monetary, 'reference', ${source.reference}::text) as explanation
          from (${purchases(ctx, source, buckets)}) p) s
      cross join lateral (values ('rfm_r', s.r), ('rfm_f', s.f), ('rfm_m', s.m),
        ('rfm_tier', case ${tier} end)) as part (key, value)
    on conflict (customer_id, score_key) do update
      set value = excluded.value, at = excluded.at, explanation = excluded.explanation
      where (held.value, held.explanation) is distinct from (excluded.value, excluded.explanation)`.execute(
    ctx.db,
  );
  return Number(numAffectedRows ?? 0);
}

/** Scores of those who no longer bought anything in the stretch are gone. */
export async function dropRfm(ctx: TxCtx, source: RfmSource, buckets: BucketRange): Promise<void> {
  await sql`
    delete from audiences.score s
     where s.org_id = ${ctx.orgId} and s.score_key in ('rfm_r', 'rfm_f', 'rfm_m', 'rfm_tier')
       and (hashint8(s.customer_id) & 1023) >= ${buckets.from}
       and (hashint8(s.customer_id) & 1023) < ${buckets.to}
       and not exists (select from tracking.daily d
             where d.customer_id = s.customer_id and d.kind = any (${[...source.kinds]}::text[])
               and d.day >= ${source.since}::date and d.day < ${source.reference}::date)`.execute(
    ctx.db,
  );
}

/** How many customers have each value of a score. */
export async function countScores(ctx: Ctx, key: string): Promise<Map<number, number>> {
  const { rows } = await sql<{ value: number; n: number }>`
    select value, count(*)::int as n from audiences.score
     where org_id = ${ctx.orgId} and score_key = ${key} group by value`.execute(ctx.db);
  return new Map(rows.map(({ value, n }) => [value, n]));
}
