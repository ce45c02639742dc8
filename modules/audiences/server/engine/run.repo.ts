import { CompiledQuery, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Compiled, CompiledTogether } from './compile.ts';

const query = (ctx: Ctx, text: string, values: readonly unknown[]) =>
  ctx.db.executeQuery(CompiledQuery.raw(text, [...values]));

/** The customers who fit. */
export async function selectFitting(ctx: Ctx, { text, values }: Compiled): Promise<number[]> {
  const { rows } = await query(ctx, text, values);
  return (rows as { customerId: number }[]).map((row) => row.customerId);
}

/** Whoever fits any of several rules, with the numbers of those rules. */
export async function selectTogether(
  ctx: Ctx,
  { text, values }: CompiledTogether,
): Promise<{ customerId: number; fits: number[] }[]> {
  const { rows } = await query(ctx, text, values);
  return rows as { customerId: number; fits: number[] }[];
}

export async function countFitting(ctx: Ctx, { text, values }: Compiled): Promise<number> {
  const { rows } = await query(ctx, `select count(*) as count from (${text}) fitting`, values);
  return (rows as { count: number }[])[0]!.count;
}

/** How many fit, by the further columns of the selection, with one of them as an example. */
export async function groupFitting<T>(
  ctx: Ctx,
  { text, values }: Compiled,
  columns: readonly string[],
): Promise<(T & { count: number })[]> {
  const by = columns.join(', ');
  const { rows } = await query(
    ctx,
    `select ${by}, count(*) as count, min(customer_id) as example
       from (${text}) fitting group by ${by}`,
    values,
  );
  return rows as (T & { count: number })[];
}

/** Customers of the bank in the first buckets. */
export async function countSampled(ctx: Ctx, buckets: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from audiences.profile p
     where p.org_id = ${ctx.orgId} and p.bucket >= 0 and p.bucket < ${buckets}`.execute(ctx.db);
  return rows[0]!.count;
}

const place = (values: readonly unknown[], i: number, type: string) =>
  `$${values.length + i}::${type}`;

/** Whoever fits and is not among the members yet becomes one; answers who. */
export async function insertFitting(
  ctx: TxCtx,
  { text, values }: Compiled,
  audienceId: string,
): Promise<number[]> {
  const [audience, org, now] = ['uuid', 'uuid', 'timestamptz'].map((type, i) =>
    place(values, i + 1, type),
  );
  const { rows } = await query(
    ctx,
    `insert into audiences.member (customer_id, audience_id, org_id, since)
     select fitting.customer_id, ${audience}, ${org}, ${now} from (${text}) fitting
     on conflict (customer_id, audience_id) do nothing returning customer_id`,
    [...values, audienceId, ctx.orgId, ctx.now()],
  );
  return (rows as { customerId: number }[]).map((row) => row.customerId);
}

/** Members of these buckets who do not fit any more leave; answers who. */
export async function deleteUnfitting(
  ctx: TxCtx,
  { text, values }: Compiled,
  audienceId: string,
  { from, to }: { from: number; to: number },
): Promise<number[]> {
  const [audience, first, last] = ['uuid', 'int', 'int'].map((type, i) =>
    place(values, i + 1, type),
  );
  const { rows } = await query(
    ctx,
    `delete from audiences.member m where m.audience_id = ${audience}
        and (hashint8(m.customer_id) & 1023) >= ${first}
        and (hashint8(m.customer_id) & 1023) < ${last}
        and not exists (select from (${text}) fitting where fitting.customer_id = m.customer_id)
     returning m.customer_id`,
    [...values, audienceId, from, to],
  );
  return (rows as { customerId: number }[]).map((row) => row.customerId);
}

/** Freezes whoever fits; answers how many. */
export async function freezeFitting(
  ctx: TxCtx,
  { text, values }: Compiled,
  snapshotId: string,
): Promise<number> {
  const [snapshot, org] = ['uuid', 'uuid'].map((type, i) => place(values, i + 1, type));
  const { numAffectedRows } = await query(
    ctx,
    `insert into audiences.snapshot_member (customer_id, snapshot_id, org_id)
     select fitting.customer_id, ${snapshot}, ${org} from (${text}) fitting
     on conflict (customer_id, snapshot_id) do nothing`,
    [...values, snapshotId, ctx.orgId],
  );
  return Number(numAffectedRows ?? 0n);
}
