import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type KeptProcess, keepRunning, runToEnd } from './process-keeper.ts';

function aProgram(source: string): { kept: () => KeptProcess; lines: string[]; args: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'yuhang-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'program.mjs');
  writeFileSync(file, source);
  const lines: string[] = [];
  const spec = { name: 'program', args: [file], cwd: folder, env: process.env };
  const kept = () => keepRunning({ ...spec, log: (line) => lines.push(line) });
  return { kept, lines, args: [file] };
}

const WORKS = `
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
  setInterval(() => {}, 1000);
  console.log('pid ' + process.pid);
  process.send({ type: 'ready' });`;
const pids = (lines: string[]) =>
  lines.filter((l) => l.startsWith('pid')).map((l) => Number(l.slice(4)));

test('a process that was killed is started again', async () => {
  const { kept, lines } = aProgram(WORKS);
  const program = kept();
  await program.ready;
  await expect.poll(() => pids(lines).length).toBe(1);
  process.kill(pids(lines)[0] ?? 0, 'SIGKILL');
  await expect.poll(() => pids(lines).length, { timeout: 10_000 }).toBe(2);
  await program.stop();
  expect(lines.at(-1)).toBe('bye');
});

test('one that cannot start is given up, with its last words', async () => {
  const { kept } = aProgram(`console.error('the moon is not full'); process.exit(3);`);
  const refused = await kept().ready.catch((error) => error);
  expect(refused.code).toBe('process-failed');
  expect(refused.message).toContain('the moon is not full');
});

test('one that was told to stop is not started again', async () => {
  const { kept, lines } = aProgram(WORKS);
  const program = kept();
  await program.ready;
  await program.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(pids(lines)).toHaveLength(1);
  expect(() => process.kill(pids(lines)[0] ?? 0, 0)).toThrow();
});

test('a step that fails says why, and one that is interrupted ends', async () => {
  const run = (args: string[], signal = new AbortController().signal) =>
    runToEnd({ name: 'step', args, cwd: '/', env: process.env, signal });
  expect(await run(aProgram(`console.log('done')`).args)).toBe('done\n');
  await expect(run(aProgram(`throw new Error('no disk left')`).args)).rejects.toThrow(
    /no disk left/,
  );
  await expect(
    run(aProgram('setInterval(() => {}, 1000)').args, AbortSignal.timeout(200)),
  ).rejects.toThrow(/timeout/);
});
