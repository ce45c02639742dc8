import { type RawBuilder, sql } from 'kysely';
import { bandFrom } from '#modules/customers/contract.ts';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Layout } from './layout.repo.ts';

/** Whose profiles: those named, or those of some buckets. */
export type Whose = { readonly customerIds: readonly number[] } | { readonly buckets: BucketRange };

/** Customers of these buckets are copied with their events, for estimates. */
export const SAMPLE_BUCKETS = 32;
/** The copies of single events go back so many days. */
export const SAMPLE_DAYS = 100;

/** What happens to customers rather than what they do. */
const PASSIVE_KINDS = [
  'message.delivered',
  'benefit.granted',
  'relationship.ended',
  'deposit.changed',
  'salary.arrived',
];

/** By assets under management, in fen: from half a million yuan, from fifty thousand, below (R-068). */
const BAND = sql`case when a.aum >= ${sql.lit(bandFrom.high_quality)} then 'high_quality'
  when a.aum >= ${sql.lit(bandFrom.mid)} then 'mid'
  when a.aum is not null then 'long_tail' end`;

/** Locks go by groups of buckets, so that two refreshes never write the same profile at once. */
const GROUP = 64;

export async function lockProfiles(ctx: TxCtx, whose: Whose): Promise<void> {
  const groups =
    'buckets' in whose
      ? sql`select generate_series(${Math.floor(whose.buckets.from / GROUP)}::int,
              ${Math.floor((whose.buckets.to - 1) / GROUP)}::int) as no`
      : sql`select distinct (hashint8(named.id) & 1023) / ${GROUP}::int as no
              from unnest(${[...whose.customerIds]}::bigint[]) as named (id)`;
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`audiences/${ctx.orgId}/`} || ordered.no, 0))
      from (select groups.no from (${groups}) as groups order by 1) as ordered`.execute(ctx.db);
}

/**
 * Makes profiles as the tables of customers and tracking have them now; unchanged ones stay. Each
 * table is read once, for all of these customers together. Answers whose profile is another now.
 */
export async function putProfiles(
  ctx: TxCtx,
  customerIds: readonly number[],
  layout: Layout,
): Promise<number[]> {
  const ids = sql`any(${[...customerIds]}::bigint[])`;
  const slots = layout.slots.map(({ slot }) => sql.raw(slot));
  const columns = sql.join(names(layout).map(sql.raw));
  const values = sql.join(
    [
      sql`c.unit_id, c.rm_id, coalesce(r.active, 0), ${BAND}, e.last_at`,
      ...slots.map((slot) => sql`a.${slot}`),
      sql`coalesce(a.rest, '{}'::jsonb), coalesce(t.words, '{}'::bigint[]),
          coalesce(k.tokens, '{}'::text[]), coalesce(s.values, '{}'::jsonb), t.stale_at`,
    ],
    sql`, `,
  );
  await nestedLoops(ctx, 'off');
  const { rows } = await sql<{ customerId: number }>`
    insert into audiences.profile as held (customer_id, bucket, org_id, ${columns}, refreshed_at)
    select c.customer_id, c.bucket, c.org_id, ${values}, ${ctx.now()}
      from customers.customer c
      left join (${attributesOf(layout, ids)}) a on a.customer_id = c.customer_id
      left join (${tagsOf(ctx, layout, ids)}) t on t.customer_id = c.customer_id
      left join (
        select r.customer_id, count(*)::smallint as active from customers.relationship r
         where r.customer_id = ${ids} and r.state = 'active'
         group by r.customer_id) r on r.customer_id = c.customer_id
      left join (
        select k.customer_id, array_agg(k.purpose || '/' || k.channel || case k.state
                 when 'given' then '=given@' || k.text_version else '=withdrawn' end
                 order by k.purpose, k.channel) as tokens
          from customers.consent k where k.customer_id = ${ids}
         group by k.customer_id) k on k.customer_id = c.customer_id
      left join (
        select s.customer_id, jsonb_object_agg(s.score_key, s.value) as values
          from audiences.score s where s.customer_id = ${ids}
         group by s.customer_id) s on s.customer_id = c.customer_id
      left join (
        select d.customer_id, max(d.last_at) as last_at from tracking.daily d
         where d.customer_id = ${ids} and d.kind <> all(${PASSIVE_KINDS}::text[])
         group by d.customer_id) e on e.customer_id = c.customer_id
     where c.org_id = ${ctx.orgId} and c.state = 'active' and c.customer_id = ${ids}
    on conflict (customer_id, bucket) do update
      set (${columns}, refreshed_at) = (${prefixed('excluded', layout)}, excluded.refreshed_at)
      where (${prefixed('held', layout)}) is distinct from (${prefixed('excluded', layout)})
    returning held.customer_id as "customerId"`.execute(ctx.db);
  await nestedLoops(ctx, 'on');
  return rows.map((row) => row.customerId);
}

/**
 * These customers did something, and nothing else about them is another: of their profiles only when
 * they were last active is made anew. Answers who has no profile yet.
 */
export async function putLastActive(ctx: TxCtx, customerIds: readonly number[]): Promise<number[]> {
  const ids = sql`${[...customerIds]}::bigint[]`;
  await sql`
    update audiences.profile p set last_active_at = e.last_at, refreshed_at = ${ctx.now()}
      from (select d.customer_id, max(d.last_at) as last_at from tracking.daily d
             where d.customer_id = any(${ids}) and d.kind <> all(${PASSIVE_KINDS}::text[])
             group by d.customer_id) e
     where p.org_id = ${ctx.orgId} and p.customer_id = e.customer_id
       and p.bucket = (hashint8(e.customer_id) & 1023)::smallint
       and p.last_active_at is distinct from e.last_at`.execute(ctx.db);
  const { rows } = await sql<{ customerId: number }>`
    select named.id as "customerId" from unnest(${ids}) as named (id)
     where not exists (select from audiences.profile p
                        where p.org_id = ${ctx.orgId} and p.customer_id = named.id
                          and p.bucket = (hashint8(named.id) & 1023)::smallint)`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

/**
 * Just after a large import nothing is known yet of how many rows there are; a planner that expects one
 * goes through all that was put together once for every customer. Joins by hash never do.
 */
const nestedLoops = (ctx: TxCtx, state: 'on' | 'off') =>
  sql`select set_config('enable_nestloop', ${state}, true)`.execute(ctx.db);

/** Customers of some buckets, all of them. */
export async function findInBuckets(ctx: Ctx, { from, to }: BucketRange): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select c.customer_id as "customerId" from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active' and c.bucket >= ${from} and c.bucket < ${to}
     order by c.customer_id`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

const names = ({ slots }: Layout) => [
  'unit_id',
  'rm_id',
  'relationships',
  'quality_band',
  'last_active_at',
  ...slots.map(({ slot }) => slot),
  'attributes',
  'tag_words',
  'consents',
  'scores',
  'stale_at',
];
const prefixed = (alias: string, layout: Layout) =>
  sql.join(
    names(layout).map((name) => sql.raw(`${alias}.${name}`)),
    sql`, `,
  );

/** Hot attributes in columns, the others by code; what is encrypted cannot be asked. */
function attributesOf({ slots }: Layout, ids: RawBuilder<unknown>): RawBuilder<unknown> {
  const value = (sort: string) => {
    const column = { number: 'max(v.number)', word: 'max(v.words[1])', day: 'max(v.day)' }[sort];
    return column ?? 'max(v.number)';
  };
  const hot = slots.map(({ attributeId, slot }) => {
    const sort = slot.split('_')[0]!;
    const found = sql`${sql.raw(value(sort))} filter (where v.attribute_id = ${attributeId})`;
    return sort === 'flag'
      ? sql`(${found}) = 1 as ${sql.raw(slot)}`
      : sql`${found} as ${sql.raw(slot)}`;
  });
  const ready = slots.filter((slot) => slot.ready).map((slot) => slot.attributeId);
  const content = sql`case at.type
    when 'number' then to_jsonb(v.number) when 'money' then to_jsonb(v.number)
    when 'flag' then to_jsonb(v.number = 1) when 'choice' then to_jsonb(v.words[1])
    when 'choices' then to_jsonb(v.words) when 'day' then to_jsonb(v.day::text)
    else to_jsonb(v.text) end`;
  return sql`
    select v.customer_id, ${sql.join([
      ...hot,
      sql`max(v.number) filter (where at.code = 'aum') as aum`,
      sql`jsonb_object_agg(at.code, ${content}) filter (where ${content} is not null
            and v.attribute_id <> all(${ready}::int[])) as rest`,
    ])}
      from customers.attribute_value v
      join customers.attribute at on at.attribute_id = v.attribute_id
     where v.customer_id = ${ids} group by v.customer_id`;
}

function tagsOf(ctx: Ctx, { tagWords }: Layout, ids: RawBuilder<unknown>): RawBuilder<unknown> {
  const words = Array.from(
    { length: tagWords },
    (_, i) => sql`coalesce(bit_or(1::bigint << (ts.slot & 63))
      filter (where ts.slot / 64 = ${sql.lit(i)}), 0)`,
  );
  return sql`
    select ct.customer_id, ${words.length === 0 ? sql`'{}'::bigint[]` : sql`array[${sql.join(words)}]`} as words,
           min(ct.expires_at) as stale_at
      from customers.customer_tag ct
      join audiences.tag_slot ts on ts.org_id = ct.org_id and ts.tag_id = ct.tag_id
     where ct.customer_id = ${ids} and (ct.expires_at is null or ct.expires_at > ${ctx.now()})
     group by ct.customer_id`;
}

/** Whoever was merged into somebody else or erased is nobody any more. Answers who. */
export async function dropGone(ctx: TxCtx, whose: Whose): Promise<number[]> {
  const scope =
    'buckets' in whose
      ? sql`p.bucket >= ${whose.buckets.from} and p.bucket < ${whose.buckets.to}`
      : sql`p.customer_id = any(${[...whose.customerIds]}::bigint[])`;
  const { rows } = await sql<{ customerId: number }>`
    delete from audiences.profile p where p.org_id = ${ctx.orgId} and ${scope}
       and not exists (select 1 from customers.customer c
                        where c.customer_id = p.customer_id and c.state = 'active')
    returning p.customer_id as "customerId"`.execute(ctx.db);
  const ids = rows.map((row) => row.customerId);
  if (ids.length > 0)
    await sql`delete from audiences.score where customer_id = any(${ids}::bigint[])`.execute(
      ctx.db,
    );
  return ids;
}

/** Copies what sampled customers did: their roll-ups, and their newest single events. */
export async function putSample(ctx: TxCtx, whose: Whose): Promise<void> {
  const members =
    'buckets' in whose
      ? sql`select c.customer_id, c.bucket from customers.customer c
             where c.org_id = ${ctx.orgId} and c.state = 'active' and c.bucket >= ${whose.buckets.from}
               and c.bucket < ${Math.min(whose.buckets.to, SAMPLE_BUCKETS)}`
      : sql`select named.id as customer_id, (hashint8(named.id) & 1023)::smallint as bucket
              from unnest(${[...whose.customerIds]}::bigint[]) as named (id)
             where (hashint8(named.id) & 1023) < ${SAMPLE_BUCKETS}`;
  const { rows } = await sql<{ customerId: number; bucket: number }>`
    select m.customer_id as "customerId", m.bucket from (${members}) m`.execute(ctx.db);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.customerId);
  const buckets = [...new Set(rows.map((row) => row.bucket))];
  const since = new Date(ctx.now().getTime() - SAMPLE_DAYS * 86_400_000);
  for (const table of ['audiences.sample_daily', 'audiences.sample_event'])
    await sql`delete from ${sql.table(table)} s where s.customer_id = any(${ids}::bigint[])
                 and s.bucket = any(${buckets}::smallint[])`.execute(ctx.db);
  await sql`
    insert into audiences.sample_daily
      (customer_id, bucket, org_id, kind, day, count, amount, first_at, last_at)
    select d.customer_id, (hashint8(d.customer_id) & 1023)::smallint, d.org_id, d.kind, d.day,
           d.count, d.amount, d.first_at, d.last_at
      from tracking.daily d where d.customer_id = any(${ids}::bigint[])`.execute(ctx.db);
  await sql`
    insert into audiences.sample_event
      (customer_id, bucket, at, event_id, org_id, kind, source, subject, amount, properties)
    select e.customer_id, (hashint8(e.customer_id) & 1023)::smallint, e.at, e.event_id, e.org_id,
           e.kind, e.source, e.subject, e.amount, e.properties
      from tracking.event e where e.customer_id = any(${ids}::bigint[]) and e.at >= ${since}`.execute(
    ctx.db,
  );
}

/** Of those named, how many have a profile. */
export async function countProfiles(ctx: Ctx, customerIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from unnest(${[...customerIds]}::bigint[]) as named (id)
      join audiences.profile p on p.customer_id = named.id
       and p.bucket = (hashint8(named.id) & 1023)::smallint
     where p.org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0]!.count;
}

export const nextStaleAt = sql<Date | null>`
  select min(stale_at) from audiences.profile where stale_at is not null`;

/** Customers of whom a tag has ended by itself. */
export async function findStale(
  ctx: Ctx,
  now: Date,
  limit: number,
): Promise<{ orgId: string; customerId: number }[]> {
  const { rows } = await sql<{ orgId: string; customerId: number }>`
    select p.org_id as "orgId", p.customer_id as "customerId" from audiences.profile p
     where p.stale_at <= ${now} order by p.stale_at limit ${limit}`.execute(ctx.db);
  return rows;
}
