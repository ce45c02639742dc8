import type { FastifyInstance } from 'fastify';
import * as api from '../../contract/import.ts';
import type { AppModule } from '../module.ts';
import { route } from '../route.ts';
import type { TaskWork } from '../tasks/task.ts';
import { applyImportTask } from './apply-import.ts';
import { checkImportTask } from './check-import.ts';
import type { AnyImport } from './definition.ts';
import {
  beginApplying,
  cancelImport,
  clearOverdue,
  downloadErrors,
  startImport,
} from './import.service.ts';
import {
  deleteProfile,
  getImport,
  importDetail,
  listImports,
  listKinds,
  listProblems,
  listProfiles,
} from './import-view.service.ts';
import { type Definitions, ownDefinition } from './import-work.ts';
import { changeMapping } from './mapping.service.ts';
import { HEADERS_PLACE } from './read-headers.ts';
import { importTemplate } from './template.ts';

export interface ImportsModule extends AppModule {
  /** To be handed to `tasksModule`, which runs them. */
  readonly tasks: readonly TaskWork[];
}

/** Everything that can be imported into the product, by one mechanism. */
export function importsModule(imports: readonly AnyImport[]): ImportsModule {
  const definitions: Definitions = new Map(imports.map((d) => [d.kind, d]));
  if (definitions.size < imports.length) throw new Error('Two imports are of the same kind');
  return {
    name: 'platform.imports',
    routes: (app) => importRoutes(app, definitions),
    tasks: [checkImportTask(definitions), applyImportTask(definitions)],
    tickers: [{ name: 'platform.clear-imports', run: clearOverdue }],
    encrypted: [
      {
        table: 'platform.import',
        key: ['org_id', 'id'],
        column: 'sealed_headers',
        place: HEADERS_PLACE,
      },
    ],
  };
}

function importRoutes(app: FastifyInstance, definitions: Definitions): void {
  route(app, api.listImportKinds, async (ctx) => ({ items: await listKinds(ctx, definitions) }));
  route(app, api.downloadImportTemplate, async (ctx, { params, query }) =>
    importTemplate(ctx, await ownDefinition(ctx, definitions, params.kind), query.format),
  );
  route(app, api.startImport, async (ctx, { params }, { file }) =>
    getImport(ctx, definitions, await startImport(ctx, definitions, params.kind, file!)),
  );
  route(app, api.listImports, (ctx, { query }) => listImports(ctx, definitions, query));
  route(app, api.getImport, (ctx, { params }) => importDetail(ctx, definitions, params.id));
  route(app, api.setImportMapping, async (ctx, { params, body }) => {
    await changeMapping(ctx, definitions, params.id, body);
    return getImport(ctx, definitions, params.id);
  });
  route(app, api.listImportProblems, (ctx, { params, query }) =>
    listProblems(ctx, definitions, params.id, query),
  );
  route(app, api.applyImport, async (ctx, { params }) => {
    await beginApplying(ctx, definitions, params.id);
    return getImport(ctx, definitions, params.id);
  });
  route(app, api.cancelImport, async (ctx, { params }) => {
    await cancelImport(ctx, definitions, params.id);
    return getImport(ctx, definitions, params.id);
  });
  route(app, api.downloadImportErrors, (ctx, { params }) =>
    downloadErrors(ctx, definitions, params.id),
  );
  route(app, api.listImportProfiles, async (ctx, { query }) => ({
    items: await listProfiles(ctx, definitions, query.kind),
  }));
  route(app, api.deleteImportProfile, (ctx, { params }) =>
    deleteProfile(ctx, definitions, params.id),
  );
}
