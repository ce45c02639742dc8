import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testOrg } from './test/test-org.ts';

test('a frequent statement is planned once for a connection and answers as before', async () => {
  const org = testOrg();
  const names = await org.db.connection().execute(async (db) => {
    for (const asked of [1, 2, 3, 4, 5, 6, 7]) {
      const { rows } = await sql<{ n: number }>`select ${asked}::int + 1 as n`.execute(db);
      expect(rows).toEqual([{ n: asked + 1 }]);
    }
    await sql`select 'once', ${1}::int`.execute(db);
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements`.execute(db);
    return rows.map((row) => row.statement);
  });
  expect(names.filter((text) => text.includes('+ 1 as n'))).toHaveLength(1);
  expect(names.filter((text) => text.includes("'once'"))).toHaveLength(0);
});

test('a frequent statement that fails fails the same way every time', async () => {
  const org = testOrg();
  await org.db.connection().execute(async (db) => {
    for (let i = 0; i < 6; i++)
      await expect(sql`select 1 / ${0}::int`.execute(db)).rejects.toMatchObject({ code: '22012' });
    const { rows } = await sql<{ n: number }>`select 1 / ${1}::int as n`.execute(db);
    expect(rows).toEqual([{ n: 1 }]);
  });
});
