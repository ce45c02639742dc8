import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Occasion, type OccasionId } from '../../contract/calendar.ts';
import { ProductDraft } from '../../contract/product.ts';

export async function findOccasions(ctx: Ctx): Promise<(Occasion & { id: OccasionId })[]> {
  const rows = await ctx.db
    .selectFrom('content.occasion')
    .select(['id', 'occasion'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...Occasion.parse(row.occasion), id: row.id as OccasionId }));
}

/** False when it is there already. */
export async function insertOccasion(
  ctx: TxCtx,
  id: OccasionId,
  occasion: Occasion,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('content.occasion')
    .values({
      ...{ orgId: ctx.orgId, id, occasion: JSON.stringify(occasion) },
      ...{ changedBy: ctx.actor.name, changedAt: ctx.now() },
    })
    .onConflict((c) => c.columns(['orgId', 'id']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function deleteOccasion(ctx: TxCtx, id: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('content.occasion')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Offers of listed products that begin or end between two days, both included. */
export async function findOffers(ctx: Ctx, from: string, to: string) {
  const { rows } = await sql<{ id: string; product: unknown }>`
    select p.id, p.product from content.product p
     where p.org_id = ${ctx.orgId} and p.state = 'listed'
       and exists (select from jsonb_array_elements(p.product -> 'offers') o
                    where o ->> 'from' <= ${to} and o ->> 'to' >= ${from})`.execute(ctx.db);
  return rows.flatMap(({ id, product }) => {
    const { name, offers } = ProductDraft.parse(product);
    return offers
      .filter((offer) => offer.from <= to && offer.to >= from)
      .map((offer) => ({ productId: id, product: name, ...offer }));
  });
}

/** How much may be sent today for each of these scenes. */
export async function countByScene(
  ctx: Ctx,
  scenes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ scene: string; items: number }>`
    select scene.name as scene, count(*)::int as items
      from content.item i
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
      join unnest(${[...scenes]}::text[]) as scene (name) on v.facets -> 'scenes' ? scene.name
     where i.org_id = ${ctx.orgId}
     group by 1`.execute(ctx.db);
  return new Map(rows.map((row) => [row.scene, row.items]));
}
