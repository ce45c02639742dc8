import { staffActor } from '#modules/org/server/index.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { wecomModules } from '../fixtures.ts';
import { wecomTasks } from '../module.ts';

/** What a worker of its own needs to sync: nobody calls it back. */
export const modules = [
  ...wecomModules({
    mode: 'demo',
    wecomUrl: 'http://127.0.0.1:1',
    ctxFor: () => {
      throw new Error('a worker is not called');
    },
  }),
  tasksModule(wecomTasks, staffActor),
];
