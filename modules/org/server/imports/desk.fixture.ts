import type { FastifyInstance } from 'fastify';
import * as api from '#platform/contract/import.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import { aBank, signedIn } from '../fixtures.ts';
import { staffRoutes } from '../staff/staff.routes.ts';
import { unitRoutes } from '../units/unit.routes.ts';
import { orgImports } from './index.ts';

/** Somebody who brings files. */
export interface Desk {
  app: FastifyInstance;
  ctx: Ctx;
  upload(kind: string, content: string): Promise<api.ImportDetail>;
  import(kind: string, content: string): Promise<api.ImportDetail>;
  reasons(id: string): Promise<[row: number, column: string | null, reason: string][]>;
}

export async function aDesk(ctx: Ctx): Promise<Desk> {
  const imports = importsModule(orgImports);
  const modules = [
    imports,
    tasksModule(imports.tasks, async () => ctx.actor),
    { name: 'org.units', routes: unitRoutes },
    { name: 'org.staff', routes: staffRoutes },
  ];
  const app = await testHttp(ctx, modules);
  const upload = async (kind: string, content: string) => {
    const { id } = await uploadTo(app, api.startImport, { kind }, 'file.csv', content);
    await runDueJobs(ctx, modules);
    return callHttp(app, api.getImport, { params: { id } });
  };
  return {
    app,
    ctx,
    upload,
    async import(kind, content) {
      const { id } = await upload(kind, content);
      await callHttp(app, api.applyImport, { params: { id } });
      await runDueJobs(ctx, modules);
      return callHttp(app, api.getImport, { params: { id } });
    },
    async reasons(id) {
      const { items } = await callHttp(app, api.listImportProblems, { params: { id } });
      return items.flatMap(({ row, problems }) =>
        problems.map(({ column, reason }) => [row, column, reason[1]] as [number, string, string]),
      );
    },
  };
}

export const everything = [
  'platform.import.run',
  'org.unit.read',
  'org.unit.manage',
  'org.staff.read',
  'org.staff.manage',
] as const;

export async function headDesk(): Promise<Desk> {
  const org = testOrg();
  await aBank(org);
  return aDesk((await signedIn(org, everything)).ctx);
}
