import type { FastifyInstance } from 'fastify';
import * as api from '../../contract/export.ts';
import type { AppModule } from '../module.ts';
import { route } from '../route.ts';
import type { TaskWork } from '../tasks/task.ts';
import type { AnyExport, ExportDefinitions } from './definition.ts';
import {
  type AskApproval,
  downloadExport,
  getExport,
  listExportKinds,
  listExports,
  requestExport,
} from './export.service.ts';
import { type BankName, makeExportTask, QUERY_PLACE } from './make-export.ts';

export interface ExportsModule extends AppModule {
  /** To be handed to `tasksModule`, which runs them. */
  readonly tasks: readonly TaskWork[];
}

export interface ExportsDeps {
  readonly askApproval: AskApproval;
  readonly bankName: BankName;
}

export function exportDefinitions(exports: readonly AnyExport[]): ExportDefinitions {
  const definitions = new Map(exports.map((definition) => [definition.kind, definition]));
  if (definitions.size < exports.length) throw new Error('Two exports are of the same kind');
  return definitions;
}

/** Everything that leaves the product as a file too large to wait for, or in the clear. */
export function exportsModule(definitions: ExportDefinitions, deps: ExportsDeps): ExportsModule {
  return {
    name: 'platform.exports',
    routes: (app) => exportRoutes(app, definitions, deps),
    tasks: [makeExportTask(definitions, deps.bankName)],
    encrypted: [
      {
        table: 'platform.export',
        key: ['org_id', 'id'],
        column: 'sealed_query',
        place: QUERY_PLACE,
      },
    ],
  };
}

function exportRoutes(
  app: FastifyInstance,
  definitions: ExportDefinitions,
  { askApproval }: ExportsDeps,
): void {
  route(app, api.listExportKinds, async (ctx) => ({ items: listExportKinds(ctx, definitions) }));
  route(app, api.requestExport, (ctx, { params, body }) =>
    requestExport(ctx, definitions, askApproval, params.kind, body),
  );
  route(app, api.listExports, (ctx, { query }) => listExports(ctx, definitions, query));
  route(app, api.getExport, (ctx, { params }) => getExport(ctx, definitions, params.id));
  route(app, api.downloadExport, (ctx, { params }) => downloadExport(ctx, params.id));
}
