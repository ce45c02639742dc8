import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** The bucket of a customer, as tables know it. */
export async function bucketOf(ctx: Ctx, customerId: number): Promise<number> {
  const { rows } = await sql<{ bucket: number }>`
    select (hashint8(${customerId}::bigint) & 1023)::int as bucket`.execute(ctx.db);
  return rows[0]!.bucket;
}
