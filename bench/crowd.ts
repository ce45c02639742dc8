// Many customers, made inside the database: 15 tags out of 500 (some far more frequent than others),
// twelve attributes, 20 events of 30 kinds over 90 days, with their roll-ups.
import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { note, seconds } from './figure.ts';

export const TAGS = 500;
const AT_ONCE = 250_000;

/** Kinds whose events a crowd has; the first ten are of one family. */
const KINDS = Array.from({ length: 30 }, (_, i) =>
  i < 10 ? `page.bench-${i}` : `deed.bench-${i}`,
);
export const kind = (i: number): string => KINDS[i]!;

export async function makeCrowd(
  ctx: Ctx,
  customers: number,
  unitIds: readonly string[],
): Promise<void> {
  await sql`select setseed(0.42)`.execute(ctx.db);
  const groupId = (
    await sql<{ id: number }>`select group_id as id from customers.tag_group
      where org_id = ${ctx.orgId} order by group_id limit 1`.execute(ctx.db)
  ).rows[0]!.id;
  await sql`
    insert into customers.tag (org_id, tag_id, group_id, code, name, state, built_in, position, version)
    select ${ctx.orgId}, nextval('customers.word_id_seq'), ${groupId}, 'bench_' || n,
           array['标签' || n, 'Tag ' || n], 'active', false, n, 1
      from generate_series(0, ${TAGS - 1}) n`.execute(ctx.db);
  for (const index of [
    'customers.customer_tag_due',
    'customers.attribute_value_of',
    'customers.customer_tag_holders',
  ])
    await sql`drop index if exists ${sql.table(index)}`.execute(ctx.db);
  for (let from = 1; from <= customers; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE - 1, customers);
    const spent = await seconds(() => makeSome(ctx, from, to, unitIds));
    note(`customers ${from}–${to}: ${Math.round(spent)} s`);
  }
  for (const table of [
    'customers.customer',
    'customers.attribute_value',
    'customers.customer_tag',
    'tracking.daily',
    'tracking.event',
  ])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
}

async function makeSome(
  ctx: Ctx,
  from: number,
  to: number,
  unitIds: readonly string[],
): Promise<void> {
  const now = ctx.now();
  await sql`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
      created_at, changed_at, version)
    select n, ${ctx.orgId}, (${[...unitIds]}::uuid[])[1 + n % ${unitIds.length}], 'active', '{}',
           'bench', ${now}, ${now}, 1
      from generate_series(${from}::bigint, ${to}::bigint) n`.execute(ctx.db);
  const value = (code: string, column: string, content: ReturnType<typeof sql>) =>
    sql`
    insert into customers.attribute_value (customer_id, attribute_id, org_id, ${sql.raw(column)},
      source, rank, at, changed_at)
    select n, a.attribute_id, ${ctx.orgId}, ${content}, 'bank_data', 1, ${now}, ${now}
      from generate_series(${from}::bigint, ${to}::bigint) n,
           (select attribute_id from customers.attribute
             where org_id = ${ctx.orgId} and code = ${code}) a`.execute(ctx.db);
  const choice = (...options: string[]) =>
    sql`array[(${options}::text[])[1 + floor(random() * random() * ${options.length})::int]]`;
  await value('aum', 'number', sql`floor(exp(random() * 12) * 1000)`);
  await value('deposits', 'number', sql`floor(exp(random() * 11) * 1000)`);
  await value('spending', 'number', sql`floor(random() * 2000000)`);
  await value('payday', 'number', sql`1 + floor(random() * 28)`);
  await value('city_tier', 'words', choice('tier3', 'tier2', 'tier4', 'tier1'));
  await value('age_band', 'words', choice('35_44', '25_34', '45_54', '55_64', '65up', '18_24'));
  await value('risk_level', 'words', choice('C2', 'C3', 'C1', 'C4', 'C5'));
  await value('occupation', 'words', choice('company', 'worker', 'retired', 'owner', 'teacher'));
  await value('payroll', 'number', sql`case when random() < 0.3 then 1 else 0 end`);
  await value('birth_date', 'day', sql`date '1950-01-01' + floor(random() * 20000)::int`);
  await sql`
    insert into customers.customer_tag (customer_id, tag_id, org_id, source, rank, confidence,
      strength, evidence, since, changed_at)
    select n, t.tag_id, ${ctx.orgId}, 'rule', 6, 0.8, 0.8, '[]', ${now}, ${now}
      from (select distinct n, floor(${TAGS} * power(random(), 3))::int as place
              from generate_series(${from}::bigint, ${to}::bigint) n, generate_series(1, 16)) drawn
      join customers.tag t on t.org_id = ${ctx.orgId} and t.code = 'bench_' || drawn.place`.execute(
    ctx.db,
  );
  await sql`
    insert into tracking.event (customer_id, at, event_id, org_id, kind, source, subject, amount,
      properties, received_at)
    select n, ${now}::timestamptz - random() * interval '90 days', gen_random_uuid(), ${ctx.orgId},
           (${KINDS}::text[])[1 + floor(30 * random() * random())::int], 'bench', null,
           floor(random() * 100000) / 100, '{}', ${now}
      from generate_series(${from}::bigint, ${to}::bigint) n, generate_series(1, 20)`.execute(
    ctx.db,
  );
  await sql`
    insert into tracking.daily (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select e.customer_id, e.kind, ((e.at at time zone 'UTC') + interval '8 hours')::date, e.org_id,
           count(*), sum(e.amount), min(e.at), max(e.at)
      from tracking.event e where e.customer_id between ${from} and ${to}
     group by 1, 2, 3, 4`.execute(ctx.db);
}
