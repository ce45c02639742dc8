import type { FastifyInstance } from 'fastify';
import * as api from '#platform/contract/import.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import type { AppModule } from '#platform/server/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { callHttp, runDueJobs, testHttp } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import { customersModule } from '../module.ts';
import { customerImport } from './customer.import.ts';
import { transactionImport } from './transaction.import.ts';

export interface ImportDesk {
  readonly app: FastifyInstance;
  readonly modules: readonly AppModule[];
  upload(content: string | Buffer, filename?: string, kind?: string): Promise<api.ImportDetail>;
  map(id: string, mapping: MappingBody): Promise<api.ImportDetail>;
  apply(id: string): Promise<api.ImportDetail>;
  /** Uploads and imports what is good. */
  import(content: string | Buffer, filename?: string, kind?: string): Promise<api.ImportDetail>;
  reasons(id: string): Promise<[row: number, column: string | null, reason: string][]>;
}

type MappingBody = {
  columns?: (string | null)[];
  fills?: Record<string, string>;
  saveAs?: string;
};

/** Where files of customers are handed in, over HTTP as the screen does it. */
export async function anImportDesk(ctx: Ctx): Promise<ImportDesk> {
  const imports = importsModule([customerImport, transactionImport]);
  const modules = [imports, tasksModule(imports.tasks, async () => ctx.actor), customersModule()];
  const working = [imports, modules[1]!];
  const app = await testHttp(ctx, modules);
  const get = (id: string) => callHttp(app, api.getImport, { params: { id } });
  const run = async (id: string) => {
    await runDueJobs(ctx, [...working, quiet]);
    return get(id);
  };
  const apply = async (id: string) => {
    await callHttp(app, api.applyImport, { params: { id } });
    return run(id);
  };
  const upload = async (
    content: string | Buffer,
    filename = '客户.csv',
    kind: string = customerImport.kind,
  ) => {
    const { id } = await uploadTo(app, api.startImport, { kind }, filename, content);
    return run(id);
  };
  return {
    app,
    modules,
    upload,
    apply,
    async map(id, body) {
      await callHttp(app, api.setImportMapping, { params: { id }, body });
      return run(id);
    },
    async import(content, filename, kind) {
      return apply((await upload(content, filename, kind)).id);
    },
    async reasons(id) {
      const { items } = await callHttp(app, api.listImportProblems, { params: { id } });
      return items.flatMap(({ row, problems }) =>
        problems.map(({ column, reason }): [number, string | null, string] => [
          row,
          column,
          reason[1],
        ]),
      );
    },
  };
}

/** What is announced is heard by nobody here. */
const quiet: AppModule = { name: 'quiet' };
