import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callWecom } from '#modules/wecom/server/index.ts';
import { freePort } from '#platform/postgres/free-port.ts';
import { type RunningPostgres, startPostgres } from '#platform/postgres/start-postgres.ts';
import { type Database, openDatabase } from '#platform/server/db.ts';
import { migrate } from '#platform/server/migrate.ts';
import { testMasterKey } from '#platform/server/test/test-database.ts';
import { testFilesFolder, testOrg } from '#platform/server/test/test-org.ts';
import { openVault } from '#platform/server/vault.ts';
import { deliveryDeps } from './delivery.ts';
import { type GivenBank, givenBank } from './handover/given-bank.fixture.ts';
import { ledgerDifferences } from './ledger/ledger.repo.ts';
import { readResults } from './results/read.service.ts';
import type { Planned } from './test/api-process.ts';
import {
  type Killable,
  killable,
  startApi,
  startSimulator,
  startWorker,
} from './test/processes.ts';

// The full size: YUHANG_KILLS=200.
const KILLS = Number(process.env.YUHANG_KILLS ?? 5);
const COLLEAGUES = 4;
const FRIENDS_EACH = Math.max(10, Math.ceil(KILLS / 4));
const A_ROUND = 12;
/** For what was killed to serve again, on a machine that may be busy. */
const PATIENCE_MS = 120_000;

/** It is a Tuesday morning whenever this runs: at night nobody would be asked to confirm anything. */
const AHEAD_MS = Date.parse('2026-03-03T10:00:00+08:00') - Date.now();
const now = () => new Date(Date.now() + AHEAD_MS);

const friends = Object.fromEntries(
  Array.from({ length: COLLEAGUES }, (_, i) => [
    `rm${i}`,
    Array.from({ length: FRIENDS_EACH }, (_, k) => `c${i}x${k}`),
  ]),
);
const say = (text: string) => process.env.YUHANG_KILLS && console.error(`  kills: ${text}`);

let dataDir: string;
let server: RunningPostgres;
let stopping = false;
let database: Database;
let bank: GivenBank;
let url: string;
let apiUrl: string;
const victims: Killable[] = [];

const log = () => {};
const adminUrl = () => server.url('postgres');

async function bringPostgres(port?: number): Promise<void> {
  server = await startPostgres({ dataDir, durable: true, log, ...(port ? { port } : {}) });
}

/** A query over what may be restarting. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await work();
    } catch (err) {
      if (Date.now() > end) throw err;
      await pause(200);
    }
  }
}

const simulator = {
  get url() {
    return url;
  },
  control: async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  },
};

beforeAll(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'yuhang-kills-')), 'pg');
  await bringPostgres();
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  await admin.query('create database yuhang_kills');
  await admin.query('create database yuhang_kills_wecom');
  await admin.end();
  const product = server.url('yuhang_kills');
  await migrate(product);
  database = openDatabase(product, { max: 5 });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  victims.push(
    await killable('simulator', () => startSimulator(server.url('yuhang_kills_wecom'), port)),
  );
  const ctx = {
    ...testOrg(),
    db: database.db,
    vault: await openVault(database.db, testMasterKey),
    now,
    realNow: () => new Date(),
  };
  bank = await givenBank(simulator, friends, {}, ctx);
  await simulator.control('POST', '/sim/clock', { now: now().getTime() / 1000, speed: 1 });
  const place = {
    ...{ database: product, masterKey: testMasterKey },
    ...{ files: testFilesFolder, ahead: AHEAD_MS },
  };
  for (const name of ['worker', 'second worker']) {
    victims.push(await killable(name, () => startWorker(place)));
    say(name);
  }
  const apiPort = await freePort();
  apiUrl = `http://127.0.0.1:${apiPort}`;
  victims.push(await killable('api', () => startApi(place, apiPort)));
}, 400_000);

afterAll(async () => {
  stopping = true;
  await Promise.all(victims.map((victim) => victim.stop()));
  await database?.close();
  await server?.stop();
});

async function killDatabase(): Promise<void> {
  const { pid, port } = server;
  const gone = new Promise<void>((resolve) => server.onExit(() => resolve()));
  process.kill(pid, 'SIGKILL');
  await gone;
  if (!stopping) await patiently(() => bringPostgres(port));
}

/** Asked again until it is answered: what was planned before the answer was lost is planned once. */
const planned = (body: Planned) =>
  patiently(async () => {
    const response = await fetch(`${apiUrl}/planned`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yuhang-csrf': '1' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) throw new Error(await response.text());
  });

/** What goes wrong at WeCom all the time; it forgets when it is killed. */
async function storm(): Promise<void> {
  await simulator.control('DELETE', '/sim/faults');
  const faults = [
    { endpoint: 'mass-message.add', kind: 'lost-reply', probability: 0.25, times: null },
    { endpoint: 'mass-message.add', kind: 'code', code: -1, probability: 0.1, times: null },
    { endpoint: 'mass-message.add', kind: 'reset', probability: 0.1, times: null },
    { endpoint: '*', kind: 'code', code: 45009, probability: 0.05, times: null },
    { endpoint: '*', kind: 'code', code: 45033, probability: 0.05, times: null },
  ];
  for (const fault of faults) await simulator.control('POST', '/sim/faults', fault);
}

/** Colleagues confirm what they find. */
async function confirmAll(): Promise<number> {
  let confirmed = 0;
  for (const userid of Object.keys(friends))
    for (const { msgid } of await bank.tasks(userid)) {
      await bank.acts({ do: 'staff.confirm-mass', userid, msgid });
      confirmed += 1;
    }
  return confirmed;
}

const count = async (what: ReturnType<typeof sql<{ n: number }>>) =>
  (await what.execute(database.db)).rows[0]!.n;

test(`with the api, workers, WeCom and the database killed ${KILLS} times, lost answers and storms of refusals, every touch is sent once`, {
  timeout: 400_000 + KILLS * 30_000,
}, async () => {
  const { ctx } = bank;
  const plan = await bank.plan();
  const names = Object.keys(friends);
  let wanted = 0;
  for (let round = 0; round < KILLS; round++) {
    // Each round other friends of two colleagues, so that nobody comes to the platform's cap.
    const some = [0, 1].flatMap((k) => {
      const userid = names[(round + k) % names.length]!;
      return Array.from({ length: A_ROUND }, (_, i) => ({
        staffId: bank.staff.get(userid)!,
        person: friends[userid]![(round * A_ROUND + i) % FRIENDS_EACH]!,
      }));
    });
    const told = planned({
      orgId: ctx.orgId,
      plan: { planId: plan, corpId: bank.corpId, itemId: bank.itemId },
      plannedAt: ctx.now().toISOString(),
      touches: some.map(({ staffId, person }, i) => ({
        staffId,
        customerId: bank.people.get(person)!.customerId,
        itemKey: `r${round}-${i % 3}`,
      })),
    });
    wanted += some.length;
    await patiently(storm);
    await pause(Math.random() * 1_500);
    const victim = Math.floor(Math.random() * (victims.length + 1));
    if (round === 0 || victim === victims.length) await killDatabase();
    else await victims[round <= victims.length ? round - 1 : victim]!.kill();
    await told;
    if (round % 3 === 2) await patiently(confirmAll);
    say(`${round + 1} of ${KILLS}; ${wanted} touches planned`);
  }

  await patiently(() => simulator.control('DELETE', '/sim/faults'));
  const open = sql<{ n: number }>`
    select count(*)::int as n from outreach.touch
     where org_id = ${ctx.orgId} and (state = 'reserved' or (state = 'handed_over' and exists (
       select 1 from outreach.handover h where h.org_id = touch.org_id and h.id = touch.handover_id
          and h.state in ('prepared', 'calling'))))`;
  const deadline = Date.now() + 300_000;
  while ((await patiently(() => count(open))) > 0) {
    if (Date.now() > deadline) {
      const left = await sql`select state, calls, opened, next_at, held_until, failure
        from outreach.handover where org_id = ${ctx.orgId} and state in ('prepared', 'calling')`.execute(
        database.db,
      );
      expect(left.rows).toEqual([]);
      break;
    }
    await pause(300);
  }
  await confirmAll();
  const deps = deliveryDeps({ judgeAgain: async () => [], wecom: { call: callWecom } });
  const underWay = sql<{ n: number }>`select count(*)::int as n from outreach.touch
     where org_id = ${ctx.orgId} and state in ('handed_over', 'confirmed')`;
  for (let tries = 0; tries < 20 && (await count(underWay)) > 0; tries++) {
    await sql`update outreach.handover set poll_at = ${ctx.now()}
       where org_id = ${ctx.orgId} and state in ('sent', 'confirmed')`.execute(database.db);
    await readResults(ctx, deps);
    await pause(200);
  }

  // Every touch that was planned reached its customer.
  const states = await sql<{ state: string; failure: string | null; n: number }>`
    select state, failure, count(*)::int as n from outreach.touch
     where org_id = ${ctx.orgId} group by 1, 2`.execute(database.db);
  expect(states.rows).toEqual([{ state: 'delivered', failure: null, n: wanted }]);
  // As often as WeCom itself says, for each customer: never twice, never not at all.
  const ours = await sql<{ customerId: number; n: number }>`
    select customer_id, count(*)::int as n from outreach.touch
     where org_id = ${ctx.orgId} group by 1`.execute(database.db);
  const expected = new Map(ours.rows.map(({ customerId, n }) => [customerId, n]));
  for (const [person, { customerId }] of bank.people)
    expect([person, (await bank.received(person)).length]).toEqual([
      person,
      expected.get(customerId) ?? 0,
    ]);
  // The ledger and the audit say the same.
  expect(await ledgerDifferences(ctx)).toEqual([]);
  const handovers = await sql<{ id: string; task: string }>`
    select id, task from outreach.handover
     where org_id = ${ctx.orgId} and task is not null order by id`.execute(database.db);
  const audited = await sql<{ id: string; task: string }>`
    select subject_id as id, after->>'task' as task from platform.audit_entry
     where org_id = ${ctx.orgId} and action = 'outreach.handed-over' order by 1`.execute(
    database.db,
  );
  expect(audited.rows).toEqual(handovers.rows);
  say(`${wanted} touches in ${handovers.rows.length} tasks, each once`);
});
