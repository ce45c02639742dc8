import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#platform/server/db.ts';
import { cloneTemplate, dropDatabase } from '#platform/server/test/test-database.ts';
import { openVault } from '#platform/server/vault.ts';
import { ensureMasterKey } from './master-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'yuhang-key-'));
const databaseUrl = await cloneTemplate();
afterAll(async () => {
  await dropDatabase(databaseUrl);
  rmSync(folder, { recursive: true, force: true });
});

test('a new installation gets a master key that only its own user may read', async () => {
  const file = join(folder, 'keys/master.key');
  expect(await ensureMasterKey(file, databaseUrl)).toBe('made');
  const text = readFileSync(file, 'utf8');
  expect(Buffer.from(text.trim(), 'base64')).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);

  expect(await ensureMasterKey(file, databaseUrl)).toBe('there');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a database with encrypted data and no master key is refused, and no new key is made', async () => {
  const lost = join(folder, 'lost.key');
  const { db, close } = openDatabase(databaseUrl, { max: 1 });
  await openVault(db, Buffer.alloc(32, 1)).finally(close);
  const refused = await ensureMasterKey(lost, databaseUrl).catch((error) => error);
  expect(refused.code).toBe('master-key-missing');
  expect(refused.message).toContain(lost);
  expect(existsSync(lost)).toBe(false);
});
