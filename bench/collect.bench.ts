// What collection costs: events a second over HTTP, checked, stored once and counted in the roll-ups,
// beside the bare idempotent insert of the same rows into the same table shape; then a million with
// one in ten sent twice and the door killed in the middle. Load, door and PostgreSQL share the machine.
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import type pg from 'pg';
import { openDoor, sendUntilAnswered } from '#modules/tracking/server/collect/door-process.ts';
import { aSite, wrongRollups } from '#modules/tracking/server/fixtures.ts';
import { partitionsTicker } from '#modules/tracking/server/partitions/partitions.ticker.ts';
import { plainArray, quotedArray } from '#modules/tracking/server/store/event-row.ts';
import { newId } from '#platform/server/ids.ts';
import { type BenchBank, withBank } from './bank.ts';
import { figure, note, seconds } from './figure.ts';

const CUSTOMERS = 100_000;
const EVENTS = Number(process.env.COLLECT_EVENTS ?? 200_000);
const KILL_EVENTS = Number(process.env.COLLECT_KILL_EVENTS ?? 1_000_000);
const BATCH = 500;
const SENDERS = 12;
const KINDS = ['app.opened', 'login.done', 'branch.visited', 'call.answered', 'transaction.made'];

await withBank(async (bank) => {
  const { ctx, database } = bank;
  await partitionsTicker.run(ctx);
  const first = await makeCustomers(bank);
  const make = (count: number, days = 5) => makeEvents(first, count, days);

  const bare = await bareInsert(bank, make(EVENTS));
  note(`bare idempotent insert: ${show(bare)}`);

  const site = await aSite(ctx, { kind: 'server' });
  let door = await openDoor(bank.url, bank.masterKey);
  const batches = batchesOf(make(EVENTS));
  await send(() => Promise.resolve(door), site, batchesOf(make(20_000)));
  const doorBefore = await door.cpu();
  const before = await cpuOf(bank, doorBefore);
  const wall = await seconds(() => send(() => Promise.resolve(door), site, batches));
  const doorAfter = await door.cpu();
  const cpu = (await cpuOf(bank, doorAfter)) - before;
  note(
    `of ${cpu.toFixed(1)} s of processor the door took ${((doorAfter - doorBefore) / 1e6).toFixed(1)}`,
  );
  const batched = { rate: EVENTS / wall, perCore: EVENTS / cpu };
  note(`over HTTP in batches of ${BATCH}: ${show(batched)}`);
  figure('collect.batches', batched.rate, 'events/s', bare.rate);
  figure('collect.batches-per-core', batched.perCore, 'events/s of processor', bare.perCore);

  const again = await seconds(() => send(() => Promise.resolve(door), site, batches));
  figure('collect.all-duplicates', EVENTS / again, 'events/s', bare.rate);

  const page = await aSite(ctx, { kind: 'h5' });
  const idle = await cpuOf(bank, await door.cpu());
  const single = await singles(`${door.url}/collect/v1/events`, page.key);
  const spent = (await cpuOf(bank, await door.cpu())) - idle;
  figure('collect.single-requests', single.rate, 'requests/s');
  figure('collect.single-per-core', single.requests / spent, 'requests/s of processor');

  const events = make(KILL_EVENTS);
  const sent = events.flatMap((event, i) => (i % 10 === 0 ? [event, event] : [event]));
  const shuffled = sent.map((_, i) => sent[(i * 7_919) % sent.length]!);
  const doomed = batchesOf(shuffled);
  await database.pool.query('truncate tracking.event, tracking.daily');
  let opening = Promise.resolve(door);
  const restart = async () => {
    const dying = await opening;
    await dying.kill();
    opening = openDoor(bank.url, bank.masterKey);
  };
  let restarted: Promise<void> | null = null;
  const killWall = await seconds(async () => {
    await send(
      () => opening,
      site,
      doomed,
      (done) => {
        if (done === Math.floor(doomed.length / 2)) restarted = restart();
      },
    );
    await restarted;
  });
  door = await opening;
  const { rows } = await database.pool.query(
    `select (select count(*) from tracking.event) as events,
            (select sum(count) from tracking.daily)::bigint as counted`,
  );
  const wrong = await wrongRollups(ctx);
  note(
    `${sent.length} sent, one in ten twice, door killed: ${rows[0].events} stored, ${rows[0].counted} counted, ${wrong.length} wrong roll-ups`,
  );
  if (rows[0].events !== KILL_EVENTS || rows[0].counted !== KILL_EVENTS || wrong.length > 0)
    throw new Error('not exactly once');
  figure('collect.killed-in-the-middle', KILL_EVENTS / killWall, 'events/s', bare.rate);
  await door.kill();
});

interface BenchEvent {
  id: string;
  kind: string;
  at: number;
  customerId: number;
  amount?: number;
  properties?: object;
}

async function makeCustomers({ ctx, database }: BenchBank): Promise<number> {
  const { rows } = await database.pool.query(
    `insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
        created_at, changed_at, version)
     select nextval('customers.customer_id_seq'), $1, $1, 'active', '{}', 'bench', $2, $2, 1
       from generate_series(1, $3) returning customer_id`,
    [ctx.orgId, ctx.now(), CUSTOMERS],
  );
  return Math.min(...rows.slice(0, 1).map((row) => row.customer_id as number));
}

function makeEvents(first: number, count: number, days: number): BenchEvent[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, i) => {
    const kind = KINDS[i % KINDS.length]!;
    const bought = kind === 'transaction.made';
    return {
      id: newId(new Date(now)),
      kind,
      at: now - Math.floor(Math.random() * days * 86_400_000),
      customerId: first + ((i * 7_919) % CUSTOMERS),
      ...(bought ? { amount: (i % 1000) / 4, properties: { category: '餐饮' } } : {}),
    };
  });
}

function batchesOf(events: readonly BenchEvent[]): string[] {
  return Array.from({ length: Math.ceil(events.length / BATCH) }, (_, i) =>
    JSON.stringify({ events: events.slice(i * BATCH, (i + 1) * BATCH) }),
  );
}

async function send(
  door: Parameters<typeof sendUntilAnswered>[0],
  site: Parameters<typeof sendUntilAnswered>[1],
  batches: readonly string[],
  onNext: (done: number) => void = () => {},
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (next < batches.length) {
        const batch = batches[next++]!;
        const answered = sendUntilAnswered(door, site, batch);
        onNext(next);
        await answered;
      }
    }),
  );
}

/** The same rows into a copy of the table with its keys, one connection, 1,000 at a time. */
async function bareInsert(bank: BenchBank, events: readonly BenchEvent[]) {
  const { pool } = bank.database;
  await pool.query('create table bare (like tracking.event including all)');
  const own = () => process.cpuUsage().user + process.cpuUsage().system;
  const before = await cpuOf(bank, own());
  const wall = await seconds(async () => {
    const client = await pool.connect();
    try {
      for (let i = 0; i < events.length; i += 1_000)
        await insertBare(client, bank.ctx.orgId, events.slice(i, i + 1_000));
    } finally {
      client.release();
    }
  });
  const cpu = (await cpuOf(bank, own())) - before;
  await pool.query('drop table bare');
  return { rate: events.length / wall, perCore: events.length / cpu };
}

function insertBare(client: pg.PoolClient, orgId: string, rows: readonly BenchEvent[]) {
  return client.query(
    `insert into bare (customer_id, at, event_id, org_id, kind, source, amount, properties, received_at)
     select customer_id, at, event_id, $1::uuid, kind, 'bench', amount, properties, $2::timestamptz
       from unnest($3::bigint[], $4::timestamptz[], $5::uuid[], $6::text[], $7::numeric[], $8::jsonb[])
         as g (customer_id, at, event_id, kind, amount, properties)
     on conflict do nothing`,
    [
      orgId,
      new Date(),
      plainArray(rows.map((row) => row.customerId)),
      plainArray(rows.map((row) => `"${new Date(row.at).toISOString()}"`)),
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.kind)),
      plainArray(rows.map((row) => row.amount ?? null)),
      quotedArray(rows.map((row) => JSON.stringify(row.properties ?? {}))),
    ],
  );
}

/** Seconds of processor time of all server processes of PostgreSQL and of whoever talks to it. */
async function cpuOf({ database }: BenchBank, door: number): Promise<number> {
  const { rows } = await database.pool.query('select pid from pg_stat_activity');
  const stat = (pid: number | string) =>
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const sum = (fields: readonly string[]) => fields.reduce((total, n) => total + Number(n), 0);
  // Connections come and go: those that have ended stand in the account of their parent.
  const parent = stat(rows[0].pid)[1]!;
  const ticks = rows.reduce(
    (total, { pid }) => total + sum(stat(pid).slice(11, 13)),
    sum(stat(parent).slice(11, 15)),
  );
  return ticks / 100 + door / 1_000_000;
}

/** One event a request, as pages send them. */
async function singles(url: string, key: string): Promise<{ rate: number; requests: number }> {
  const visitors = Array.from({ length: 500 }, () => newId());
  let n = 0;
  const body = () => {
    n += 1;
    const at = Date.now();
    const event = { id: newId(new Date(at)), kind: 'page.viewed', at, properties: { page: '/' } };
    const visitor = visitors[n % visitors.length];
    return JSON.stringify({ key, visitor, consent: 'granted', sentAt: at, events: [event] });
  };
  const run = (duration: number) =>
    autocannon({
      url,
      method: 'POST',
      connections: 100,
      duration,
      headers: { 'content-type': 'text/plain' },
      requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }],
    });
  const warm = await run(2);
  const result = await run(8);
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  note(
    `single events: ${Math.round(result.requests.average)} requests/s, p99 ${result.latency.p99} ms`,
  );
  const requests = warm.requests.average * 2 + result.requests.average * 8;
  return { rate: result.requests.average, requests };
}

function show({ rate, perCore }: { rate: number; perCore: number }): string {
  return `${Math.round(rate)} events/s, ${Math.round(perCore)} for each second of processor`;
}
