import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/server/ids.ts';
import { testDatabaseUrl } from '#platform/server/test/test-database.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { draw } from './draw.ts';

const RMS = 30;
const EACH = 20;
const ALONE = 200;
const audienceId = newId();

let ctx: ReturnType<typeof testOrg>;
let source: pg.Client;

beforeAll(async () => {
  ctx = testOrg();
  source = new pg.Client({ connectionString: testDatabaseUrl() });
  await source.connect();
  const put = (rm: string | null, n: number) =>
    source.query(
      `with made as (
         insert into customers.customer (customer_id, org_id, unit_id, rm_id, state, name_grams,
             source, created_at, changed_at, version)
         select nextval('customers.customer_id_seq'), $1, $2, $3, 'active', '{}', 'test', now(), now(), 1
           from generate_series(1, $4::int) returning customer_id)
       insert into audiences.member (customer_id, audience_id, org_id, since)
       select customer_id, $5, $1, now() from made`,
      [ctx.orgId, newId(), rm, n, audienceId],
    );
  for (let i = 0; i < RMS; i++) await put(newId(), EACH);
  await put(null, ALONE);
});
afterAll(() => source?.end());

async function drawn(customers: number | null) {
  await source.query('begin');
  const told = await draw(source, { orgId: ctx.orgId, audienceId, customers });
  const { rows } = await source.query<{
    customers: number;
    rms: number;
    alone: number;
    least: number;
  }>(
    `select sum(n)::int as customers, count(rm_id)::int as rms,
            coalesce(max(n) filter (where rm_id is null), 0)::int as alone,
            min(n) filter (where rm_id is not null)::int as least
       from (select rm_id, count(*) as n from rehearsed group by rm_id) r`,
  );
  const { rows: which } = await source.query('select customer_id from rehearsed order by 1');
  await source.query('rollback');
  return { ...told, ...rows[0]!, which: which.map((row) => row.customer_id as string) };
}

test('a sample takes a dozen RMs, customers of each, and the same share of those who have none', async () => {
  const sample = await drawn(120);
  expect(sample).toMatchObject({ audience: 800, staffOfAudience: 30, customers: 120, rms: 12 });
  // 240 customers of those RMs and 80 of 200 without: a quarter of what is drawn from.
  expect(sample.alone).toBeGreaterThan(18);
  expect(sample.alone).toBeLessThan(42);
  expect(sample.least).toBeGreaterThan(0);
  expect((await drawn(120)).which).toEqual(sample.which);
});

test('a larger sample takes more RMs, and everybody is everybody', async () => {
  // Twenty RMs have 400 customers.
  expect(await drawn(400)).toMatchObject({ staffOfAudience: 30, customers: 400, rms: 20 });
  expect(await drawn(800)).toMatchObject({ staffOfAudience: null, customers: 800, rms: 30 });
  expect(await drawn(null)).toMatchObject({ staffOfAudience: null, customers: 800, alone: 200 });
});
