import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'yuhang-npm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Stands in for npm: takes its time, then leaves what npm leaves.
const npm = join(folder, 'npm-cli.js');
writeFileSync(
  npm,
  `const fs = require('node:fs');
   fs.appendFileSync('calls', JSON.stringify({ pid: process.pid, args: process.argv.slice(2), path: process.env.PATH }) + '\\n');
   setTimeout(() => {
     fs.mkdirSync('node_modules', { recursive: true });
     fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
   }, Number(process.env.SLOW_MS));`,
);

let clones = 0;
function aClone(): string {
  const root = join(folder, `${clones++}`);
  mkdirSync(root);
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
  return root;
}

function bring(root: string, slowMs: number): ChildProcess {
  const source = `import { bringDependencies } from ${JSON.stringify(join(import.meta.dirname, 'dependencies.mjs'))};
    await bringDependencies(${JSON.stringify(root)}, { dev: false });`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      npm_execpath: npm,
      npm_node_execpath: process.execPath,
      SLOW_MS: `${slowMs}`,
    },
  });
}
const ended = async (child: ChildProcess) => (await once(child, 'exit'))[0];
const calls = (root: string): { pid: number; args: string[]; path: string }[] => {
  if (!existsSync(join(root, 'calls'))) return [];
  const lines = readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
};

test('npm is called from outside of the folder it replaces', async () => {
  const root = aClone();
  expect(await ended(bring(root, 0))).toBe(0);
  expect(calls(root)).toHaveLength(1);
  expect(calls(root)[0]?.args.slice(0, 2)).toEqual(['ci', '--omit=dev']);
  expect(calls(root)[0]?.path).not.toContain(root);
  expect(await ended(bring(root, 0))).toBe(0);
  expect(calls(root)).toHaveLength(1);
});

test('of two at once, one installs and the other waits', async () => {
  const root = aClone();
  const first = bring(root, 1500);
  await expect.poll(() => calls(root).length, { timeout: 10_000 }).toBe(1);
  const second = bring(root, 0);
  expect(await Promise.all([ended(first), ended(second)])).toEqual([0, 0]);
  expect(calls(root)).toHaveLength(1);
});

test('an install whose asker was killed is ended, and begun anew', async () => {
  const root = aClone();
  const killed = bring(root, 60_000);
  await expect.poll(() => calls(root).length, { timeout: 10_000 }).toBe(1);
  killed.kill('SIGKILL');
  await ended(killed);
  expect(await ended(bring(root, 0))).toBe(0);
  const [orphan] = calls(root);
  expect(calls(root)).toHaveLength(2);
  await expect.poll(() => commandOf(orphan?.pid)).not.toContain('npm-cli');
});

function commandOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
