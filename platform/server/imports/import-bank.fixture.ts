import type { FastifyInstance } from 'fastify';
import { beforeAll } from 'vitest';
import * as api from '../../contract/import.ts';
import { testDatabase } from '../test/test-database.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testHttp, testOrg } from '../test/test-org.ts';
import { uploadTo } from '../test/upload.ts';
import { createPeopleTable, peopleModules } from './people.fixture.ts';

beforeAll(async () => {
  await createPeopleTable({ db: testDatabase().db } as never);
});

export const permissions = allow('platform.import.run', 'test.people.manage');

export interface Bank {
  ctx: TestOrg;
  app: FastifyInstance;
  modules: ReturnType<typeof peopleModules>;
  run(options?: { twice?: boolean }): Promise<void>;
  upload(content: string | Buffer, filename?: string): Promise<api.ImportDetail>;
  get(id: string): Promise<api.ImportDetail>;
  apply(id: string): Promise<api.ImportDetail>;
  problems(id: string, query?: object): Promise<{ items: api.BadRow[]; total: number }>;
}

/** A bank with people to import, at whose HTTP door somebody with these permissions stands. */
export async function aBank(ctx = testOrg(permissions)): Promise<Bank> {
  const modules = peopleModules((id) => (id === ctx.actor.id ? ctx.actor : null));
  const app = await testHttp(ctx, modules);
  const run = (options?: { twice?: boolean }) => runDueJobs(ctx, modules, options);
  const get = (id: string) => callHttp(app, api.getImport, { params: { id } });
  return {
    ctx,
    app,
    modules,
    run,
    get,
    async upload(content, filename = '人员.csv') {
      const { id } = await uploadTo(
        app,
        api.startImport,
        { kind: 'test.people' },
        filename,
        content,
      );
      await run();
      return get(id);
    },
    async apply(id) {
      await callHttp(app, api.applyImport, { params: { id } });
      await run();
      return get(id);
    },
    problems: (id, query = {}) => callHttp(app, api.listImportProblems, { params: { id }, query }),
  };
}

export const header = '工号,姓名,手机号,级别,上级工号,入职日期\n';
