import { sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { profileOf, seenProfiles } from '../seen.repo.ts';

/** What moved a score: a feature of the model, or the bank's own words. */
export type KeptReason =
  | { readonly feature: string; readonly effect: number; readonly above: boolean }
  | { readonly said: string };

export interface ScoreRow {
  readonly customerId: number;
  readonly value: number;
  readonly reasons: readonly KeptReason[];
}

/** Scores of one version; the same again changes nothing. */
export async function putScores(
  ctx: TxCtx,
  key: string,
  no: number,
  scores: readonly ScoreRow[],
): Promise<void> {
  await sql`
    insert into audiences.score as held (customer_id, score_key, org_id, value, at, explanation)
    select s.id, ${key}::text, ${ctx.orgId}::uuid, s.value, ${ctx.now()},
           jsonb_build_object('no', ${no}::int, 'reasons', s.reasons)
      from unnest(${scores.map((s) => s.customerId)}::bigint[], ${scores.map((s) => s.value)}::float8[],
                  ${scores.map((s) => JSON.stringify(s.reasons))}::jsonb[]) as s (id, value, reasons)
    on conflict (customer_id, score_key) do update
      set value = excluded.value, at = excluded.at, explanation = excluded.explanation
      where (held.value, held.explanation) is distinct from (excluded.value, excluded.explanation)`.execute(
    ctx.db,
  );
}

/** Scores of these customers that another version gave, or whose customers no longer count. */
export async function dropOthers(
  ctx: TxCtx,
  key: string,
  kept: readonly number[],
  among: { customerIds: readonly number[] } | { buckets: BucketRange },
): Promise<number[]> {
  const whose =
    'customerIds' in among
      ? sql`s.customer_id = any(${[...among.customerIds]}::bigint[])`
      : sql`(hashint8(s.customer_id) & 1023) >= ${among.buckets.from}
            and (hashint8(s.customer_id) & 1023) < ${among.buckets.to}`;
  const { rows } = await sql<{ customerId: number }>`
    delete from audiences.score s
     where s.org_id = ${ctx.orgId} and s.score_key = ${key} and ${whose}
       and not (s.customer_id = any(${[...kept]}::bigint[]))
    returning s.customer_id as "customerId"`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

/** The highest first, after those who have been shown. */
export async function findTop(
  ctx: Ctx,
  key: string,
  shown: number,
  size: number,
): Promise<ScoreRow[]> {
  const { rows } = await sql<ScoreRow>`
    select s.customer_id as "customerId", s.value, s.explanation -> 'reasons' as reasons
      from audiences.score s join audiences.profile p on ${profileOf('s.customer_id')}
     where s.org_id = ${ctx.orgId} and s.score_key = ${key} and ${await seenProfiles(ctx)}
     order by s.value desc, s.customer_id offset ${shown} limit ${size}`.execute(ctx.db);
  return rows;
}

export async function findScoresOf(ctx: Ctx, customerId: number) {
  const { rows } = await sql<ScoreRow & { id: string; name: string; at: Date }>`
    select s.customer_id as "customerId", m.id, m.name, s.value, s.at,
           s.explanation -> 'reasons' as reasons
      from audiences.model m
      join audiences.score s on s.score_key = m.score_key and s.org_id = m.org_id
     where m.org_id = ${ctx.orgId} and s.customer_id = ${customerId}
     order by s.value desc`.execute(ctx.db);
  return rows;
}
