import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { PlanItem } from './plan-items.ts';

/** Lays out a version for a run; laid out again it is replaced. */
export async function putPlanItems(
  ctx: TxCtx,
  planId: string,
  version: number,
  items: readonly PlanItem[],
): Promise<void> {
  await sql`delete from sequences.plan_item
    where org_id = ${ctx.orgId} and plan_id = ${planId} and version = ${version}`.execute(ctx.db);
  const rows = items.map((item) => ({
    item_key: item.itemKey,
    round: item.round,
    day: item.day,
    stage: item.stage,
    step: item.step,
    lane: item.lane,
    letter: item.letter,
    three_w: item.threeW,
    offer: item.offer,
    title: item.title,
    content_id: item.contentId,
    content_version: item.contentVersion,
    product_id: item.productId,
    params: item.params,
    window_from: item.windowFrom,
    window_to: item.windowTo,
    needs_tag: item.needsTag,
    after_item: item.afterItem,
  }));
  await sql`
    insert into sequences.plan_item (org_id, plan_id, version, item_key, round, day, stage, step, lane,
      letter, three_w, offer, title, content_id, content_version, product_id, params, window_from,
      window_to, needs_tag, after_item)
    select ${ctx.orgId}, ${planId}, ${version}, i.item_key, i.round, i.day, i.stage, i.step, i.lane,
           i.letter, i.three_w, i.offer, i.title, i.content_id, i.content_version, i.product_id,
           i.params, i.window_from, i.window_to,
           -- A tag that is in no dictionary is held by nobody.
           case when i.needs_tag is not null then coalesce((select t.tag_id from customers.tag t
             where t.org_id = ${ctx.orgId} and t.code = i.needs_tag), 0) end,
           i.after_item
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (item_key text, round smallint,
        day smallint, stage smallint, step smallint, lane text, letter smallint, three_w boolean,
        offer boolean, title text, content_id uuid, content_version int, product_id uuid,
        params jsonb, window_from int, window_to int, needs_tag text, after_item text)`.execute(
    ctx.db,
  );
}

/** What a product says of itself in the places of a plan’s texts is what it says now. Answers the items. */
export async function restateProduct(
  ctx: TxCtx,
  planId: string,
  own: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { rows } = await sql<{ itemKey: string }>`
    with own as (select key, value from jsonb_each(${JSON.stringify(own)}::jsonb))
    update sequences.plan_item i
       set params = i.params || (select jsonb_object_agg(own.key, own.value) from own where i.params ? own.key)
     where i.org_id = ${ctx.orgId} and i.plan_id = ${planId}
       and exists (select from own where i.params -> own.key <> own.value)
    returning i.item_key as "itemKey"`.execute(ctx.db);
  return [...new Set(rows.map(({ itemKey }) => itemKey))];
}
