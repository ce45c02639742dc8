// A bank's file of a million customers (BENCH_ROWS), one row of a thousand broken, through the HTTP
// API into a worker process of its own, which is killed half way and followed by another; then the
// same file once more, which must change nothing. Against COPY into the same tables.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { customerFile } from '#modules/customers/server/imports/customer-file.fixture.ts';
import { modules } from '#modules/customers/server/imports/worker.fixture.ts';
import { aUnit, orgHttp } from '#modules/org/server/fixtures.ts';
import type { Import, ImportDetail } from '#platform/contract/import.ts';
import { type BenchBank, withBank } from './bank.ts';
import { copyCustomers } from './customer-rows.ts';
import { figure, note } from './figure.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const HEAP_MB = 320;
const worker = {
  main: fileURLToPath(new URL('../platform/server/test/worker-process.ts', import.meta.url)),
  modules: new URL('../modules/customers/server/imports/worker.fixture.ts', import.meta.url).href,
};

await withBank(async (bank) => {
  const units = [];
  for (let i = 0; i < 50; i++) units.push((await aUnit(bank.ctx)).code);
  const { headers } = await bank.person(['platform.import.run', 'customers.customer.import']);
  const app = await orgHttp(bank.ctx, modules);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/platform`;
  const sent = { ...headers, 'x-yuhang-csrf': '1' };
  const api = async <T>(method: string, path: string): Promise<T> => {
    const response = await fetch(base + path, { method, headers: sent });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json() as Promise<T>;
  };
  const broken = new Set(Array.from({ length: Math.floor(ROWS / 1000) }, (_, i) => i * 1000 + 7));
  const good = ROWS - broken.size;
  const path = join(bank.filesFolder, 'customers.csv');
  await writeFile(path, customerFile(ROWS, units, broken));
  const upload = async (): Promise<Import> => {
    const form = new FormData();
    form.append('file', await openAsBlob(path), '客户.csv');
    const url = `${base}/import-kinds/customers.customer/imports`;
    const response = await fetch(url, { method: 'POST', headers: sent, body: form });
    if (!response.ok) throw new Error(await response.text());
    return response.json() as Promise<Import>;
  };
  let { child, memory } = await startWorker(bank);
  let told = '';
  const until = async (id: string, reached: (now: ImportDetail) => boolean) => {
    for (;;) {
      const now = await api<ImportDetail>('GET', `/imports/${id}`);
      if (reached(now)) return now;
      if (now.state === 'failed') throw new Error(JSON.stringify(now.task));
      memory.look();
      told = tellMemory(now, memory, told);
      await pause(100);
    }
  };
  const since = (from: number) => (performance.now() - from) / 1000;

  const { id, size } = await upload();
  note(`uploaded ${Math.round(size / 1e6)} MB`);
  const checking = performance.now();
  const checked = await until(id, (now) => now.state === 'ready');
  const checkRate = ROWS / since(checking);
  note(`checked: ${JSON.stringify(checked.counts)}`);
  expectEqual('bad rows', checked.counts.bad, broken.size);

  const applying = performance.now();
  await api('POST', `/imports/${id}/apply`);
  const half = await until(id, (now) => now.counts.created > good / 2);
  const halfRate = half.counts.created / since(applying);
  let peak = memory.highest();
  child.kill('SIGKILL');
  await once(child, 'exit');
  note(`worker killed at ${half.counts.created} rows, ${Math.round(halfRate)} rows/s so far`);
  ({ child, memory } = await startWorker(bank));
  const begun = await until(id, (now) => now.counts.created > half.counts.created);
  const from = performance.now();
  const warm = memory.highest();
  const done = await until(id, (now) => now.state === 'done');
  const restRate = (good - begun.counts.created) / since(from);
  expectEqual('created', done.counts.created, good);
  peak = Math.max(peak, memory.highest());
  const growth = memory.highest() - warm;
  await expectStored(bank, good);

  const again = await upload();
  await until(again.id, (now) => now.state === 'ready');
  const repeating = performance.now();
  await api('POST', `/imports/${again.id}/apply`);
  const same = await until(again.id, (now) => now.state === 'done');
  const againRate = good / since(repeating);
  expectEqual('unchanged', same.counts.unchanged, good);
  expectEqual('created by the same file', same.counts.created, 0);
  await expectStored(bank, good);
  child.kill('SIGKILL');
  note('every good row in once, through a kill and a second import');

  const unit = await aUnit(bank.ctx);
  const copied = await copyCustomers(bank, ROWS, unit.id);
  figure('customers-import.check', checkRate, 'rows/s', copied);
  figure('customers-import.apply', Math.max(halfRate, restRate), 'rows/s', copied);
  figure('customers-import.same-again', againRate, 'rows/s', copied);
  figure('customers-import.worker-memory', peak, 'MB', memory.atRest);
  figure('customers-import.worker-memory-growth', growth, 'MB');
  await app.close();
});

async function expectStored({ database, ctx }: BenchBank, good: number): Promise<void> {
  const { rows } = await database.pool.query(
    `select (select count(*) from customers.customer where org_id = $1) as customers,
            (select count(*) from customers.identity where org_id = $1) as identities,
            (select count(*) from customers.identity_key where org_id = $1) as keys`,
    [ctx.orgId],
  );
  expectEqual('customers', Number(rows[0].customers), good);
  expectEqual('identities', Number(rows[0].identities), 2 * good);
  expectEqual('keys', Number(rows[0].keys), 2 * good);
}

function expectEqual(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found}, not ${expected}`);
}

/** At every tenth of the rows: what the worker holds now and held at most. Flat means that it stays. */
function tellMemory(now: ImportDetail, memory: ReturnType<typeof memoryOf>, told: string): string {
  const { created, updated, unchanged } = now.counts;
  const done = created + updated + unchanged;
  const tenth = Math.floor((10 * done) / ROWS);
  const place = `${now.state} ${tenth}`;
  if (place === told || (now.state !== 'checking' && now.state !== 'applying')) return told;
  note(
    `${now.state} ${done} rows: ${Math.round(memory.now())} MB, at most ${Math.round(memory.highest())} MB`,
  );
  return place;
}

async function startWorker({ url, masterKey, filesFolder }: BenchBank) {
  const child = fork(
    worker.main,
    [url, masterKey.toString('base64'), filesFolder, worker.modules, new Date().toISOString()],
    // Without a limit V8 lets garbage lie while there is room; with it, what grows would break.
    { execArgv: [`--max-old-space-size=${HEAP_MB}`] },
  );
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return { child, memory: memoryOf(child) };
}

/** Resident memory of a process in MB: at rest, and at its highest. */
function memoryOf({ pid }: ChildProcess) {
  const resident = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const atRest = resident();
  let highest = atRest;
  return {
    look() {
      highest = Math.max(highest, resident());
    },
    atRest,
    now: resident,
    highest: () => highest,
  };
}
