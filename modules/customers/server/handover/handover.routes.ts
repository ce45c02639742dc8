import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/handover.ts';
import { assignHandover, listHandovers, showHandover } from './handover.service.ts';

export function handoverRoutes(app: FastifyInstance): void {
  route(app, api.listHandovers, (ctx, { query }) => listHandovers(ctx, query));
  route(app, api.getHandover, (ctx, { params, query }) => showHandover(ctx, params.id, query));
  route(app, api.assignHandover, (ctx, { params, body }) => assignHandover(ctx, params.id, body));
}
