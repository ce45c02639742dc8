import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import { searchEverything as endpoint } from '../../contract/search.ts';
import { searchEverything } from './search.service.ts';

export function searchRoutes(app: FastifyInstance): void {
  route(app, endpoint, (ctx, { query }) => searchEverything(ctx, query.q));
}
