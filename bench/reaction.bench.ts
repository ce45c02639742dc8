// From what a customer does to what a sequence makes of it: the customer deletes the colleague in
// WeChat, WeCom pushes it, the push is stored, read and told, the copy is read again, the relationship
// ends, and the customer is out of the sequence. Through HTTP, the real queue and the ticker, with a
// demo bank and the shipped sequence; against the five seconds that it may take for 95 of 100.
// REACTION_CUSTOMERS, REACTION_PAUSE_MS (between two of them).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { knowBy } from '#modules/customers/server/index.ts';
import { connectSimulatedCorp, foundSimulatedCorp } from '#modules/wecom/server/index.ts';
import { spawnSimulator } from '#modules/wecom/server/test/spawn-simulator.ts';
import { freePort } from '#platform/postgres/free-port.ts';
import { readClock, writeClock } from '#platform/server/clock.ts';
import { inTx, NO_BANK } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { startTicker } from '#platform/server/ticker.ts';
import { startWorker } from '#platform/server/worker.ts';
import { writeCustomerFile } from '../apps/rehearsal/headless/customer-file.fixture.ts';
import { importCustomers } from '../apps/rehearsal/headless/customers.ts';
import { type HeadlessBank, openBank } from '../apps/rehearsal/headless/open-bank.ts';
import { recordConsents, startPlan } from '../apps/rehearsal/headless/plan.ts';
import { startObserving } from '../apps/yuhang/observing.ts';
import { serveApi } from '../apps/yuhang/serve-api.ts';
import { figure, note } from './figure.ts';

const CUSTOMERS = Number(process.env.REACTION_CUSTOMERS ?? 100);
const PAUSE_MS = Number(process.env.REACTION_PAUSE_MS ?? 250);
const BUDGET_MS = 5_000;
const LONGEST_MS = 60_000;
const LOOK_MS = 20;
const CORP = 'ww0000000000000bec';
const HOUR = 3_600_000;

const folder = await mkdtemp(join(tmpdir(), 'yuhang-bench-reaction-'));
const port = await freePort();
const productUrl = `http://127.0.0.1:${port}`;
const bank = await openBank(join(folder, 'bank'), {
  PORT: `${port}`,
  YUHANG_PUBLIC_URL: productUrl,
});
const { ctx, installation, modules, settle } = bank;
const { config, database, clock, ctxFor } = installation;
await sql`create database reaction_wecom`.execute(database.db);
const wecomDatabase = new URL(config.databaseUrl);
wecomDatabase.pathname = '/reaction_wecom';
const simulator = await spawnSimulator(wecomDatabase.href);
const api = await serveApi(installation, modules, await startObserving(config, 'bench'));
try {
  const file = join(folder, 'customers.csv');
  await writeCustomerFile(file, CUSTOMERS);
  await importCustomers(bank, { file, limit: null }, note);
  await recordConsents(bank, note);
  await befriend(bank);
  await startPlan(bank, note);
  // Late in the evening they are taken in, the next morning everybody is on the first day.
  const tonight = startOfDay(addDays(dayOf(ctx.now()), 1)).getTime();
  for (const at of [tonight - 2 * HOUR, tonight + HOUR, tonight + 10 * HOUR]) {
    await standAt(new Date(at));
    await settle();
  }
  const inside = await underWay();
  if (inside.length < CUSTOMERS / 2) throw new Error(`only ${inside.length} are in the sequence`);
  const worker = await startWorker({ database, modules, concurrency: 4, ctxFor });
  const ticker = startTicker(
    config.databaseUrl,
    ctxFor(NO_BANK, 'bench'),
    modules.flatMap((module) => module.tickers ?? []),
  );
  const took = await measure(inside);
  await ticker.stop();
  await worker.stop();
  const at = (share: number) =>
    took.toSorted((a, b) => a - b)[Math.min(took.length - 1, Math.floor(took.length * share))]!;
  note(`${took.length} customers, one every ${PAUSE_MS} ms`);
  figure('reaction.p50', at(0.5), 'ms', BUDGET_MS);
  figure('reaction.p95', at(0.95), 'ms', BUDGET_MS);
  figure('reaction.slowest', at(1), 'ms', BUDGET_MS);
} finally {
  await simulator.stop();
  await api.stop();
  await bank.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function standAt(at: Date): Promise<void> {
  const { version } = await readClock(database.db);
  const standing = { mode: 'standing' as const, realAt: new Date(), businessAt: at, factor: 1 };
  await writeClock(database.db, standing, version);
  await clock.refresh();
  await simulator.control('POST', '/sim/clock', { now: at.toISOString(), speed: 0 });
}

/** A corp in which every customer is a friend of the colleague who looks after them. */
async function befriend({ ctx }: HeadlessBank): Promise<void> {
  await standAt(ctx.now());
  const { rows } = await sql<{ customerId: number; rmId: string }>`
    select customer_id, rm_id from customers.customer
     where org_id = ${ctx.orgId} and rm_id is not null order by 1`.execute(ctx.db);
  const colleagues = [...new Set(rows.map(({ rmId }) => rmId))];
  const userid = (rmId: string) => `rm${colleagues.indexOf(rmId) + 1}`;
  for (const id of colleagues)
    await sql`update org.staff set wecom_user_id = ${userid(id)}
               where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
  await foundSimulatedCorp(simulator.url, { corpid: CORP, name: '量' });
  await simulator.control('POST', `/sim/corps/${CORP}/seed`, {
    departments: [{ id: 2, name: '网点', parentId: 1 }],
    staff: colleagues.map((id) => ({ userid: userid(id), name: userid(id), departments: [2] })),
    people: rows.map(({ customerId }) => ({
      person: `c${customerId}`,
      name: `c${customerId}`,
      unionid: `bench-${customerId}`,
    })),
    relationships: rows.map(({ customerId, rmId }) => ({
      userid: userid(rmId),
      person: `c${customerId}`,
    })),
  });
  const known = rows.map(({ customerId }) => ({ customerId, value: `bench-${customerId}` }));
  await inTx(ctx, (tx) => knowBy(tx, 'unionid', known, 'bench'));
  const { rows: units } = await sql<{ id: string }>`
    select id from org.unit where org_id = ${ctx.orgId} and parent_id is null`.execute(ctx.db);
  await connectSimulatedCorp(
    ctx,
    { mode: config.mode, wecomUrl: simulator.url, publicUrl: productUrl, ctxFor },
    {
      ...{ corpid: CORP, name: '量', unitId: units[0]!.id, productUrl },
      simulatorUrl: simulator.url,
    },
  );
  await settle();
}

async function underWay(): Promise<{ customerId: number; userid: string }[]> {
  const { rows } = await sql<{ customerId: number; userid: string }>`
    select e.customer_id, r.userid from sequences.enrolment e
      join customers.relationship r on r.customer_id = e.customer_id and r.state = 'active'
     where e.org_id = ${ctx.orgId} and e.state = 'active' order by 1`.execute(ctx.db);
  return rows;
}

/** Each deletes the colleague in turn; milliseconds until each is out of the sequence. */
async function measure(customers: readonly { customerId: number; userid: string }[]) {
  const acted = new Map<number, number>();
  const took: number[] = [];
  let open = true;
  const looking = (async () => {
    while (open || acted.size > 0) {
      await pause(LOOK_MS);
      const waiting = [...acted.keys()];
      const { rows } = await sql<{ customerId: number }>`
        select customer_id from sequences.enrolment
         where customer_id = any(${waiting}::bigint[]) and state = 'ended'`.execute(ctx.db);
      for (const { customerId } of rows) {
        took.push(performance.now() - acted.get(customerId)!);
        acted.delete(customerId);
      }
      const oldest = Math.min(...acted.values());
      if (performance.now() - oldest > LONGEST_MS)
        throw new Error(`${acted.size} customers are still in the sequence after a minute`);
    }
  })();
  looking.catch(() => {});
  for (const { customerId, userid } of customers) {
    acted.set(customerId, performance.now());
    await simulator.control('POST', `/sim/corps/${CORP}/acts`, {
      acts: [{ do: 'customer.delete-staff', person: `c${customerId}`, userid }],
    });
    await pause(PAUSE_MS);
  }
  open = false;
  await looking;
  return took;
}
