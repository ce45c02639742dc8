import { CompiledQuery } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Compiled } from './compile.ts';

const run = async <T>(ctx: Ctx, text: string, values: readonly unknown[]) =>
  (await ctx.db.executeQuery(CompiledQuery.raw(text, [...values]))).rows as T[];

/** The customers who fit. */
export async function selectFitting(ctx: Ctx, { text, values }: Compiled): Promise<number[]> {
  const rows = await run<{ customerId: number }>(ctx, text, values);
  return rows.map((row) => row.customerId);
}

export async function countFitting(ctx: Ctx, { text, values }: Compiled): Promise<number> {
  const counted = `select count(*) as count from (${text}) fitting`;
  const rows = await run<{ count: number }>(ctx, counted, values);
  return rows[0]!.count;
}

/** How many fit, by the further columns of the selection. */
export async function groupFitting<T>(
  ctx: Ctx,
  { text, values }: Compiled,
  columns: readonly string[],
): Promise<(T & { count: number })[]> {
  const by = columns.join(', ');
  const counted = `select ${by}, count(*) as count from (${text}) fitting group by ${by}`;
  return run(ctx, counted, values);
}
