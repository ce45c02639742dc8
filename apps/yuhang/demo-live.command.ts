import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { getAudience, listAudiences } from '#modules/audiences/contract.ts';
import { demoBankId, demoStaffId } from '#modules/org/server/index.ts';
import { listRuns } from '#modules/sequences/contract.ts';
import { businessTime, readClock, writeClock } from '#platform/server/clock.ts';
import { readConfig } from '#platform/server/config.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import type { Db } from '#platform/server/db.ts';
import { productModules } from '../modules.ts';
import { openDesk } from '../rehearsal/headless/desk.ts';
import type { HeadlessBank } from '../rehearsal/headless/open-bank.ts';
import { recordConsents, startPlan } from '../rehearsal/headless/plan.ts';
import type { CommandCall } from './commands.ts';
import { trainDemoModel } from './demo-model.ts';
import { openPools } from './demo-pool.ts';
import { openZone } from './demo-zone.ts';
import { type Installation, openInstallation } from './installation.ts';
import { Refusal } from './words.ts';

const DAYS = 3;
const HOUR_MS = 3_600_000;
const LOOK_MS = 1_200;
const HOUR_PATIENCE_MS = 15_000;
const POLL_MS = 500;
const PATIENCE_MS = 3 * 60_000;

/**
 * A demo bank that lives: its customers have agreed or not, a sequence runs on those paid through the
 * bank, asked for by one person and approved by another, there are pools, a zone and a model, and a few
 * days have passed. Once is enough.
 */
export async function demoLive({ env, values }: CommandCall): Promise<number> {
  const installation = await openInstallation(readConfig({ YUHANG_LOG_LEVEL: 'error', ...env }));
  const { config, ctxFor } = installation;
  try {
    const bankId = config.mode === 'demo' ? await demoBankId(ctxFor(NO_BANK, 'demo')) : null;
    if (!bankId)
      throw new Refusal([
        '还没有演示机构，请先运行：yuhang demo',
        'There is no demo bank yet; run first: yuhang demo',
      ]);
    const bank = await atTheDesk(installation, bankId);
    const { total } = await bank.desk.ask(bank.operator, listRuns, { query: {} });
    if (total > 0) {
      console.log(JSON.stringify({ run: null }));
      return 0;
    }
    const quiet = () => {};
    await recordConsents(bank, quiet);
    // Today: whoever looks first finds messages on their way.
    const run = await startPlan(bank, quiet, payrollCustomers, 0);
    await openPools(bank);
    await openZone(bank);
    await trainDemoModel(bank);
    console.log(JSON.stringify({ run }));
    await passDays(installation, Number(values.days ?? DAYS));
    return 0;
  } finally {
    await installation.close();
  }
}

/** People of the demo bank at its own door; what they queue is done by the worker that runs. */
async function atTheDesk(installation: Installation, bankId: string): Promise<HeadlessBank> {
  const { ctxFor } = installation;
  const ctx = ctxFor(bankId, 'demo');
  const someone = async (role: string) => {
    const id = await demoStaffId(ctx, role);
    if (!id) throw new Error(`The demo bank has no ${role}`);
    return id;
  };
  return {
    ctx,
    desk: await openDesk(productModules(installation), (id) => ctxFor(bankId, id)),
    operator: await someone('head_office_operator'),
    checker: await someone('compliance_officer'),
    rms: [],
    settle: () => sleep(POLL_MS),
    close: async () => {},
  };
}

/** The ready group, as soon as its members were found after the import. */
const payrollCustomers: NonNullable<Parameters<typeof startPlan>[2]> = async ({
  desk,
  operator,
}) => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { items } = await desk.ask(operator, listAudiences, { query: { size: 200 } });
    const ready = items.find((audience) => audience.ready === 'payroll');
    if (ready?.count) return desk.ask(operator, getAudience, { params: { id: ready.id } });
    if (Date.now() > end) throw new Error('Nobody is paid through the bank');
    await sleep(POLL_MS);
  }
};

/**
 * Some days pass, an hour at a time and none before the last one's work is done: on a busy machine
 * the clock waits. Then it runs as any clock does. Whoever sets it meanwhile keeps it.
 */
async function passDays({ ctxFor }: Installation, days: number): Promise<void> {
  const { db } = ctxFor(NO_BANK, 'demo');
  let clock = await readClock(db);
  const begin = businessTime(clock, new Date()).getTime();
  const set = async (businessAt: Date, mode: 'standing' | 'running') => {
    const next = { mode, realAt: new Date(), businessAt, factor: 1 };
    const mine = await writeClock(db, next, clock.version);
    clock = { ...next, version: clock.version + 1 };
    return mine;
  };
  for (let hour = 1; hour <= days * 24; hour++) {
    if (!(await set(new Date(begin + hour * HOUR_MS), 'standing'))) return;
    await workDone(db);
  }
  await set(clock.businessAt, 'running');
}

/** People look at their clock every second; what they do then becomes work, and that more work. */
async function workDone(db: Db): Promise<void> {
  await sleep(LOOK_MS);
  for (const end = Date.now() + HOUR_PATIENCE_MS; Date.now() < end; await sleep(200)) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from graphile_worker.jobs
       where run_at <= now() and attempts < max_attempts`.execute(db);
    if (rows[0]!.waiting === 0) return;
  }
}
