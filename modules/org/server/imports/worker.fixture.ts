import { importsModule } from '#platform/server/imports/imports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { staffActor } from '../access/staff-actor.service.ts';
import { orgImports } from './index.ts';

const imports = importsModule(orgImports);

/** What a worker that only imports runs. */
export const modules = [imports, tasksModule(imports.tasks, staffActor)];
