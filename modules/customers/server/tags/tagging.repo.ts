import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Source } from '../../contract/attribute.ts';
import type { TagEvidence } from '../../contract/tag.ts';

export interface TagRow {
  readonly customerId: number;
  readonly tagId: number;
  readonly source: Source;
  readonly rank: number;
  readonly confidence: number;
  /** How much this piece of evidence adds. */
  readonly weight: number;
  readonly evidence: TagEvidence;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

export interface Touched {
  customerId: number;
  tagId: number;
  /** Was not held before, or had run out. */
  given: boolean;
}

const KEPT = 5;

/**
 * Gives tags, or adds evidence to those held. The more trusted source keeps its word on confidence
 * and end; strength grows with each new piece of evidence; the same piece twice changes nothing. One
 * customer and tag stand at most once among the rows.
 */
export async function upsertTags(ctx: TxCtx, rows: readonly TagRow[]): Promise<Touched[]> {
  if (rows.length === 0) return [];
  const now = ctx.now();
  const over = sql`(held.expires_at is not null and held.expires_at <= ${now})`;
  const wins = sql`(${over} or excluded.rank <= held.rank)`;
  const { rows: touched } = await sql<Touched>`
    insert into customers.customer_tag as held (customer_id, tag_id, org_id, source, rank, confidence,
        strength, evidence, since, changed_at, expires_at)
    select r."customerId", r."tagId", ${ctx.orgId}, r.source, r.rank, r.confidence, r.weight,
           jsonb_build_array(r.evidence), ${now}, ${now}, r."expiresAt"
      from json_to_recordset(${JSON.stringify(rows)}::json) as r ("customerId" bigint, "tagId" int,
             source text, rank smallint, confidence real, weight real, evidence jsonb,
             "expiresAt" timestamptz)
    on conflict (customer_id, tag_id) do update
       set source = case when ${wins} then excluded.source else held.source end,
           rank = case when ${wins} then excluded.rank else held.rank end,
           confidence = case when ${wins} then excluded.confidence else held.confidence end,
           expires_at = case when ${wins} then excluded.expires_at else held.expires_at end,
           strength = case when ${over} then excluded.strength
                           else 1 - (1 - held.strength) * (1 - excluded.strength) end,
           evidence = case when ${over} then excluded.evidence else
             jsonb_path_query_array(excluded.evidence || held.evidence, '$[0 to ${sql.raw(String(KEPT - 1))}]')
           end,
           since = case when ${over} then excluded.since else held.since end,
           changed_at = excluded.changed_at
     where ${over} or excluded.evidence #> '{0,ref}' = 'null'
        or not exists (select from jsonb_array_elements(held.evidence) e
                        where e->'ref' = excluded.evidence #> '{0,ref}')
    returning customer_id as "customerId", tag_id as "tagId", since = changed_at as given`.execute(
    ctx.db,
  );
  return touched;
}

export interface Pair {
  readonly customerId: number;
  readonly tagId: number;
}

export async function deleteTags(ctx: TxCtx, pairs: readonly Pair[]): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<Pair>`
    delete from customers.customer_tag held
     using unnest(${pairs.map((p) => p.customerId)}::bigint[], ${pairs.map((p) => p.tagId)}::int[])
           as p (customer_id, tag_id)
     where held.customer_id = p.customer_id and held.tag_id = p.tag_id
       and held.org_id = ${ctx.orgId}
    returning held.customer_id as "customerId", held.tag_id as "tagId"`.execute(ctx.db);
  return rows;
}

export interface HeldTagRow {
  customerId: number;
  tagId: number;
  source: Source;
  rank: number;
  confidence: number;
  strength: number;
  evidence: TagEvidence[];
  since: Date;
  changedAt: Date;
  expiresAt: Date | null;
}

/** What they hold and has not run out. */
export async function findHeld(
  ctx: Ctx,
  customerIds: readonly number[],
  tagIds?: readonly number[],
): Promise<HeldTagRow[]> {
  if (customerIds.length === 0) return [];
  let query = ctx.db
    .selectFrom('customers.customerTag')
    .select([
      'customerId',
      'tagId',
      'source',
      'rank',
      'confidence',
      'strength',
      'evidence',
      'since',
      'changedAt',
      'expiresAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where(sql<boolean>`customer_id = any(${[...customerIds]}::bigint[])`)
    .where(sql<boolean>`(expires_at is null or expires_at > ${ctx.now()})`);
  if (tagIds) query = query.where(sql<boolean>`tag_id = any(${[...tagIds]}::int[])`);
  return (await query.execute()) as HeldTagRow[];
}

/** Those that customers deleted and do not want computed again yet. */
export async function findRefusals(ctx: Ctx, customerIds: readonly number[]): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    select customer_id as "customerId", tag_id as "tagId" from customers.tag_refusal
     where org_id = ${ctx.orgId} and customer_id = any(${[...customerIds]}::bigint[])
       and until > ${ctx.now()}`.execute(ctx.db);
  return rows;
}

export async function putRefusal(ctx: TxCtx, pair: Pair, until: Date): Promise<void> {
  await ctx.db
    .insertInto('customers.tagRefusal')
    .values({ ...pair, orgId: ctx.orgId, until })
    .onConflict((c) => c.columns(['customerId', 'tagId']).doUpdateSet({ until }))
    .execute();
}

export async function dropRefusals(ctx: TxCtx, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    delete from customers.tag_refusal r
     using unnest(${pairs.map((p) => p.customerId)}::bigint[], ${pairs.map((p) => p.tagId)}::int[])
           as p (customer_id, tag_id)
     where r.customer_id = p.customer_id and r.tag_id = p.tag_id and r.org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
}

export interface TagChange extends Pair {
  readonly act: 'given' | 'taken' | 'expired' | 'deleted_by_customer';
  readonly source: string;
}

export async function insertChanges(
  ctx: TxCtx,
  changeId: string,
  changes: readonly TagChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into customers.tag_change (customer_id, change_id, tag_id, org_id, act, source, at, by_name)
    select r."customerId", ${changeId}, r."tagId", ${ctx.orgId}, r.act, r.source, ${ctx.now()},
           ${ctx.actor.name}
      from json_to_recordset(${JSON.stringify(changes)}::json) as r ("customerId" bigint,
             "tagId" int, act text, source text)
    on conflict do nothing`.execute(ctx.db);
}

export const nextExpiryAt = sql<Date | null>`
  select min(expires_at) from customers.customer_tag where expires_at is not null`;

/** Tags of every bank whose time is over, oldest first. */
export async function deleteExpired(
  ctx: TxCtx,
  limit: number,
): Promise<(Pair & { orgId: string; source: string })[]> {
  const { rows } = await sql<Pair & { orgId: string; source: string }>`
    delete from customers.customer_tag held
     using (select customer_id, tag_id from customers.customer_tag
             where expires_at <= ${ctx.now()} order by expires_at limit ${limit}) due
     where held.customer_id = due.customer_id and held.tag_id = due.tag_id
       and held.expires_at <= ${ctx.now()}
    returning held.org_id as "orgId", held.customer_id as "customerId", held.tag_id as "tagId",
              held.source`.execute(ctx.db);
  return rows;
}
