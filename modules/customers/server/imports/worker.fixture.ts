import { staffActor } from '#modules/org/server/index.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { customerImport } from './customer.import.ts';

const imports = importsModule([customerImport]);

/** What a worker that only imports customers runs. */
export const modules = [imports, tasksModule(imports.tasks, staffActor)];
