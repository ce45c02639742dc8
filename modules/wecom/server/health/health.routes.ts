import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/health.ts';
import { listCalls, showHealth, showSeries } from './health.service.ts';

export function healthRoutes(app: FastifyInstance): void {
  route(app, api.corpHealth, (ctx, { params, query }) => showHealth(ctx, params.id, query.hours));
  route(app, api.listCalls, (ctx, { params, query }) => listCalls(ctx, params.id, query));
  route(app, api.callSeries, (ctx, { params, query }) => showSeries(ctx, params.id, query.minutes));
}
