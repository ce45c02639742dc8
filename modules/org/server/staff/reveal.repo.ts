import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';

/** One reader at a time counts, so that many calls at once do not slip past the limit. */
export async function lockReader(ctx: TxCtx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reveal:${ctx.actor.id}`}, 0))`.execute(
    ctx.db,
  );
}

/** What the caller has seen in the clear since a moment, and whether the alarm was given since. */
export async function revealsSince(
  ctx: TxCtx,
  since: Date,
): Promise<{ reveals: number; stopped: boolean }> {
  return ctx.db
    .selectFrom('org.reveal')
    .select([
      sql<number>`(count(*) filter (where not stopped))::int`.as('reveals'),
      sql<boolean>`coalesce(bool_or(stopped), false)`.as('stopped'),
    ])
    .where('orgId', '=', ctx.orgId)
    .where('actorId', '=', ctx.actor.id)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
}

export async function insertReveal(ctx: TxCtx, stopped: boolean): Promise<void> {
  await ctx.db
    .insertInto('org.reveal')
    .values({
      orgId: ctx.orgId,
      id: newId(ctx.realNow()),
      actorId: ctx.actor.id,
      at: ctx.realNow(),
      stopped,
    })
    .execute();
}

/** Only the last hour counts; older rows go. Answers how many went. */
export async function deleteRevealsBefore(ctx: TxCtx, before: Date): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('org.reveal')
    .where('at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
