// in-process check & apply, to be profiled
import { Readable } from 'node:stream';
import { aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { staffFile } from '#modules/org/server/imports/staff-file.fixture.ts';
import { orgImports } from '#modules/org/server/imports/index.ts';
import { startImport, beginApplying } from '#platform/server/imports/import.service.ts';
import { checkImportTask } from '#platform/server/imports/check-import.ts';
import { applyImportTask } from '#platform/server/imports/apply-import.ts';
import { taskRunner } from '#platform/server/tasks/run-task.ts';
import { sql } from 'kysely';
import { withBank } from './bank.ts';
import session from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
const ROWS = Number(process.argv[2] ?? 50000);
await withBank(async (bank) => {
  const units = [];
  for (let i = 0; i < 100; i++) units.push((await aUnit(bank.ctx)).code);
  const { ctx } = await bank.person(['platform.import.run', 'org.staff.manage']);
  const defs = new Map(orgImports.map((d) => [d.kind, d])) as never;
  const file = Readable.from([Buffer.from([...staffFile(ROWS, units).lines].join(''))]) as never;
  const id = await startImport(ctx, defs, 'org.staff', { file, filename: 'a.csv' } as never);
  const runner = taskRunner([checkImportTask(defs), applyImportTask(defs)] as never, async () => ctx.actor);
  const s = { post: async (..._: unknown[]) => ({ profile: {} }) };
  let peak = 0; let best: unknown; const base = process.memoryUsage().rss; const iv = setInterval(() => { const m = process.memoryUsage(); if (m.rss > peak) { peak = m.rss; best = m; } }, 20);
  const run = async () => {
    const { rows } = await sql<{ id: string }>`select id from platform.task where state='queued'`.execute(ctx.db);
    for (const r of rows) await runner.job.run({ ...ctx, trail: { recorded: 0 } }, { key: r.id, orgId: ctx.orgId, requestId: 'x', payload: { taskId: r.id } });
  };
  const c0 = process.cpuUsage();
  let t = performance.now(); await run(); console.log('check', ROWS / ((performance.now() - t) / 1000), 'cpu', process.cpuUsage(c0).user / 1e6, Math.round((peak-base)/1e6), 'MB');
  const { profile: p1 } = await s.post('Profiler.stop'); writeFileSync('/tmp/x/check.cpuprofile', JSON.stringify(p1));
  await beginApplying(ctx, defs, id);
  await s.post('Profiler.start');
  const c1 = process.cpuUsage();
  t = performance.now(); await run(); console.log('apply', ROWS / ((performance.now() - t) / 1000), 'cpu', process.cpuUsage(c1).user / 1e6, Math.round((peak-base)/1e6), 'MB');
  const { profile: p2 } = await s.post('Profiler.stop'); writeFileSync('/tmp/x/apply.cpuprofile', JSON.stringify(p2));
  clearInterval(iv); console.log(best, base / 1e6);
});
