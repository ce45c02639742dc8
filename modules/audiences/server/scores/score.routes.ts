import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract.ts';
import { listBand, valueBands } from './bands/band.service.ts';
import {
  chooseVersion,
  createModel,
  customerScores,
  getModel,
  listModels,
  listTopScored,
  trainModel,
} from './models/model.service.ts';
import { uploadScores } from './models/upload.service.ts';
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

  route(app, api.listModels, listModels);
  route(app, api.createModel, (ctx, { body }) => createModel(ctx, body));
  route(app, api.getModel, (ctx, { params }) => getModel(ctx, params.id));
  route(app, api.trainModel, (ctx, { params }) => trainModel(ctx, params.id));
  route(app, api.chooseModelVersion, (ctx, { params, body }) =>
    chooseVersion(ctx, params.id, body.no),
  );
  route(app, api.listTopScored, (ctx, { params, query }) => listTopScored(ctx, params.id, query));
  route(app, api.customerScores, (ctx, { params }) => customerScores(ctx, params.id));
  route(app, api.uploadScores, async (ctx, { query }, { file }) =>
    uploadScores(ctx, query.modelId, await file!.toBuffer()),
  );
}
