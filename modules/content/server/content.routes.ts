import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract/item.ts';
import * as media from '../contract/media.ts';
import * as products from '../contract/product.ts';
import * as scripts from '../contract/script.ts';
import * as wording from '../contract/wording.ts';
import { checkDraft } from './items/check.service.ts';
import {
  changeItem,
  createItem,
  listItems,
  newVersion,
  withdrawItem,
} from './items/item.service.ts';
import { showItem } from './items/item.view.ts';
import { contentMatrix } from './items/matrix.service.ts';
import { mediaFile, uploadMedia } from './media/media.service.ts';
import { createProduct, listProducts, showProduct } from './products/product.service.ts';
import { checkScript, createScript, listScripts } from './scripts/script.service.ts';
import { changeWording, wordingOf } from './wording/wording.service.ts';

export function contentRoutes(app: FastifyInstance): void {
  route(app, api.listItems, (ctx, { query }) => listItems(ctx, query));
  route(app, api.getItem, (ctx, { params }) => showItem(ctx, params.id));
  route(app, api.createItem, (ctx, { body }) => createItem(ctx, body));
  route(app, api.changeItem, (ctx, { params, body }) => changeItem(ctx, params.id, body));
  route(app, api.newVersion, (ctx, { params }) => newVersion(ctx, params.id));
  route(app, api.withdrawItem, (ctx, { params, body }) =>
    withdrawItem(ctx, params.id, body.reason),
  );
  route(app, api.checkDraft, (ctx, { body }) => checkDraft(ctx, body));
  route(app, api.contentMatrix, (ctx, { query }) => contentMatrix(ctx, query.segment));
  route(app, media.uploadMedia, (ctx, _, { file }) => uploadMedia(ctx, file!));
  route(app, media.getMedia, (ctx, { params }) => mediaFile(ctx, params.id));
  route(app, products.listProducts, (ctx, { query }) => listProducts(ctx, query));
  route(app, products.getProduct, (ctx, { params }) => showProduct(ctx, params.id));
  route(app, products.createProduct, (ctx, { body }) => createProduct(ctx, body));
  route(app, scripts.listScripts, async (ctx, { query }) => ({
    items: await listScripts(ctx, query),
  }));
  route(app, scripts.createScript, (ctx, { body }) => createScript(ctx, body));
  route(app, scripts.checkScript, (ctx, { body }) => checkScript(ctx, body));
  route(app, wording.getWording, (ctx) => wordingOf(ctx));
  route(app, wording.setWording, (ctx, { body }) => changeWording(ctx, body));
}
