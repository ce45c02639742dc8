import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

/** Deletes requests with every step of theirs: what they decided is gone and its time is over. */
export async function deleteApprovals(ctx: TxCtx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const wanted = sql`org_id = ${ctx.orgId} and`;
  await sql`delete from org.approval_step where ${wanted} approval_id = any (${[...ids]}::uuid[])`.execute(
    ctx.db,
  );
  const { numAffectedRows } =
    await sql`delete from org.approval where ${wanted} id = any (${[...ids]}::uuid[])`.execute(
      ctx.db,
    );
  return Number(numAffectedRows ?? 0n);
}

/** Which came to no yes, of these kinds, and were settled before a moment: the oldest first. */
export async function findRefusedApprovals(
  ctx: TxCtx,
  kinds: readonly string[],
  before: Date,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from org.approval
     where org_id = ${ctx.orgId} and kind = any (${[...kinds]}::text[])
       and state in ('rejected', 'withdrawn', 'expired', 'voided') and drafted_at < ${before}
     order by drafted_at limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
