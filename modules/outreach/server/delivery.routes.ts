import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract/handover.ts';
import { groupsAhead } from './handover/ahead.service.ts';
import { listHandovers } from './handover/list.service.ts';
import { automationShare } from './results/automation.repo.ts';

export function deliveryRoutes(app: FastifyInstance): void {
  route(app, api.listHandovers, (ctx, { query }) => listHandovers(ctx, query));
  route(app, api.listGroupsAhead, (ctx, { query }) => groupsAhead(ctx, query.days));
  route(app, api.showAutomation, (ctx, { query }) => automationShare(ctx, query));
}
