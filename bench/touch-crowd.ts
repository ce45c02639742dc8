// Customers with whatever the rules of a contact look at: a friendship, consents, attributes and a month
// of contacts in the ledger. Made inside the database.
import { sql } from 'kysely';
import type { OutreachBank } from '#modules/outreach/server/fixtures.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export async function makeTouchCrowd(
  ctx: Ctx,
  bank: OutreachBank,
  customers: number,
): Promise<void> {
  const { orgId } = ctx;
  const now = ctx.now();
  const all = sql`generate_series(1, ${customers}::bigint) n`;
  await sql`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
      created_at, changed_at, version)
    select n, ${orgId}, ${bank.unitId}, 'active', '{}', 'bench', ${now}, ${now}, 1 from ${all}`.execute(
    ctx.db,
  );
  await sql`
    insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, last_two_way_at, two_way_count)
    select n, ${bank.corpId}, 'zhou', ${orgId}, ${bank.staffId}, 'active', ${now}, 'bench',
           ${now}::timestamptz - n % 90 * interval '1 day', 1 from ${all}`.execute(ctx.db);
  // One in twenty never agreed, one in fifty has said no.
  await sql`
    insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    select n, 'marketing', way, ${orgId}, case when n % 50 = 7 then 'withdrawn' else 'given' end, 1, '{}', ${now}
      from ${all}, unnest(array['one_to_one', 'moments', 'sms']) as way where n % 20 <> 3`.execute(
    ctx.db,
  );
  for (const [code, column, value] of [
    ['birth_date', 'day', sql`date '1945-01-01' + (n * 7919 % 22000)::int`],
    ['risk_level', 'words', sql`array['C' || 1 + n % 5]`],
    ['risk_assessed_on', 'day', sql`date '2025-06-01' + (n % 250)::int`],
    ['aum', 'number', sql`n % 100000`],
    ['city_tier', 'words', sql`array['tier2']`],
    ['occupation', 'words', sql`array['company']`],
  ] as const)
    await sql`
      insert into customers.attribute_value (customer_id, attribute_id, org_id, ${sql.raw(column)},
        source, rank, at, changed_at)
      select n, a.attribute_id, ${orgId}, ${value}, 'bank_data', 1, ${now}, ${now}
        from ${all}, customers.attribute a where a.org_id = ${orgId} and a.code = ${code}`.execute(
      ctx.db,
    );
  await sql`
    insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
    select n, (${now}::timestamptz at time zone 'UTC')::date - (d * 4 + n % 4)::int,
           case when d % 2 = 0 then 'one_to_one' else 'moments' end, ${bank.corpId}, '', ${orgId}, 1, 1
      from ${all}, generate_series(0, 5) d`.execute(ctx.db);
  for (const table of [
    'customers.customer',
    'customers.relationship',
    'customers.consent',
    'customers.attribute_value',
    'outreach.contact_day',
  ])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
}

/** One contact for each of them, as a plan proposes it. */
export const everybody = (bank: OutreachBank, customers: number, at: Date) => sql`
  select n as customer_id, ${at}::timestamptz as planned_at, 'a'::text as item_key,
         ${at.toISOString()}::text as occurrence, 'one_to_one'::text as channel, null::uuid as corp_id,
         null::uuid as staff_id, null::text as recipient, 'content.item'::text as content_kind,
         ${bank.itemId}::text as content_id, 1 as content_version, null::uuid as product_id,
         null::jsonb as params, (n % 100)::real as score
    from generate_series(1, ${customers}::bigint) n`;
