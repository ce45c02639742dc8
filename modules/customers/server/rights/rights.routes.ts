import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/rights.ts';
import { dataAssets } from './asset.service.ts';
import { showCertificate } from './erase.service.ts';
import type { Inventory } from './inventory.ts';
import * as requests from './request.service.ts';

export function rightsRoutes(app: FastifyInstance, inventory: Inventory): void {
  route(app, api.listRightsRequests, (ctx, { query }) => requests.showRequests(ctx, query));
  route(app, api.getRightsRequest, (ctx, { params }) =>
    requests.showRequest(ctx, params.requestId),
  );
  route(app, api.recordRightsRequest, (ctx, { params, body }) =>
    requests.recordRequest(ctx, params.id, body),
  );
  route(app, api.correctData, (ctx, { params, body }) =>
    requests.correct(ctx, params.requestId, body),
  );
  route(app, api.approveErasure, (ctx, { params, body }) =>
    requests.confirmErasure(ctx, params.requestId, body.answer),
  );
  route(app, api.refuseRequest, (ctx, { params, body }) =>
    requests.refuse(ctx, params.requestId, body.answer),
  );
  route(app, api.getCertificate, (ctx, { params }) => showCertificate(ctx, params.number));
  route(app, api.listDataAssets, async (ctx) => ({
    items: await dataAssets(ctx, inventory.dataSets(), inventory.retention()),
  }));
}
