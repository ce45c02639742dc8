import type { z } from 'zod';
import {
  addProduct,
  deleteProduct,
  getProduct,
  listProducts,
  updateProduct,
} from '#protocol/wecom/endpoints/product-albums.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { needMedia } from '../media/media.store.ts';

type Settings = z.output<(typeof addProduct)['body']>;

interface ProductRow {
  product_id: string;
  agent_id: number;
  settings: Settings;
  created_at: number;
  deleted: boolean;
}

async function find({ corp, db }: Caller, productId: string): Promise<ProductRow> {
  const product = found(
    await row<ProductRow>(db, 'select * from product where corp_id = $1 and product_id = $2', [
      corp.corpId,
      productId,
    ]),
    41075,
  );
  demand(!product.deleted, 41074);
  return product;
}

/** Changed and deleted by the app that made it. */
async function own(call: Caller, productId: string): Promise<ProductRow> {
  const product = await find(call, productId);
  demand(product.agent_id === call.app.agentId, 48002);
  return product;
}

async function checkImages(call: Caller, settings: Partial<Settings>): Promise<void> {
  for (const a of settings.attachments ?? []) await needMedia(call, a.image.media_id, ['album']);
}

const productOf = (p: ProductRow) => ({
  product_id: p.product_id,
  description: p.settings.description,
  price: p.settings.price,
  product_sn: p.settings.product_sn ?? '',
  create_time: p.created_at,
  attachments: p.settings.attachments,
});

export const productApi = [
  serve(addProduct, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    await checkImages(call, body);
    const counted = await row<{ n: number }>(
      db,
      'select count(*) n from product where corp_id = $1 and not deleted',
      [corp.corpId],
    );
    demand((counted?.n ?? 0) < corp.settings.productsAllowed, 41202);
    const productId = sim.ids.next('prod');
    await run(
      db,
      `insert into product (corp_id, product_id, agent_id, settings, created_at)
       values ($1, $2, $3, $4, $5)`,
      [corp.corpId, productId, app.agentId, JSON.stringify(body), now],
    );
    return { product_id: productId };
  }),
  serve(getProduct, async (call) => ({
    product: productOf(await find(call, call.body.product_id)),
  })),
  serve(listProducts, async ({ corp, db, body, limit }) => {
    const [afterTime = 0, afterId = ''] = decodeCursor('products', body.cursor) ?? [];
    const listed = await rows<ProductRow>(
      db,
      `select * from product where corp_id = $1 and not deleted
          and (created_at, product_id) > ($2, $3) order by created_at, product_id limit $4`,
      [corp.corpId, afterTime, afterId, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      product_list: page.map(productOf),
      next_cursor: last ? encodeCursor('products', [last.created_at, last.product_id]) : '',
    };
  }),
  serve(updateProduct, async (call) => {
    const product = await own(call, call.body.product_id);
    const { product_id, ...change } = call.body;
    await checkImages(call, change as Partial<Settings>);
    await run(call.db, 'update product set settings = $3 where corp_id = $1 and product_id = $2', [
      call.corp.corpId,
      product_id,
      JSON.stringify({ ...product.settings, ...change }),
    ]);
    return {};
  }),
  serve(deleteProduct, async (call) => {
    await own(call, call.body.product_id);
    await run(call.db, 'update product set deleted = true where corp_id = $1 and product_id = $2', [
      call.corp.corpId,
      call.body.product_id,
    ]);
    return {};
  }),
];
