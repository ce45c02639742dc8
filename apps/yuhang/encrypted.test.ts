import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { seedDemoBank } from '#modules/org/server/index.ts';
import { asSystem, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { reencryptAll, rotateDataKey } from '#platform/server/key-rotation.ts';
import type { EncryptedColumn } from '#platform/server/module.ts';
import { testMasterKey } from '#platform/server/test/test-database.ts';
import { encryptedColumns, productModules } from '../modules.ts';
import { testInstallation } from './test-installation.ts';

let ctx: Ctx;
let columns: EncryptedColumn[];

beforeAll(async () => {
  const installation = testInstallation();
  columns = encryptedColumns(productModules(installation));
  ctx = asSystem({ ...installation.ctxFor(NO_BANK), realNow: () => new Date() }, NO_BANK);
  await seedDemoBank(ctx);
}, 120_000);

const SEALED = String.raw`v1\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.`;

test('CR-036 every column with encrypted values is known to a rotation of the key', async () => {
  const { rows } = await sql<{ table: string; column: string }>`
    select n.nspname || '.' || c.relname as table, a.attname as column
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'json'::regtype)
       and n.nspname not in ('pg_catalog', 'information_schema')`.execute(ctx.db);
  const found: string[] = [];
  for (const { table, column } of rows) {
    const sealed = await sql`select 1 from ${sql.table(table)}
      where ${sql.ref(column)}::text ~ ${SEALED} limit 1`.execute(ctx.db);
    if (sealed.rows.length > 0 || column.startsWith('sealed_')) found.push(`${table}.${column}`);
  }
  const known = columns.map(({ table, column }) => `${table}.${column}`);
  expect(found).toContain('org.staff.phone');
  expect(found.filter((name) => !known.includes(name))).toEqual([]);
});

test('CR-036 every registered column exists, and a rotation renews what the demo bank has in it', async () => {
  const before = ctx.vault.activeKey();
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from org.staff where phone is not null`.execute(ctx.db);
  await rotateDataKey(ctx, () => [testMasterKey]);
  await reencryptAll(ctx, columns, 0);
  const renewed = await ctx.db
    .selectFrom('platform.keyRotationColumn')
    .select(['name', 'rewritten'])
    .where('keyId', '=', ctx.vault.activeKey())
    .execute();
  expect(renewed).toHaveLength(columns.length);
  expect(renewed).toContainEqual({ name: 'org.staff.phone', rewritten: rows[0]!.count });
  for (const { table, column } of columns) {
    const old = await sql`select 1 from ${sql.table(table)}
      where ${sql.ref(column)}::text like ${`%v1.${before}.%`} limit 1`.execute(ctx.db);
    expect(old.rows, `${table}.${column}`).toEqual([]);
  }
});
