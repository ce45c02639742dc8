import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract/sequence.ts';
import {
  changeSequence,
  checkSequence,
  createSequence,
  newSequenceVersion,
} from './sequence/sequence.service.ts';
import { listSequences, showSequence } from './sequence/sequence.view.ts';

export function sequenceRoutes(app: FastifyInstance): void {
  route(app, api.listSequences, (ctx, { query }) => listSequences(ctx, query));
  route(app, api.getSequence, (ctx, { params, query }) =>
    showSequence(ctx, params.id, query.version),
  );
  route(app, api.createSequence, (ctx, { body }) => createSequence(ctx, body));
  route(app, api.changeSequence, (ctx, { params, body }) => changeSequence(ctx, params.id, body));
  route(app, api.newSequenceVersion, (ctx, { params }) => newSequenceVersion(ctx, params.id));
  route(app, api.checkSequence, (ctx, { body }) => checkSequence(ctx, body.definition));
}
