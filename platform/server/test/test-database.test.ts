import pg from 'pg';
import { expect, test } from 'vitest';
import { openDatabase } from '../db.ts';
import { pendingMigrations } from '../migrate.ts';
import { cloneTemplate, dropDatabase } from './test-database.ts';

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

test('each test file has a migrated database that no other sees', async () => {
  const [one, other] = await Promise.all([cloneTemplate(), cloneTemplate()]);
  const { db, close } = openDatabase(one, { max: 1 });
  expect(await pendingMigrations(db).finally(close)).toEqual([]);

  await run(one, 'create table only_here ()');
  const there = `select to_regclass('only_here') is not null as there`;
  expect(await run(one, there)).toEqual([{ there: true }]);
  expect(await run(other, there)).toEqual([{ there: false }]);

  await dropDatabase(one);
  await expect(run(one, 'select 1')).rejects.toThrow(/does not exist/);
});
