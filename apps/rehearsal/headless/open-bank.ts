import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoBankId, demoRoster, seedDemoBank } from '#modules/org/server/index.ts';
import { startPostgres } from '#platform/postgres/start-postgres.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { drainer } from '#platform/server/drain.ts';
import { createMasterKey } from '#platform/server/master-key.ts';
import { migrate } from '#platform/server/migrate.ts';
import type { AppModule } from '#platform/server/module.ts';
import { productModules } from '../../modules.ts';
import { type Installation, openInstallation } from '../../yuhang/installation.ts';
import { type Desk, openDesk } from './desk.ts';

export interface HeadlessBank {
  readonly ctx: Ctx;
  readonly desk: Desk;
  /** Who drafts, who decides. */
  readonly operator: string;
  readonly checker: string;
  /** RMs with the code of their outlet, in the order of their numbers. */
  readonly rms: readonly { readonly number: string; readonly outlet: string }[];
  /** Does all that is queued. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenedBank extends HeadlessBank {
  readonly installation: Installation;
  readonly modules: readonly AppModule[];
}

const DATABASE = 'yuhang';

/** The demo bank in an empty folder, with people at its desk and nobody else about. */
export async function openBank(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<OpenedBank> {
  await mkdir(folder, { recursive: true });
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    log() {},
  });
  try {
    const { default: pg } = await import('pg');
    const admin = new pg.Client(postgres.url('postgres'));
    await admin.connect();
    await admin.query(`create database ${DATABASE}`);
    await admin.end();
    await migrate(postgres.url(DATABASE));
    const config = readConfig({
      DATABASE_URL: postgres.url(DATABASE),
      YUHANG_DATA: folder,
      YUHANG_MODE: 'demo',
      YUHANG_LOG_LEVEL: 'error',
      ...env,
    });
    await createMasterKey(config.masterKeyFile);
    const installation = await openInstallation(config);
    const { ctxFor } = installation;
    const modules = productModules(installation);
    const nobody = ctxFor(NO_BANK, 'rehearse');
    const { signIns } = await seedDemoBank(nobody);
    const orgId = (await demoBankId(nobody))!;
    const ctx = ctxFor(orgId, 'rehearse');
    const failed = new Map<string, unknown>();
    const drain = drainer(modules, ctxFor, (job, error) => failed.set(job, error));
    const settle = async () => {
      await drain(nobody);
      const [first] = failed;
      failed.clear();
      if (first) throw new Error(`${first[0]} failed`, { cause: first[1] });
    };
    await settle();
    const roster = await demoRoster(ctx);
    const outlets = new Map(roster.units.map(({ id, code }) => [id, code]));
    const idOf = async (role: RegExp) => {
      const found = signIns.find((one) => role.test(one.role))!;
      const { id } = await ctx.db
        .selectFrom('org.staff')
        .select('id')
        .where('orgId', '=', orgId)
        .where('number', '=', found.account)
        .executeTakeFirstOrThrow();
      return id;
    };
    return {
      ctx,
      installation,
      modules,
      desk: await openDesk(modules, (requestId) => ctxFor(orgId, requestId)),
      operator: await idOf(/总行运营/),
      checker: await idOf(/合规/),
      rms: roster.people
        .filter(({ title }) => title === '客户经理')
        .map(({ number, unitId }) => ({ number, outlet: outlets.get(unitId)! })),
      settle,
      async close() {
        await installation.close();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
