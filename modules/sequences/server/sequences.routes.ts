import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as enrolments from '../contract/enrolment.ts';
import * as runs from '../contract/run.ts';
import * as api from '../contract/sequence.ts';
import { moveRun } from './run/move.service.ts';
import { previewKeptRun, previewRun } from './run/preview.service.ts';
import { changeRun, createRun, endRun, pauseRun, resumeRun } from './run/run.service.ts';
import { listRuns, showRun } from './run/run.view.ts';
import {
  changeSequence,
  checkSequence,
  createSequence,
  newSequenceVersion,
} from './sequence/sequence.service.ts';
import { listSequences, showSequence } from './sequence/sequence.view.ts';
import { listEnrolments, listEnrolmentsOf } from './story/enrolment.view.ts';
import { showStory } from './story/story.view.ts';
import { takeOut } from './story/take-out.service.ts';

export function sequenceRoutes(app: FastifyInstance): void {
  route(app, api.listSequences, (ctx, { query }) => listSequences(ctx, query));
  route(app, api.getSequence, (ctx, { params, query }) =>
    showSequence(ctx, params.id, query.version),
  );
  route(app, api.createSequence, (ctx, { body }) => createSequence(ctx, body));
  route(app, api.changeSequence, (ctx, { params, body }) => changeSequence(ctx, params.id, body));
  route(app, api.newSequenceVersion, (ctx, { params }) => newSequenceVersion(ctx, params.id));
  route(app, api.checkSequence, (ctx, { body }) => checkSequence(ctx, body.definition));
  route(app, runs.listRuns, (ctx, { query }) => listRuns(ctx, query));
  route(app, runs.getRun, (ctx, { params }) => showRun(ctx, params.id));
  route(app, runs.createRun, (ctx, { body }) => createRun(ctx, body));
  route(app, runs.changeRun, (ctx, { params, body }) =>
    changeRun(ctx, params.id, body.revision, body.draft),
  );
  route(app, runs.pauseRun, (ctx, { params, body }) => pauseRun(ctx, params.id, body.reason));
  route(app, runs.resumeRun, (ctx, { params }) => resumeRun(ctx, params.id));
  route(app, runs.endRun, (ctx, { params, body }) => endRun(ctx, params.id, body.reason));
  route(app, runs.moveRun, (ctx, { params, body }) => moveRun(ctx, params.id, body));
  route(app, runs.previewRun, (ctx, { body }) => previewRun(ctx, body));
  route(app, runs.previewKeptRun, (ctx, { params }) => previewKeptRun(ctx, params.id));
  route(app, enrolments.listEnrolments, (ctx, { params, query }) =>
    listEnrolments(ctx, params.id, query),
  );
  route(app, enrolments.listEnrolmentsOf, (ctx, { params }) =>
    listEnrolmentsOf(ctx, params.customerId),
  );
  route(app, enrolments.getStory, (ctx, { params }) =>
    showStory(ctx, params.id, params.customerId),
  );
  route(app, enrolments.takeOut, (ctx, { params, body }) =>
    takeOut(ctx, params.id, params.customerId, body.reason),
  );
}
