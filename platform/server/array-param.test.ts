import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { arrayParam } from './array-param.ts';
import { testOrg } from './test/test-org.ts';

test('whatever is in a list arrives as it is', async () => {
  const { db } = testOrg();
  const awkward = [
    '',
    'null',
    'NULL',
    '{a,b}',
    'a"b',
    'a\\b',
    ' a ',
    '李小花',
    'v1.x_-=+/:',
    '\n',
    "'",
  ];
  const anything = fc.array(
    fc.option(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme' })), {
      nil: null,
    }),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (given) => {
      // PostgreSQL keeps no zero character.
      const values = given.map((value) => value?.replaceAll('\0', '') ?? null);
      const { rows } = await sql<{ list: (string | null)[] }>`
        select array(select v from unnest(${arrayParam(values)}::text[]) with ordinality as l (v, n)
                      order by n) as list`.execute(db);
      expect(rows[0]!.list).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

test('numbers and flags arrive as their own', async () => {
  const { db } = testOrg();
  const { rows } = await sql<{ n: number; ok: boolean | null }>`
    select * from unnest(${arrayParam([1, 2.5, -3])}::float8[],
                         ${arrayParam([true, false, null])}::boolean[]) as l (n, ok)`.execute(db);
  expect(rows).toEqual([
    { n: 1, ok: true },
    { n: 2.5, ok: false },
    { n: -3, ok: null },
  ]);
});
