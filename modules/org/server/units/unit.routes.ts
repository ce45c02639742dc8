import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/unit.ts';
import { closeUnit } from './close-unit.service.ts';
import { createUnit, moveUnit, reopenUnit, updateUnit } from './unit.service.ts';
import { exportUnitSheet, listUnitPage, showUnit, treeLevel } from './unit-query.service.ts';

export function unitRoutes(app: FastifyInstance): void {
  route(app, api.listUnits, (ctx, { query }) => listUnitPage(ctx, query));
  route(app, api.exportUnits, (ctx, { query }) => exportUnitSheet(ctx, query));
  route(app, api.unitTree, async (ctx, { query }) => ({
    items: await treeLevel(ctx, 'org.unit.read', query.parent, query.closed),
  }));
  route(app, api.getUnit, (ctx, { params }) => showUnit(ctx, params.id));
  route(app, api.createUnit, (ctx, { body }) => createUnit(ctx, body));
  route(app, api.updateUnit, (ctx, { params, body }) => updateUnit(ctx, params.id, body));
  route(app, api.moveUnit, (ctx, { params, body }) => moveUnit(ctx, params.id, body));
  route(app, api.closeUnit, (ctx, { params, body }) => closeUnit(ctx, params.id, body));
  route(app, api.reopenUnit, (ctx, { params, body }) => reopenUnit(ctx, params.id, body.version));
}
