// As crowd.ts, for so many customers that their long tables would not fit the disk: profiles and daily
// roll-ups are made directly, as rules read them. Tags only as bits, no single events.
import { sql } from 'kysely';
import { findLayout } from '#modules/audiences/server/profile/layout.repo.ts';
import { SAMPLE_BUCKETS } from '#modules/audiences/server/profile/profile.repo.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { placesOf } from './audience-by-hand.ts';
import { kind, TAGS } from './crowd.ts';
import { note, seconds } from './figure.ts';

const AT_ONCE = 500_000;

/**
 * Customers `from` to `to`, under numbers that the full crowd does not use. Where not everybody acts, only
 * those in the sample have events.
 */
export async function makeLeanCrowd(
  ctx: Ctx,
  from: number,
  to: number,
  unitIds: readonly string[],
  everybodyActs: boolean,
): Promise<void> {
  for (let first = from; first <= to; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE - 1, to);
    const spent = await seconds(async () => {
      await makeDaily(ctx, first, last, everybodyActs ? 1024 : SAMPLE_BUCKETS);
      await makeProfiles(ctx, first, last, unitIds);
    });
    const held = await gigabytes(ctx);
    const whole = (held * to) / last;
    note(
      `customers ${first}–${last}: ${Math.round(spent)} s, ${held.toFixed(1)} GB of about ${whole.toFixed(1)} GB`,
    );
  }
}

/** What the database takes on disk; the columnar copy of it wants a tenth more. */
async function gigabytes(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database())::float8 as bytes`.execute(ctx.db);
  return rows[0]!.bytes / 1e9;
}

async function makeProfiles(ctx: Ctx, first: number, last: number, unitIds: readonly string[]) {
  const { column, tag } = await placesOf(ctx);
  const layout = await findLayout(ctx);
  const places = Array.from({ length: TAGS }, (_, i) => tag(i));
  const choice = (...options: string[]) =>
    sql`(${options}::text[])[1 + floor(random() * random() * ${options.length})::int]`;
  const hot = {
    aum: sql`floor(exp(random() * 12) * 1000)`,
    city_tier: choice('tier3', 'tier2', 'tier4', 'tier1'),
    age_band: choice('35_44', '25_34', '45_54', '55_64', '65up', '18_24'),
    risk_level: choice('C2', 'C3', 'C1', 'C4', 'C5'),
    payroll: sql`random() < 0.3`,
  };
  const words = Array.from(
    { length: layout.tagWords },
    (_, i) => sql`coalesce(bit_or(case when w.word = ${i + 1} then 1::bigint << w.bit end), 0)`,
  );
  await sql`
    insert into audiences.profile (customer_id, bucket, org_id, unit_id, relationships, last_active_at,
      ${sql.raw(Object.keys(hot).map(column).join(', '))}, attributes, tag_words, consents, scores, refreshed_at)
    select n, (hashint8(n) & 1023)::smallint, ${ctx.orgId},
           (${[...unitIds]}::uuid[])[1 + n % ${unitIds.length}], 1,
           ${ctx.now()}::timestamptz - random() * interval '90 days',
           ${sql.join(Object.values(hot))}, '{}', t.words, '{}', '{}', ${ctx.now()}
      from generate_series(${first}::bigint, ${last}::bigint) n
      join (select d.id, array[${sql.join(words)}]::bigint[] as words
              from (select id, 1 + floor(${TAGS} * power(random(), 3))::int as place
                      from generate_series(${first}::bigint, ${last}::bigint) id,
                           generate_series(1, 16)) d
              join unnest(${places.map((p) => p.word)}::int[], ${places.map((p) => p.bit)}::int[])
                   with ordinality as w (word, bit, place) on w.place = d.place
             group by d.id) t on t.id = n`.execute(ctx.db);
}

/** Events of those in the first `buckets` buckets. */
async function makeDaily(ctx: Ctx, first: number, last: number, buckets: number): Promise<void> {
  const kinds = Array.from({ length: 30 }, (_, i) => kind(i));
  await sql`
    insert into tracking.daily (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select e.n, e.kind, ((e.at at time zone 'UTC') + interval '8 hours')::date, ${ctx.orgId},
           count(*), sum(e.amount), min(e.at), max(e.at)
      from (select n, ${ctx.now()}::timestamptz - random() * interval '90 days' as at,
                   (${kinds}::text[])[1 + floor(30 * random() * random())::int] as kind,
                   floor(random() * 100000) / 100 as amount
              from generate_series(${first}::bigint, ${last}::bigint) n, generate_series(1, 20)
             where (hashint8(n) & 1023) < ${buckets}) e
     group by 1, 2, 3`.execute(ctx.db);
  await sql`
    insert into audiences.sample_daily
      (customer_id, bucket, org_id, kind, day, count, amount, first_at, last_at)
    select d.customer_id, (hashint8(d.customer_id) & 1023)::smallint, d.org_id, d.kind, d.day, d.count,
           d.amount, d.first_at, d.last_at
      from tracking.daily d
     where d.customer_id between ${first} and ${last}
       and (hashint8(d.customer_id) & 1023) < ${SAMPLE_BUCKETS}`.execute(ctx.db);
}
