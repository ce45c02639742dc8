import { sql } from 'kysely';
import type { z } from 'zod';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CustomerId } from '../../contract/ids.ts';
import type { BatchOutcome } from '../../contract/tag.ts';

export interface BatchRow {
  id: string;
  act: 'add' | 'remove';
  tagIds: number[];
  state: 'running' | 'done' | 'stopped' | 'undoing' | 'undone';
  unitPaths: string[];
  expiresAt: Date | null;
  note: string;
  startedBy: string;
  startedByName: string;
  startedAt: Date;
}

const columns = [
  'batchId as id',
  'act',
  'tagIds',
  'state',
  'unitPaths',
  'expiresAt',
  'note',
  'startedBy',
  'startedByName',
  'startedAt',
] as const;

export async function insertBatch(ctx: TxCtx, { id, ...row }: BatchRow): Promise<void> {
  await ctx.db
    .insertInto('customers.tagBatch')
    .values({ ...row, batchId: id, orgId: ctx.orgId })
    .execute();
}

export async function findBatch(ctx: Ctx, id: string): Promise<BatchRow | null> {
  const row = await ctx.db
    .selectFrom('customers.tagBatch')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('batchId', '=', id)
    .executeTakeFirst();
  return (row as BatchRow | undefined) ?? null;
}

/** False when it was in another state. */
export async function setBatchState(
  ctx: TxCtx,
  id: string,
  from: readonly BatchRow['state'][],
  state: BatchRow['state'],
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.tagBatch')
    .set({ state })
    .where('orgId', '=', ctx.orgId)
    .where('batchId', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

type Outcome = z.infer<typeof BatchOutcome>;

export interface ResultRow {
  customerId: number;
  outcome: Outcome;
  /** What was held before and when the batch changed it; null when it changed nothing. */
  before: { at: string; held: readonly unknown[] } | null;
}

export async function insertResults(
  ctx: TxCtx,
  batchId: string,
  rows: readonly ResultRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into customers.tag_batch_result (customer_id, batch_id, org_id, outcome, before)
    select r."customerId", ${batchId}, ${ctx.orgId}, r.outcome, r.before
      from json_to_recordset(${JSON.stringify(rows)}::json) as r ("customerId" bigint, outcome text,
             before jsonb)
    on conflict (customer_id, batch_id) do nothing`.execute(ctx.db);
}

export async function countOutcomes(ctx: Ctx, batchId: string): Promise<Map<Outcome, number>> {
  const rows = await ctx.db
    .selectFrom('customers.tagBatchResult')
    .select((eb) => ['outcome', eb.fn.countAll<number>().as('count')])
    .where('orgId', '=', ctx.orgId)
    .where('batchId', '=', batchId)
    .groupBy('outcome')
    .execute();
  return new Map(rows.map((row) => [row.outcome as Outcome, row.count]));
}

export async function findResults(
  ctx: Ctx,
  batchId: string,
  { outcome, page, size }: { outcome?: Outcome | undefined; page: number; size: number },
): Promise<{ customerId: CustomerId; outcome: Outcome }[]> {
  let query = ctx.db
    .selectFrom('customers.tagBatchResult')
    .select(['customerId', 'outcome'])
    .where('orgId', '=', ctx.orgId)
    .where('batchId', '=', batchId)
    .orderBy('customerId')
    .limit(size)
    .offset((page - 1) * size);
  if (outcome) query = query.where('outcome', '=', outcome);
  return (await query.execute()) as { customerId: CustomerId; outcome: Outcome }[];
}

/** What the batch changed, from after a customer on. */
export async function findChanged(
  ctx: Ctx,
  batchId: string,
  after: number,
  limit: number,
): Promise<ResultRow[]> {
  const rows = await ctx.db
    .selectFrom('customers.tagBatchResult')
    .select(['customerId', 'outcome', 'before'])
    .where('orgId', '=', ctx.orgId)
    .where('batchId', '=', batchId)
    .where('outcome', '=', 'changed')
    .where('customerId', '>', after)
    .orderBy('customerId')
    .limit(limit)
    .execute();
  return rows as ResultRow[];
}

/** Customers who hold a tag, from after one on. */
export async function findHolders(
  ctx: Ctx,
  tagId: number,
  after: number,
  limit: number,
): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('customers.customerTag')
    .select('customerId')
    .where('orgId', '=', ctx.orgId)
    .where('tagId', '=', tagId)
    .where('customerId', '>', after)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', ctx.now())]))
    .orderBy('customerId')
    .limit(limit)
    .execute();
  return rows.map((row) => row.customerId);
}

/** Exactly as they were, evidence and all. */
export async function putBackTags(ctx: TxCtx, held: readonly unknown[]): Promise<void> {
  if (held.length === 0) return;
  await sql`
    insert into customers.customer_tag (customer_id, tag_id, org_id, source, rank, confidence,
        strength, evidence, since, changed_at, expires_at)
    select r."customerId", r."tagId", ${ctx.orgId}, r.source, r.rank, r.confidence, r.strength,
           r.evidence, r.since, ${ctx.now()}, r."expiresAt"
      from json_to_recordset(${JSON.stringify(held)}::json) as r ("customerId" bigint, "tagId" int,
             source text, rank smallint, confidence real, strength real, evidence jsonb,
             since timestamptz, "expiresAt" timestamptz)
    on conflict (customer_id, tag_id) do update
       set source = excluded.source, rank = excluded.rank, confidence = excluded.confidence,
           strength = excluded.strength, evidence = excluded.evidence, since = excluded.since,
           changed_at = excluded.changed_at, expires_at = excluded.expires_at`.execute(ctx.db);
}
