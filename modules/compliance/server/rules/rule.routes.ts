import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/rule.ts';
import { listRules, showRule } from './rule.service.ts';

export function ruleRoutes(app: FastifyInstance): void {
  route(app, api.listRules, async (ctx, { query }) => {
    const found = await listRules(ctx, query);
    const from = (query.page - 1) * query.size;
    return { items: found.slice(from, from + query.size), total: found.length };
  });
  route(app, api.getRule, (ctx, { params }) => showRule(ctx, params.rule));
}
