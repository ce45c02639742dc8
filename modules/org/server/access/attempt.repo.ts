import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface AttemptRule {
  /** From this many wrong attempts on, each locks, twice as long as the one before. */
  readonly limit: number;
  readonly firstLockSeconds: number;
  readonly longestLockSeconds: number;
  /** So long after the last attempt all is forgotten. */
  readonly forgetSeconds: number;
}

/**
 * Counts an attempt before it is looked at, in one statement, so that many at once do not slip past
 * the limit. Answers when the key is locked until; null when the attempt may go on.
 */
export async function takeAttempt(
  ctx: TxCtx,
  key: Buffer,
  rule: AttemptRule,
): Promise<Date | null> {
  const now = ctx.realNow();
  const forget = new Date(now.getTime() - rule.forgetSeconds * 1000);
  const { rows } = await sql`
    insert into org.sign_in_attempt as a (key, failures, last_at, locked_until)
    values (${key}, 1, ${now}, null)
    on conflict (key) do update set
      failures = case when a.last_at < ${forget} then 1 else a.failures + 1 end,
      last_at = excluded.last_at,
      locked_until = case when a.last_at >= ${forget} and a.failures + 1 >= ${rule.limit}
        then ${now}::timestamptz + make_interval(secs => least(${rule.longestLockSeconds}::float8,
               ${rule.firstLockSeconds} * power(2, least(a.failures + 1 - ${rule.limit}, 20))))
        end
    where a.locked_until is null or a.locked_until <= ${now}
    returning failures`.execute(ctx.db);
  return rows.length > 0 ? null : lockedUntil(ctx, key);
}

/** The attempt was no failure after all. */
export async function giveBackAttempt(ctx: TxCtx, key: Buffer): Promise<void> {
  await ctx.db
    .updateTable('org.signInAttempt')
    .set((eb) => ({ failures: eb('failures', '-', 1), lockedUntil: null }))
    .where('key', '=', key)
    .where('failures', '>', 0)
    .execute();
}

export async function forgetAttempts(ctx: TxCtx, key: Buffer): Promise<void> {
  await ctx.db.deleteFrom('org.signInAttempt').where('key', '=', key).execute();
}

export async function lockedUntil(ctx: Ctx, key: Buffer): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('org.signInAttempt')
    .select('lockedUntil')
    .where('key', '=', key)
    .where('lockedUntil', '>', ctx.realNow())
    .executeTakeFirst();
  return row?.lockedUntil ?? null;
}

export async function deleteOldAttempts(ctx: TxCtx, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from org.sign_in_attempt where key in
      (select key from org.sign_in_attempt where last_at < ${before} limit 1000)`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
