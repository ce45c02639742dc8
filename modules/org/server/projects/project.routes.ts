import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/project-endpoints.ts';
import * as rollout from '../../contract/rollout.ts';
import { answerPilot } from './pilot-end.service.ts';
import {
  changeProject,
  changeProjectSettings,
  createProject,
  projectSettings,
  recordActual,
  setStakeholders,
} from './project.service.ts';
import { listProjects, projectDetail, summariseProjects } from './project.view.ts';
import { enterRolloutStage, meetCriterion, rolloutPhase, setRollout } from './rollout.service.ts';
import {
  addProjectTask,
  changeProjectTask,
  finishProjectTask,
  removeProjectTask,
} from './task.service.ts';

export function projectRoutes(app: FastifyInstance): void {
  route(app, api.listProjects, (ctx, { query }) => listProjects(ctx, query));
  route(app, api.getProject, (ctx, { params }) => projectDetail(ctx, params.id));
  route(app, api.createProject, (ctx, { body }) => createProject(ctx, body));
  route(app, api.changeProject, (ctx, { params, body }) => changeProject(ctx, params.id, body));
  route(app, api.setStakeholders, (ctx, { params, body }) => setStakeholders(ctx, params.id, body));
  route(app, api.addProjectTask, (ctx, { params, body }) => addProjectTask(ctx, params.id, body));
  route(app, api.changeProjectTask, (ctx, { params, body }) =>
    changeProjectTask(ctx, params, body),
  );
  route(app, api.removeProjectTask, (ctx, { params }) => removeProjectTask(ctx, params));
  route(app, api.finishProjectTask, (ctx, { params, body }) =>
    finishProjectTask(ctx, params, body.done),
  );
  route(app, api.recordActual, (ctx, { params, body }) => recordActual(ctx, params.id, body));
  route(app, api.answerPilot, (ctx, { params, body }) => answerPilot(ctx, params.id, body));
  route(app, rollout.setRollout, (ctx, { params, body }) => setRollout(ctx, params.id, body));
  route(app, rollout.meetCriterion, (ctx, { params, body }) => meetCriterion(ctx, params.id, body));
  route(app, rollout.enterRolloutStage, (ctx, { params, body }) =>
    enterRolloutStage(ctx, params.id, body),
  );
  route(app, rollout.getRolloutPhase, (ctx) => rolloutPhase(ctx));
  route(app, api.summariseProjects, (ctx) => summariseProjects(ctx));
  route(app, api.getProjectSettings, (ctx) => projectSettings(ctx));
  route(app, api.changeProjectSettings, (ctx, { body }) => changeProjectSettings(ctx, body));
}
