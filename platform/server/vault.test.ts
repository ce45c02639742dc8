import { expect, test } from 'vitest';
import { provideTestDatabase, testDatabase, testMasterKey } from './test/test-database.ts';
import { openVault } from './vault.ts';

provideTestDatabase();
const open = () => openVault(testDatabase().db, testMasterKey);

test('CR-036 a field comes back as it was written, in another process too, and never stands in clear', async () => {
  const sealed = (await open()).encrypt('org.staff.phone', '13812345678');
  expect(sealed).not.toContain('13812345678');
  expect(await (await open()).decrypt('org.staff.phone', sealed)).toBe('13812345678');
});

test('CR-036 a sealed field moved to another place or changed by a bit is refused', async () => {
  const vault = await open();
  const sealed = vault.encrypt('org.staff.phone', '13812345678');
  await expect(vault.decrypt('org.staff.email', sealed)).rejects.toThrow();
  const changed = sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  await expect(vault.decrypt('org.staff.phone', changed)).rejects.toThrow();
});

test('the same value is found again by its keyed hash, and only under its own place', async () => {
  const [a, b] = [await open(), await open()];
  expect(a.hash('org.staff.phone', '138').equals(b.hash('org.staff.phone', '138'))).toBe(true);
  expect(a.hash('org.staff.phone', '138').equals(a.hash('org.staff.email', '138'))).toBe(false);
});

test('another master key opens nothing', async () => {
  await open();
  await expect(openVault(testDatabase().db, Buffer.alloc(32, 9))).rejects.toThrow();
});
