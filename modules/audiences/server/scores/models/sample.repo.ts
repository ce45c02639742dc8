import { type RawBuilder, sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ModelFeatures, ModelTarget } from '../../../contract/score-model.ts';
import type { Sample } from './encode.ts';

/** So far back events count. */
export const EVENT_DAYS = 90;

/** `event:page.viewed`: how often that happened. */
export const eventFeature = (kind: string): string => `event:${kind}`;
export const featuresOf = ({ attributes, events }: ModelFeatures): string[] => [
  ...attributes,
  ...events.map(eventFeature),
];

export interface SampleRow {
  readonly customerId: number;
  readonly happened: boolean;
  readonly sample: Sample;
}

/** Amounts and counts by their logarithm: twice as much is one step, wherever it begins. */
const logarithm = (value: RawBuilder<unknown>) => sql`sign(${value}) * ln(1 + abs(${value}))`;

/**
 * What was known of customers at a moment: values set before it, and how often events happened in the
 * ninety days before. `people` answers customer_id, known_at and day (whose events count no more).
 */
async function samples(
  ctx: Ctx,
  { attributes, events }: ModelFeatures,
  people: RawBuilder<unknown>,
): Promise<SampleRow[]> {
  const { rows } = await sql<{
    customerId: number;
    happened: boolean;
    values: Record<string, number | string> | null;
    counts: Record<string, number> | null;
  }>`
    with people as materialized (${people})
    select w.customer_id as "customerId", w.happened, a.values, e.counts
      from people w
      left join (
        select v.customer_id, jsonb_object_agg(at.code, case at.type
                 when 'number' then to_jsonb(v.number)
                 when 'money' then to_jsonb(${logarithm(sql`v.number`)})
                 when 'flag' then to_jsonb(case v.number when 1 then 'yes' else 'no' end)
                 else to_jsonb(v.words[1]) end) as values
          from people w
          join customers.attribute_value v on v.customer_id = w.customer_id and v.at <= w.known_at
          join customers.attribute at on at.attribute_id = v.attribute_id
         where at.org_id = ${ctx.orgId} and at.code = any(${[...attributes]}::text[])
           and at.type in ('number', 'money', 'flag', 'choice')
         group by v.customer_id) a on a.customer_id = w.customer_id
      left join (
        select c.customer_id, jsonb_object_agg(c.kind, ln(1 + c.count)) as counts from (
          select d.customer_id, d.kind, sum(d.count) as count
            from people w
            join tracking.daily d on d.customer_id = w.customer_id and d.day < w.day
             and d.day >= w.day - ${EVENT_DAYS}::int
           where d.kind = any(${[...events]}::text[])
           group by d.customer_id, d.kind) c
         group by c.customer_id) e on e.customer_id = w.customer_id
     order by hashint8extended(w.customer_id, 7)`.execute(ctx.db);
  const wanted = attributes.map((code) => [code, null] as const);
  const none = events.map((kind) => [eventFeature(kind), 0] as const);
  return rows.map(({ customerId, happened, values, counts }) => ({
    customerId,
    happened,
    sample: Object.fromEntries([
      ...wanted,
      ...Object.entries(values ?? {}),
      ...none,
      ...Object.entries(counts ?? {}).map(([kind, n]) => [eventFeature(kind), n] as const),
    ]),
  }));
}

/** Only who agreed that models learn from them, to a text that still counts. */
const mayLearnFrom = (ctx: Ctx) => sql`exists (select from customers.consent k
  where k.customer_id = c.customer_id and k.purpose = 'modelling' and k.state = 'given'
    and k.text_version >= coalesce((select max(t.version) from customers.consent_text t
          where t.org_id = ${ctx.orgId} and t.purpose = 'modelling' and t.renews
            and t.approved_at is not null), 1))`;

const inBuckets = ({ from, to }: BucketRange) => sql`c.bucket >= ${from} and c.bucket < ${to}`;

/** Of whom the answer is known; what became known after the answer is not looked at. */
export function answeredSamples(
  ctx: Ctx,
  features: ModelFeatures,
  target: Extract<ModelTarget, { kind: 'attribute' }>,
  buckets: BucketRange,
): Promise<SampleRow[]> {
  return samples(
    ctx,
    features,
    sql`
    select c.customer_id, v.number = 1 as happened, v.at as known_at,
           ((v.at at time zone 'UTC') + interval '8 hours')::date as day
      from customers.customer c
      join customers.attribute_value v on v.customer_id = c.customer_id
      join customers.attribute at on at.attribute_id = v.attribute_id
     where c.org_id = ${ctx.orgId} and c.state = 'active' and ${inBuckets(buckets)}
       and ${mayLearnFrom(ctx)} and at.org_id = ${ctx.orgId} and at.code = ${target.attribute}`,
  );
}

/** Was a customer by then: entered here before it, or, as the bank's own file says, long before that. */
const wasCustomer = (ctx: Ctx, at: Date, day: string) => sql`(c.created_at < ${at} or exists (
  select from customers.attribute_value v
    join customers.attribute since on since.attribute_id = v.attribute_id
   where v.customer_id = c.customer_id and since.org_id = ${ctx.orgId}
     and since.code = 'customer_since' and v.day < ${day}::date))`;

/** As things stood at the beginning of a day, and whether it happened in the days from then on. */
export function pastSamples(
  ctx: Ctx,
  features: ModelFeatures,
  target: Extract<ModelTarget, { kind: 'event' }>,
  { day, at, buckets }: { day: string; at: Date; buckets: BucketRange },
): Promise<SampleRow[]> {
  return samples(
    ctx,
    features,
    sql`
    select c.customer_id, ${at}::timestamptz as known_at, ${day}::date as day,
           exists (select from tracking.daily d
             where d.customer_id = c.customer_id and d.kind = any(${[...target.events]}::text[])
               and d.day >= ${day}::date and d.day < ${day}::date + ${target.days}::int) as happened
      from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active' and ${wasCustomer(ctx, at, day)}
       and ${inBuckets(buckets)} and ${mayLearnFrom(ctx)}`,
  );
}

/** Everybody as they are now, but those of whom the answer is yes already. */
export function presentSamples(
  ctx: Ctx,
  features: ModelFeatures,
  target: ModelTarget,
  { day, customerIds }: { day: string; customerIds: readonly number[] },
): Promise<SampleRow[]> {
  const over =
    target.kind === 'attribute'
      ? sql`exists (select from customers.attribute_value v
              join customers.attribute at on at.attribute_id = v.attribute_id
             where v.customer_id = c.customer_id and at.org_id = ${ctx.orgId}
               and at.code = ${target.attribute} and v.number = 1)`
      : sql`false`;
  return samples(
    ctx,
    features,
    sql`
    select c.customer_id, false as happened, ${ctx.now()}::timestamptz as known_at,
           ${day}::date + 1 as day
      from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active'
       and c.customer_id = any(${[...customerIds]}::bigint[]) and not ${over}`,
  );
}
