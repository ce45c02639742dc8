// A full sync of a million relationships into an empty copy by a worker process of its own, killed
// half way and followed by another; then a reconcile that finds nothing to do. Against a bare client
// that reads the same pages and keeps nothing. Checks what it measures: every relationship once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listRuns, startSync } from '#modules/wecom/server/sync/sync.service.ts';
import { asSystem } from '#platform/server/ctx.ts';
import { CORP_RATES } from '#protocol/wecom/limits.ts';
import type { BenchBank } from './bank.ts';
import { figure, note } from './figure.ts';
import { type BenchCorp, withCorp, withoutLimits } from './wecom-corp.ts';

const COUNT = Number(process.env.BENCH_ROWS ?? 1_000_000);
const STAFF = Math.max(10, Math.ceil(COUNT / 1_000));
const HEAP_MB = 256;
const LANES = 8;
const worker = {
  main: fileURLToPath(new URL('../platform/server/test/worker-process.ts', import.meta.url)),
  modules: new URL('../modules/wecom/server/sync/worker.fixture.ts', import.meta.url).href,
};

await withCorp(async (bank, corp) => {
  const userids = Array.from({ length: STAFF }, (_, i) => `rm${i}`);
  await fill(corp, userids);
  const stop = withoutLimits(corp);
  const ctx = asSystem(bank.ctx, bank.ctx.orgId, 'bench');
  const bare = await readBare(corp, userids);
  note(`bare client: ${Math.round(bare)} relationships/s`);

  const state = async (mode: 'full' | 'reconcile') => {
    const { items } = await listRuns(ctx, corp.corpId, { page: 1, size: 1, mode });
    const run = items[0]!;
    const step = run.steps.find(({ kind }) => kind === 'customers')!;
    if (run.state === 'failed' || run.state === 'cancelled') throw new Error(JSON.stringify(run));
    return { run, step };
  };
  let { child, memory } = await startWorker(bank);
  const until = async (mode: 'full' | 'reconcile', reached: (records: number) => boolean) => {
    for (;;) {
      const { run, step } = await state(mode);
      memory.look();
      if (run.state === 'done' || reached(step.records)) return step.records;
      await pause(200);
    }
  };

  const [idle, cold] = [await cpuOfDatabase(bank), memory.cpu()];
  const begun = performance.now();
  const since = (from: number) => (performance.now() - from) / 1000;
  await startSync(ctx, corp.corpId, { mode: 'full', kinds: ['customers'] });
  const half = await until('full', (records) => records >= COUNT / 2);
  const rate = half / since(begun);
  const peak = memory.highest();
  // Unlike the rates these hardly depend on what else the machine does.
  const each = (cpu: number) => (cpu / half) * 1e6;
  figure('wecom.sync-cpu', each(memory.cpu() - cold), 'µs/relationship');
  figure('wecom.sync-cpu-database', each((await cpuOfDatabase(bank)) - idle), 'µs/relationship');
  child.kill('SIGKILL');
  await once(child, 'exit');
  note(`worker killed at ${half} relationships, ${Math.round(rate)} a second so far`);
  const killed = performance.now();
  ({ child, memory } = await startWorker(bank));
  const resumed = await until('full', (records) => records > half);
  const recovery = since(killed);
  note(`going on at ${resumed} after ${recovery.toFixed(1)} s`);
  const rest = performance.now();
  await until('full', () => false);
  const restRate = (COUNT - resumed) / since(rest);
  const { step } = await state('full');
  expectEqual('records read', step.records, COUNT);
  const { rows } = await bank.database.pool.query(
    `select count(*)::int as n from wecom.follow where state = 'live'`,
  );
  expectEqual('relationships in the copy', Number(rows[0].n), COUNT);

  const again = performance.now();
  await startSync(ctx, corp.corpId, { mode: 'reconcile', kinds: ['customers'] });
  await until('reconcile', () => false);
  const reconciled = COUNT / since(again);
  const { run } = await state('reconcile');
  expectEqual('differences', run.differences, 0);
  child.kill('SIGKILL');
  stop();

  figure('wecom.sync', Math.max(rate, restRate), 'relationships/s', bare);
  figure(
    'wecom.sync-against-limit',
    Math.max(rate, restRate),
    'relationships/s',
    (CORP_RATES.minute / 60) * 100,
  );
  figure('wecom.reconcile', reconciled, 'relationships/s', bare);
  figure('wecom.sync-resume-after-kill', recovery, 's');
  figure('wecom.sync-memory', Math.max(peak, memory.highest()), 'MB', memory.atRest);
});

async function fill(corp: BenchCorp, userids: readonly string[]): Promise<void> {
  const started = performance.now();
  await corp.seed({
    staff: userids.map((userid) => ({ userid, name: userid, departments: [1] })),
  });
  const AT_ONCE = 10_000;
  for (let from = 0; from < COUNT; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, COUNT - from) }, (_, i) => from + i);
    await corp.seed({
      people: some.map((i) => ({ person: `p${i}`, name: `客户${i}` })),
      relationships: some.map((i) => ({
        userid: userids[i % userids.length],
        person: `p${i}`,
        remark: i % 3 ? '' : `备注${i}`,
        createtime: 1_760_000_000 + (i % 10_000_000),
      })),
    });
  }
  note(
    `${COUNT} relationships stand in WeCom after ${Math.round((performance.now() - started) / 1000)} s`,
  );
}

/** A tenth of it is enough to know. */
async function readBare(corp: BenchCorp, userids: readonly string[]): Promise<number> {
  const token = await corp.token();
  const url = `${corp.simulator.url}/cgi-bin/externalcontact/batch/get_by_user?access_token=${token}`;
  const open = userids.slice(0, Math.ceil(userids.length / 10));
  let read = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let userid = open.pop(); userid; userid = open.pop()) {
        let cursor = '';
        do {
          const body = JSON.stringify({ userid_list: [userid], limit: 100, cursor });
          const answer = await fetch(url, { method: 'POST', body });
          const page = (await answer.json()) as {
            errcode: number;
            external_contact_list: unknown[];
            next_cursor: string;
          };
          if (page.errcode !== 0) throw new Error(`code ${page.errcode}`);
          read += page.external_contact_list.length;
          cursor = page.next_cursor;
        } while (cursor);
      }
    }),
  );
  return read / ((performance.now() - started) / 1000);
}

async function startWorker({ url, masterKey, filesFolder }: BenchBank) {
  const child = fork(
    worker.main,
    [url, masterKey.toString('base64'), filesFolder, worker.modules, new Date().toISOString()],
    { execArgv: [`--max-old-space-size=${HEAP_MB}`] },
  );
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return { child, memory: memoryOf(child) };
}

/** Seconds of processor time of a process so far. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The same of the database, for the connections of the product that are open. */
async function cpuOfDatabase({ database }: BenchBank): Promise<number> {
  const { rows } = await database.pool.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database()',
  );
  return rows.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
}

/** Resident memory of a process in MB: at rest, and at its highest. */
function memoryOf({ pid }: ChildProcess) {
  const resident = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const atRest = resident();
  let highest = atRest;
  return {
    cpu: () => cpuOf(pid!),
    look() {
      highest = Math.max(highest, resident());
    },
    atRest,
    highest: () => highest,
  };
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}
