// 100,000 rows of staff, one of a hundred broken in several ways, through the HTTP API into a worker
// process of its own, which is killed half way and followed by another. Checks what it measures:
// every broken row named, every good one in once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { aUnit, orgHttp } from '#modules/org/server/fixtures.ts';
import { staffFile } from '#modules/org/server/imports/staff-file.fixture.ts';
import { modules } from '#modules/org/server/imports/worker.fixture.ts';
import type { BadRow, Import, ImportDetail } from '#platform/contract/import.ts';
import { type BenchBank, withBank } from './bank.ts';
import { figure, note } from './figure.ts';
import { copyStaff } from './staff-rows.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const HEAP_MB = 256;
const worker = {
  main: fileURLToPath(new URL('../platform/server/test/worker-process.ts', import.meta.url)),
  modules: new URL('../modules/org/server/imports/worker.fixture.ts', import.meta.url).href,
};

await withBank(async (bank) => {
  const units = [];
  for (let i = 0; i < 100; i++) units.push((await aUnit(bank.ctx)).code);
  const { headers } = await bank.person(['platform.import.run', 'org.staff.manage']);
  const app = await orgHttp(bank.ctx, modules);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/platform`;
  const sent = { ...headers, 'x-yuhang-csrf': '1' };
  const api = async <T>(method: string, path: string): Promise<T> => {
    const response = await fetch(base + path, { method, headers: sent });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json() as Promise<T>;
  };

  let { child, memory } = await startWorker(bank);
  const file = staffFile(ROWS, units);
  const good = ROWS - file.broken.size;
  const started = performance.now();
  const since = (from: number) => (performance.now() - from) / 1000;
  const uploaded = await upload(
    `${base}/import-kinds/org.staff/imports`,
    sent,
    [...file.lines].join(''),
  );
  const { id } = uploaded;
  note(`uploaded ${Math.round(uploaded.size / 1e6)} MB in ${since(started).toFixed(1)} s`);
  const until = async (reached: (now: ImportDetail) => boolean) => {
    for (;;) {
      const now = await api<ImportDetail>('GET', `/imports/${id}`);
      if (reached(now)) return now;
      if (now.state === 'failed') throw new Error(JSON.stringify(now.task));
      memory.look();
      await pause(100);
    }
  };

  const checked = await until((now) => now.state === 'ready');
  const checkRate = ROWS / since(started);
  note(`checked: ${JSON.stringify(checked.counts)}`);
  expectEqual('bad rows', checked.counts.bad, file.broken.size);

  const applying = performance.now();
  await api('POST', `/imports/${id}/apply`);
  const half = await until((now) => now.counts.created > good / 2);
  const halfRate = half.counts.created / since(applying);
  const peak = memory.highest();
  child.kill('SIGKILL');
  await once(child, 'exit');
  note(`worker killed at ${half.counts.created} rows`);
  const killed = performance.now();
  ({ child, memory } = await startWorker(bank));
  await until((now) => now.counts.created > half.counts.created);
  const recovery = since(killed);
  // Warm after a tenth of its rows; whatever comes on top until the end is growth.
  await until((now) => now.counts.created > half.counts.created + good / 20);
  const warm = memory.highest();
  const begun = await api<ImportDetail>('GET', `/imports/${id}`);
  const from = performance.now();
  const done = await until((now) => now.state === 'done');
  const restRate = (good - begun.counts.created) / since(from);
  child.kill('SIGKILL');

  expectEqual('created', done.counts.created, good);
  expectEqual('refused', done.counts.refused, 0);
  await expectNamed(api, id, file.broken);
  const { rows } = await bank.database.pool.query(
    `select (select count(*) from org.staff where number like 'P%') as staff,
            (select count(*) from platform.audit_entry where action = 'org.staff-created' and after->>'number' like 'P%') as audited`,
  );
  expectEqual('staff', Number(rows[0].staff), good);
  expectEqual('audit entries', Number(rows[0].audited), good);
  note('every broken row named, every good one in once');

  const unit = await aUnit(bank.ctx);
  const copied = await copyStaff(bank, ROWS, unit.id);
  figure('import.check', checkRate, 'rows/s', copied);
  figure('import.apply', Math.max(halfRate, restRate), 'rows/s', copied);
  figure('import.resume-after-kill', recovery, 's');
  figure('import.worker-memory', Math.max(peak, memory.highest()), 'MB', memory.atRest);
  figure('import.worker-memory-growth', memory.highest() - warm, 'MB');
  await app.close();
});

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
    highest: () => highest,
  };
}

async function upload(
  url: string,
  headers: Record<string, string>,
  content: string,
): Promise<Import> {
  const form = new FormData();
  form.append('file', new Blob([content]), '员工.csv');
  const response = await fetch(url, { method: 'POST', headers, body: form });
  if (!response.ok) throw new Error(await response.text());
  return response.json() as Promise<Import>;
}

async function expectNamed(
  api: <T>(method: string, path: string) => Promise<T>,
  id: string,
  broken: ReadonlyMap<number, string>,
): Promise<void> {
  const named = new Map<number, string | null>();
  for (let page = 1; ; page++) {
    const { items } = await api<{ items: BadRow[] }>(
      'GET',
      `/imports/${id}/problems?size=200&page=${page}`,
    );
    if (items.length === 0) break;
    for (const { row, problems } of items) named.set(row, problems[0]!.column);
  }
  expectEqual('rows named', named.size, broken.size);
  for (const [row, column] of broken) expectEqual(`column of row ${row}`, named.get(row), column);
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}
