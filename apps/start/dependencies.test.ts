import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { upToDate } from './dependencies.mjs';

const folder = mkdtempSync(join(tmpdir(), 'yuhang-dependencies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Packages = Record<
  string,
  { version: string; dev?: boolean; optional?: boolean; os?: string[] }
>;

const locked: Packages = {
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/vitest': { version: '5.0.0', dev: true },
  'node_modules/database': { version: '18.0.0', optional: true, os: [process.platform] },
  'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'] },
  'node_modules/bonus': { version: '1.0.0', optional: true },
};
const { 'node_modules/vitest': _, 'node_modules/elsewhere': __, ...production } = locked;

let clones = 0;
function aClone(installed: Packages | null): string {
  const root = join(folder, `${clones++}`);
  const optionalDependencies = { database: '18.0.0', elsewhere: '1.0.0' };
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const write = (file: string, packages: object) =>
    writeFileSync(join(root, file), JSON.stringify({ packages }));
  write('package-lock.json', { '': { optionalDependencies }, ...locked });
  if (!installed) return root;
  write('node_modules/.package-lock.json', installed);
  for (const path of Object.keys(installed)) mkdirSync(join(root, path));
  return root;
}
const without = (name: string): Packages =>
  Object.fromEntries(Object.entries(production).filter(([path]) => !path.endsWith(`/${name}`)));

test('what the lock names is recognised, however it was installed', () => {
  expect(upToDate(aClone(production), { dev: false })).toBe(true);
  expect(upToDate(aClone(locked), { dev: true })).toBe(true);
});

test('development tools are asked for only by those who develop', () => {
  expect(upToDate(aClone(production), { dev: true })).toBe(false);
});

test.each<[string, string]>([
  ['nothing is installed', aClone(null)],
  ['a package is missing', aClone(without('zod'))],
  [
    'a package has another version',
    aClone({ ...production, 'node_modules/zod': { version: '3.0.0' } }),
  ],
  ['the database that comes along was left out', aClone(without('database'))],
])('%s: it is installed', (_what, root) => {
  expect(upToDate(root, { dev: false })).toBe(false);
});

test('a package whose folder was deleted is brought again', () => {
  const root = aClone(production);
  rmSync(join(root, 'node_modules/zod'), { recursive: true });
  expect(upToDate(root, { dev: false })).toBe(false);
});

test('what cannot be had on this machine is not missed', () => {
  expect(upToDate(aClone(without('bonus')), { dev: false })).toBe(true);
});
