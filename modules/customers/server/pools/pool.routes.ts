import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/pool.ts';
import { listPoolHandovers, listPools, savePool } from './pool.service.ts';

export function poolRoutes(app: FastifyInstance): void {
  route(app, api.listPools, (ctx) => listPools(ctx));
  route(app, api.savePool, (ctx, { params, body }) => savePool(ctx, params.unitId, body));
  route(app, api.listPoolHandovers, (ctx, { params, query }) =>
    listPoolHandovers(ctx, params.unitId, query),
  );
}
