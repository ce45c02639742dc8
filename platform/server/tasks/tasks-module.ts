import type { FastifyInstance } from 'fastify';
import * as api from '../../contract/task.ts';
import type { AppModule } from '../module.ts';
import { route } from '../route.ts';
import { type ActorOf, taskRunner } from './run-task.ts';
import { whenWaiting } from './task.repo.ts';
import { downloadTaskResult, getTask, listTasks, stopTask } from './task.service.ts';
import type { TaskWork } from './task.ts';

/** Everything long that the product does. `actorOf` tells with which permissions a task acts. */
export function tasksModule(tasks: readonly TaskWork[], actorOf: ActorOf): AppModule {
  const runner = taskRunner(tasks, actorOf);
  return {
    name: 'platform.tasks',
    routes: taskRoutes,
    jobs: [runner.job],
    tickers: [{ name: 'platform.wake-tasks', run: runner.wake, nextAt: whenWaiting }],
    pause: runner.pause,
  };
}

function taskRoutes(app: FastifyInstance): void {
  route(app, api.listTasks, (ctx, { query }) => listTasks(ctx, query));
  route(app, api.getTask, (ctx, { params }) => getTask(ctx, params.id));
  route(app, api.cancelTask, (ctx, { params }) => stopTask(ctx, params.id));
  route(app, api.downloadTaskResult, (ctx, { params }) => downloadTaskResult(ctx, params.id));
}
