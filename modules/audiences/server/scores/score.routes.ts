import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract.ts';
import { listBand, valueBands } from './bands/band.service.ts';
import { listRfmTier, rfmOverview, saveRfmSettings } from './rfm/tiers.service.ts';
import {
  customerStanding,
  getSignals,
  listCell,
  needMatrix,
  saveSignals,
} from './standing/matrix.service.ts';

export function scoreRoutes(app: FastifyInstance): void {
  route(app, api.needMatrix, (ctx, { query }) => needMatrix(ctx, query.unitId));
  route(app, api.listCell, (ctx, { query }) => listCell(ctx, query));
  route(app, api.customerStanding, (ctx, { params }) => customerStanding(ctx, params.id));
  route(app, api.getSignals, getSignals);
  route(app, api.saveSignals, (ctx, { body }) => saveSignals(ctx, body));

  route(app, api.valueBands, (ctx, { query }) => valueBands(ctx, query.unitId));
  route(app, api.listBand, (ctx, { query }) => listBand(ctx, query));
  route(app, api.rfmOverview, (ctx, { query }) => rfmOverview(ctx, query.unitId));
  route(app, api.listRfmTier, (ctx, { query }) => listRfmTier(ctx, query));
  route(app, api.saveRfmSettings, (ctx, { body }) => saveRfmSettings(ctx, body));
}
