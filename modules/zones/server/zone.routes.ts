import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as shown from '../contract/shown.ts';
import * as api from '../contract/zone.ts';
import { changeZone, choicesFor, createZone, previewZone, withdrawZone } from './zone.service.ts';
import { listZones, showZoneDetail } from './zone.view.ts';

export function zoneRoutes(app: FastifyInstance): void {
  route(app, api.listZones, async (ctx) => ({ items: await listZones(ctx) }));
  route(app, api.getZone, (ctx, { params }) => showZoneDetail(ctx, params.id));
  route(app, api.createZone, (ctx, { body: { unitId, ...draft } }) =>
    createZone(ctx, unitId, draft),
  );
  route(app, api.changeZone, (ctx, { params, body: { version, ...draft } }) =>
    changeZone(ctx, params.id, version, draft),
  );
  route(app, api.withdrawZone, (ctx, { params, body }) =>
    withdrawZone(ctx, params.id, body.version),
  );
  route(app, shown.previewZone, (ctx, { body }) => previewZone(ctx, body.draft, body.as));
  route(app, shown.listChoices, async (ctx, { query }) => ({
    items: await choicesFor(ctx, query.block, query.q),
  }));
}
