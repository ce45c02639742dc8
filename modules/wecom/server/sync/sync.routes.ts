import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/sync.ts';
import * as service from './sync.service.ts';

export function syncRoutes(app: FastifyInstance): void {
  route(app, api.getSync, (ctx, { params }) => service.showSync(ctx, params.id));
  route(app, api.listSyncRuns, (ctx, { params, query }) => service.listRuns(ctx, params.id, query));
  route(app, api.startSync, (ctx, { params, body }) => service.startSync(ctx, params.id, body));
  route(app, api.cancelSync, (ctx, { params }) => service.cancelSync(ctx, params.id, params.runId));
  route(app, api.listDifferences, (ctx, { params, query }) =>
    service.listDifferences(ctx, params.id, params.runId, query),
  );
  route(app, api.setSyncSchedule, (ctx, { params, body }) =>
    service.scheduleReconcile(ctx, params.id, body.reconcileAt),
  );
}
