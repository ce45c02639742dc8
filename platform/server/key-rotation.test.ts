import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ctx } from './ctx.ts';
import { openDatabase } from './db.ts';
import { reencryptAll, rotateDataKey } from './key-rotation.ts';
import {
  createMasterKey,
  masterKeysOf,
  nextFile,
  previousFile,
  rotateMasterKey,
} from './master-key.ts';
import type { EncryptedColumn } from './module.ts';
import { cloneTemplate, dropDatabase, testDatabase, testMasterKey } from './test/test-database.ts';
import { testOrg } from './test/test-org.ts';
import { keyOf, openVault, type Vault } from './vault.ts';

const key = ['org_id', 'id'];
const columns: EncryptedColumn[] = [
  { table: 'probe', key, column: 'phone', place: 'probe.phone' },
  { table: 'probe', key, column: 'settings', path: ['mail', 'secret'], place: 'probe.secret' },
];
const masters = () => [testMasterKey];
const ROWS = 1_300;
let ctx: Ctx;

beforeAll(async () => {
  await sql`create table probe (org_id uuid, id bigint, phone text, settings jsonb, primary key (org_id, id))`.execute(
    testDatabase().db,
  );
});

beforeEach(async () => {
  ctx = { ...testOrg(), realNow: () => new Date() };
  await sql`truncate probe`.execute(ctx.db);
  const ids = Array.from({ length: ROWS }, (_, i) => i);
  const phones = ids.map((id) =>
    id % 10 === 9 ? null : ctx.vault.encrypt('probe.phone', `138${id}`),
  );
  const settings = ids.map((id) =>
    JSON.stringify(
      id % 2 ? {} : { mail: { host: 'x', secret: ctx.vault.encrypt('probe.secret', `s${id}`) } },
    ),
  );
  await sql`insert into probe select ${ctx.orgId}::uuid, * from
    unnest(${ids}::bigint[], ${phones}::text[], ${settings}::jsonb[])`.execute(ctx.db);
});

type Row = {
  id: number;
  phone: string | null;
  settings: { mail?: { secret: string; host: string } };
};
const rows = async () =>
  (await sql<Row>`select id, phone, settings from probe order by id`.execute(ctx.db)).rows;

async function expectAllReadable(vault: Vault, changed = new Map<number, string>()): Promise<void> {
  for (const { id, phone, settings } of await rows()) {
    const wanted = changed.get(id) ?? (id % 10 === 9 ? null : `138${id}`);
    expect(phone === null ? null : await vault.decrypt('probe.phone', phone)).toBe(wanted);
    const { mail } = settings;
    if (id % 2 === 0) {
      expect(await vault.decrypt('probe.secret', mail!.secret)).toBe(`s${id}`);
      expect(mail!.host, 'what stands beside it is left alone').toBe('x');
    }
  }
}

const keysInUse = async () =>
  new Set(
    (await rows()).flatMap(({ phone, settings: { mail } }) => [
      ...(phone ? [keyOf(phone)] : []),
      ...(mail ? [keyOf(mail.secret)] : []),
    ]),
  );

test('a rotation encrypts every value anew, and old values are readable meanwhile (CR-036)', async () => {
  const before = ctx.vault.activeKey();
  const after = await rotateDataKey(ctx, masters);
  expect(ctx.vault.activeKey()).toBe(after);
  expect(await keysInUse()).toEqual(new Set([before]));
  await expectAllReadable(ctx.vault);

  await reencryptAll(ctx, columns, 0);
  expect(await keysInUse()).toEqual(new Set([after]));
  await expectAllReadable(await openVault(ctx.db, testMasterKey));
  const actions = await ctx.db
    .selectFrom('platform.auditEntry')
    .select('action')
    .where('subjectId', '=', after)
    .orderBy('seq')
    .execute();
  expect(actions.map((a) => a.action)).toEqual([
    'platform.data-key-rotated',
    'platform.data-key-rotation-finished',
  ]);
});

test('values written meanwhile by a process that knows only the old key are neither lost nor left behind (CR-036)', async () => {
  const elsewhere = await openVault(ctx.db, testMasterKey);
  const after = await rotateDataKey(ctx, masters);
  const changed = new Map<number, string>();
  const until = Date.now() + 800;
  const writer = (async () => {
    for (let i = 0; Date.now() < until; i++) {
      const id = (i * 37) % ROWS;
      const phone = `139${i}`;
      await sql`update probe set phone = ${elsewhere.encrypt('probe.phone', phone)} where id = ${id}`.execute(
        ctx.db,
      );
      changed.set(id, phone);
    }
  })();
  await reencryptAll(ctx, columns, 3_000);
  await writer;
  expect(changed.size).toBeGreaterThan(50);
  expect(await keysInUse()).toEqual(new Set([after]));
  await expectAllReadable(ctx.vault, changed);
});

test('a rotation that was interrupted goes on where it stopped (CR-036)', async () => {
  const after = await rotateDataKey(ctx, masters);
  let left = 700;
  const failing: Vault = {
    ...ctx.vault,
    decrypt(place, sealed) {
      if (left-- <= 0) throw new Error('the machine stopped');
      return ctx.vault.decrypt(place, sealed);
    },
  };
  const stopped = {
    ...ctx,
    vault: failing,
    log: {
      ...ctx.log,
      error: () => {
        throw new Error('the machine stopped');
      },
    } as unknown as Ctx['log'],
  };
  await expect(reencryptAll(stopped, columns, 0)).rejects.toThrow('the machine stopped');
  const progress = () =>
    ctx.db
      .selectFrom('platform.keyRotationColumn')
      .select(['name', 'rewritten'])
      .where('keyId', '=', after)
      .orderBy('name')
      .execute();
  expect(await progress()).toEqual([{ name: 'probe.phone', rewritten: 500 }]);

  await reencryptAll(ctx, columns, 0);
  expect(await progress()).toEqual([
    { name: 'probe.phone', rewritten: 1_170 },
    { name: 'probe.settings.mail.secret', rewritten: 650 },
  ]);
  await expectAllReadable(ctx.vault);
});

test('a value that cannot be read is left alone, reported, and holds nothing up', async () => {
  await sql`update probe set phone = 'v1.00000000-0000-7000-8000-000000000000.AAAA' where id = 3`.execute(
    ctx.db,
  );
  const reports: object[] = [];
  const log = {
    ...ctx.log,
    error: (entry: object) => reports.push(entry),
  } as unknown as Ctx['log'];
  const after = await rotateDataKey(ctx, masters);
  await reencryptAll({ ...ctx, log }, columns, 0);
  expect(reports[0]).toMatchObject({ column: 'probe.phone' });
  expect((await keysInUse()).size).toBe(2);
  expect((await rows()).filter(({ phone }) => phone && keyOf(phone) === after)).toHaveLength(1_169);
});

async function anInstallation() {
  const url = await cloneTemplate();
  const database = openDatabase(url);
  const file = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys', 'master.key');
  expect(await createMasterKey(file)).toBe('made');
  expect(await createMasterKey(file)).toBe('there');
  const vault = await openVault(database.db, masterKeysOf(file));
  const sealed = vault.encrypt('probe', '王小明');
  const opens = async () =>
    (await openVault(database.db, masterKeysOf(file))).decrypt('probe', sealed);
  const end = () => database.close().then(() => dropDatabase(url));
  return { database, file, vault, opens, sealed, end };
}

test('the master key is replaced while processes run, and they keep reading (CR-036)', async () => {
  const { database, file, vault, opens, sealed, end } = await anInstallation();
  const before = await readFile(file, 'utf8');
  expect(await rotateMasterKey(database.db, file)).toBe('rotated');
  expect(await readFile(file, 'utf8')).not.toBe(before);
  expect(await readFile(previousFile(file), 'utf8')).toBe(before);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(existsSync(nextFile(file))).toBe(false);

  await vault.refresh();
  expect(await vault.decrypt('probe', sealed)).toBe('王小明');
  expect(await opens()).toBe('王小明');
  const old = Buffer.from(before, 'base64');
  await expect(openVault(database.db, old), 'the old key opens nothing').rejects.toThrow();
  await end();
});

test('a replacement of the master key that stops half way loses nothing (CR-036)', async () => {
  const { database, file, opens, end } = await anInstallation();
  const before = await readFile(file, 'utf8');

  // Stopped before the database was changed: the new key was written, the old one is in force.
  await writeFile(nextFile(file), Buffer.alloc(32, 5).toString('base64'));
  expect(await opens()).toBe('王小明');
  expect(await rotateMasterKey(database.db, file)).toBe('rotated');
  expect(await opens()).toBe('王小明');

  // Stopped after it: the database follows the new key, the file still holds the old one.
  await copyFile(file, nextFile(file));
  await writeFile(file, before);
  expect(await opens(), 'the product starts all the same').toBe('王小明');
  expect(await rotateMasterKey(database.db, file)).toBe('finished');
  expect(existsSync(nextFile(file))).toBe(false);
  expect(await readFile(previousFile(file), 'utf8')).toBe(before);
  expect(await opens()).toBe('王小明');
  await end();
});
