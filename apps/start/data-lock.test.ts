import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from './data-lock.ts';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yuhang-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const fileIn = (folder: string) => join(folder, 'running.json');

test('a second start on the same folder is refused and told where the first one is', async () => {
  const folder = aFolder();
  const lock = await lockDataFolder(folder);
  lock.announce('http://127.0.0.1:8600');
  const refused = await lockDataFolder(folder).catch((error) => error);
  expect(refused.code).toBe('already-running');
  expect(refused.message).toContain('http://127.0.0.1:8600');
  expect(refused.message).toContain(`${process.pid}`);
  lock.release();
  (await lockDataFolder(folder)).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('of many who start at once one gets the folder', async () => {
  const folder = aFolder();
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(folder)));
  const won = tries.filter((result) => result.status === 'fulfilled');
  expect(won).toHaveLength(1);
  won[0]?.value.release();
});

test('what a killed run left is taken over at once', async () => {
  const folder = aFolder();
  const source = `import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-lock.ts'))};
    await lockDataFolder(${JSON.stringify(folder)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module-typescript', '-e', source]);
  await once(other.stdout, 'data');
  expect((await lockDataFolder(folder).catch((error) => error)).code).toBe('already-running');
  other.kill('SIGKILL');
  await once(other, 'exit');
  const lock = await lockDataFolder(folder);
  expect(lock.tookOver).toBe(true);
  lock.release();
});

test('a process that merely has the same number does not hold the folder', async () => {
  const folder = aFolder();
  (await lockDataFolder(folder)).release();
  const lock = await lockDataFolder(folder);
  const holder = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
  lock.release();
  writeFileSync(fileIn(folder), JSON.stringify({ ...holder, born: '1' }));
  const next = await lockDataFolder(folder);
  expect(next.tookOver).toBe(true);
  next.release();
});

test('another machine holds the folder while its pulse beats, and not for ever after', async () => {
  const folder = aFolder();
  const holder = { pid: 1, born: '1', machine: 'another', address: 'http://10.0.0.2:8600' };
  writeFileSync(fileIn(folder), JSON.stringify(holder));
  const pulse = setInterval(() => utimesSync(fileIn(folder), new Date(), new Date()), 1000);
  const refused = await lockDataFolder(folder).catch((error) => error);
  clearInterval(pulse);
  expect(refused.code).toBe('already-running');

  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(fileIn(folder), longAgo, longAgo);
  const lock = await lockDataFolder(folder);
  lock.release();
  expect(existsSync(fileIn(folder))).toBe(false);
});
