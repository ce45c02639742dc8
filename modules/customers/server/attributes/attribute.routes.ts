import type { FastifyInstance } from 'fastify';
import { inTx } from '#platform/server/ctx.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/attribute.ts';
import { addAttribute, changeAttribute, listAttributes } from './attribute.service.ts';
import { enterAttribute } from './enter.service.ts';
import { showPortrait, showSetPortrait } from './portrait.service.ts';

export function attributeRoutes(app: FastifyInstance): void {
  route(app, api.listAttributes, async (ctx, { query }) => ({
    items: await listAttributes(ctx, query),
  }));
  route(app, api.addAttribute, (ctx, { body }) => addAttribute(ctx, body));
  route(app, api.changeAttribute, (ctx, { params, body }) =>
    changeAttribute(ctx, params.code, body),
  );
  route(app, api.setCustomerAttribute, (ctx, { params, body }) =>
    inTx(ctx, (ctx) => enterAttribute(ctx, params.id, params.code, body.value)),
  );
  route(app, api.getPortrait, (ctx, { params }) => showPortrait(ctx, params.id));
  route(app, api.getSetPortrait, (ctx, { query }) => showSetPortrait(ctx, query.tag));
}
