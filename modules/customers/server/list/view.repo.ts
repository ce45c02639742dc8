import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export async function findViews(ctx: Ctx) {
  return ctx.db
    .selectFrom('customers.savedView')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where((eb) => eb.or([eb('ownerId', '=', ctx.actor.id), eb('shared', '=', true)]))
    .orderBy('name')
    .execute();
}

export async function putView(
  ctx: TxCtx,
  view: { id: string; name: string; shared: boolean; query: unknown },
): Promise<string> {
  const query = sql`${JSON.stringify(view.query)}::jsonb`;
  const { id } = await ctx.db
    .insertInto('customers.savedView')
    .values({
      orgId: ctx.orgId,
      id: view.id,
      ownerId: ctx.actor.id,
      ownerName: ctx.actor.name,
      name: view.name,
      shared: view.shared,
      query,
      savedAt: ctx.now(),
    })
    .onConflict((c) =>
      c
        .columns(['orgId', 'ownerId', 'name'])
        .doUpdateSet({ shared: view.shared, query, savedAt: ctx.now() }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function deleteOwnView(ctx: TxCtx, id: string): Promise<string | null> {
  const row = await ctx.db
    .deleteFrom('customers.savedView')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('ownerId', '=', ctx.actor.id)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}
