import fc from 'fast-check';
import { sql } from 'kysely';
import type { AttributeType } from '#modules/customers/contract.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { dayOf } from '../../rule/day.ts';
import type { CustomerFacts } from '../../rule/facts.ts';

/** Attributes of the test bank: some in columns of the profile, some not. */
export const ATTRIBUTES: readonly { code: string; type: AttributeType; hot: boolean }[] = [
  { code: 'aum', type: 'money', hot: true },
  { code: 'age', type: 'number', hot: true },
  { code: 'visits', type: 'number', hot: false },
  { code: 'city_tier', type: 'choice', hot: true },
  { code: 'education', type: 'choice', hot: false },
  { code: 'hobbies', type: 'choices', hot: false },
  { code: 'birth_date', type: 'day', hot: true },
  { code: 'card_until', type: 'day', hot: false },
  { code: 'payroll', type: 'flag', hot: true },
  { code: 'pet', type: 'flag', hot: false },
  { code: 'outlet', type: 'text', hot: false },
];
export const TAGS = Array.from({ length: 70 }, (_, i) => `tag_${i}`);
export const KINDS = [
  'page.viewed',
  'page.left',
  'button.clicked',
  'transaction.made',
  'content.read',
  'message.delivered',
];
export const CHOICES = ['a', 'b', 'c'];
export const SCORES = ['need', 'churn'];

export interface Places {
  readonly now: Date;
  readonly units: readonly string[];
  readonly staff: readonly string[];
  readonly corps: readonly string[];
  readonly audiences: readonly string[];
}

const DAY_MS = 86_400_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });

/** Moments around the ends of days and around now, where mistakes live. */
export function moment(now: Date): fc.Arbitrary<Date> {
  const midnight = Date.parse(`${dayOf(now)}T00:00:00Z`) - 8 * 3_600_000;
  return fc.oneof(
    fc
      .tuple(fc.integer({ min: -95, max: 1 }), fc.constantFrom(0, -1, 1, 43_200_000))
      .map(([days, ms]) => new Date(midnight + days * DAY_MS + ms)),
    fc.integer({ min: -30, max: 2 }).map((hours) => new Date(now.getTime() + hours * 3_600_000)),
  );
}

export const day = (now: Date): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: -40, max: 40 }).map((d) => dayOf(new Date(now.getTime() + d * DAY_MS))),
    fc.constantFrom('1988-02-29', '1990-03-02', '1975-03-09', '2001-12-31', '1960-03-01'),
  );

const attributes = (now: Date): fc.Arbitrary<CustomerFacts['attributes']> => {
  const values: Record<AttributeType, fc.Arbitrary<unknown>> = {
    money: fc.integer({ min: 0, max: 12 }).map((n) => n * 5_000_000),
    number: fc.integer({ min: 0, max: 6 }).map((n) => n / 2),
    choice: fc.constantFrom(...CHOICES),
    choices: fc.uniqueArray(fc.constantFrom(...CHOICES), { minLength: 1 }),
    day: day(now),
    flag: fc.boolean(),
    text: fc.constantFrom('城东支行', '城西支行', '50%_off'),
  };
  return fc
    .record(Object.fromEntries(ATTRIBUTES.map(({ code, type }) => [code, maybe(values[type])])))
    .map(
      (given) =>
        Object.fromEntries(
          Object.entries(given).filter(([, value]) => value !== undefined),
        ) as CustomerFacts['attributes'],
    );
};

const property = fc.oneof(
  fc.constantFrom('shop', 'food', '', 'shopping'),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);

/** Customers of a small bank, with everything a rule may ask. */
export function people({
  now,
  units,
  staff,
  corps,
  audiences,
}: Places): fc.Arbitrary<CustomerFacts> {
  const at = moment(now);
  return fc
    .record({
      unitId: fc.constantFrom(...units),
      rmId: fc.option(fc.constantFrom(...staff)),
      attributes: attributes(now),
      tags: fc.uniqueArray(
        fc.record({
          tag: fc.constantFrom(...TAGS.slice(0, 4), ...TAGS.slice(62, 66)),
          source: fc.constantFrom('manual', 'rule', 'bank_data'),
          confidence: fc.constantFrom(0.3, 0.5, 0.7, 1),
          since: at,
          expiresAt: fc.option(at, { freq: 4 }),
        }),
        { selector: (t) => t.tag, maxLength: 5 },
      ),
      events: fc.array(
        fc.record({
          kind: fc.constantFrom(...KINDS),
          at,
          source: fc.constantFrom('h5', 'bank'),
          subject: fc.option(fc.constantFrom('p1', 'p2')),
          amount: fc.option(fc.integer({ min: -200, max: 1000 }).map((n) => n / 100)),
          properties: fc
            .record({ category: maybe(property), n: maybe(property) })
            .map((p) => JSON.parse(JSON.stringify(p)) as Record<string, unknown>),
        }),
        { maxLength: 12 },
      ),
      relationships: fc.uniqueArray(
        fc
          .record({
            staffId: fc.option(fc.constantFrom(...staff)),
            corpId: fc.constantFrom(...corps),
            state: fc.constantFrom('half' as const, 'active' as const, 'ended' as const),
            source: fc.constantFrom('scan', 'group'),
            startedAt: at,
            endedAt: at,
            endedBy: fc.option(fc.constantFrom('customer', 'staff', 'bank')),
            lastTwoWayAt: fc.option(at),
          })
          .map((r) => (r.state === 'ended' ? r : { ...r, endedAt: null, endedBy: null })),
        { selector: (r) => r.corpId, maxLength: 2 },
      ),
      consents: fc.uniqueArray(
        fc.record({
          purpose: fc.constantFrom('marketing' as const, 'modelling' as const),
          channel: fc.constantFrom('one_to_one' as const, 'group' as const, 'any' as const),
          state: fc.constantFrom('given' as const, 'withdrawn' as const),
          textVersion: fc.integer({ min: 1, max: 3 }),
        }),
        { selector: (c) => `${c.purpose}/${c.channel}`, maxLength: 4 },
      ),
      audiences: fc.subarray([...audiences]).map((ids) => new Set(ids)),
      scores: fc
        .record({
          need: maybe(fc.integer({ min: 0, max: 100 })),
          churn: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
        })
        .map((s) => JSON.parse(JSON.stringify(s)) as Record<string, number>),
    })
    .map((facts) => ({
      ...facts,
      customerId: 0,
      qualityBand: bandOf(facts.attributes.aum as number | undefined),
      lastActiveAt: facts.events
        .filter((e) => e.kind !== 'message.delivered')
        .reduce<Date | null>((last, e) => (last && last > e.at ? last : e.at), null),
    }));
}

const bandOf = (aum: number | undefined): string | null =>
  aum === undefined
    ? null
    : aum >= 50_000_000
      ? 'high_quality'
      : aum >= 5_000_000
        ? 'mid'
        : 'long_tail';

/** Registers the attributes and tags of the test bank; answers the ids of both by code. */
export async function putDictionary(ctx: TestOrg): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const next = async (code: string) => {
    const { rows } = await sql<{ id: number }>`
      select nextval('customers.word_id_seq')::int as id`.execute(ctx.db);
    ids.set(code, rows[0]!.id);
    return rows[0]!.id;
  };
  for (const { code, type, hot } of ATTRIBUTES)
    await sql`insert into customers.attribute (org_id, attribute_id, code, name, type, block, purposes,
        data_class, sensitive, choices, hot, state, built_in, position, version)
      values (${ctx.orgId}, ${await next(code)}, ${code}, array['测', 'Test'], ${type}, 'basic',
        array['marketing'], 'none', false,
        ${JSON.stringify(CHOICES.map((c) => ({ code: c, name: [c, c] })))}::jsonb, ${hot}, 'active',
        false, 0, 1)`.execute(ctx.db);
  const group = await next('group');
  await sql`insert into customers.tag_group (org_id, group_id, code, name, kind, exclusive,
      recommends, built_in, position, version)
    values (${ctx.orgId}, ${group}, 'tested', array['测', 'Test'], 'other', false, false, false, 0, 1)`.execute(
    ctx.db,
  );
  for (const code of TAGS)
    await sql`insert into customers.tag (org_id, tag_id, group_id, code, name, state, built_in,
        position, version)
      values (${ctx.orgId}, ${await next(code)}, ${group}, ${code}, array[${code}, ${code}]::text[],
        'active', false, 0, 1)`.execute(ctx.db);
  for (const purpose of ['marketing', 'modelling'])
    for (const version of [1, 2, 3])
      await sql`insert into customers.consent_text (org_id, purpose, version, state, content, renews,
          drafted_at, drafted_by, approved_at)
        values (${ctx.orgId}, ${purpose}, ${version}, 'approved', '{}',
          ${purpose === 'marketing' && version === 2}, ${ctx.now()}, ${newId()}, ${ctx.now()})`.execute(
        ctx.db,
      );
  return ids;
}

/** Writes customers as the tables of customers and tracking hold them; answers them with their ids. */
export async function putPeople(
  ctx: TestOrg,
  dictionary: ReadonlyMap<string, number>,
  given: readonly CustomerFacts[],
): Promise<CustomerFacts[]> {
  const { rows } = await sql<{ customerId: number }>`
    insert into customers.customer (customer_id, org_id, unit_id, rm_id, state, name_grams, source,
      created_at, changed_at, version)
    select nextval('customers.customer_id_seq'), ${ctx.orgId}, g.unit, g.rm, 'active', '{}', 'test',
           ${ctx.now()}, ${ctx.now()}, 1
      from jsonb_to_recordset(${JSON.stringify(given.map((g) => ({ unit: g.unitId, rm: g.rmId })))}::jsonb)
        as g (unit uuid, rm uuid)
    returning customer_id as "customerId"`.execute(ctx.db);
  const stored = given.map((facts, i) => ({ ...facts, customerId: rows[i]!.customerId }));
  const put = async (table: string, columns: string, lines: readonly object[]) => {
    const names = columns.split(',').map((c) => c.trim().split(' ')[0]!);
    await sql`insert into ${sql.table(table)} (${sql.raw(names.join(', '))})
      select ${sql.raw(names.join(', '))} from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as l (${sql.raw(columns)})`.execute(ctx.db);
  };
  const of = <T>(list: (facts: CustomerFacts) => readonly T[], row: (item: T) => object) =>
    stored.flatMap((facts) =>
      list(facts).map((item) => ({
        customer_id: facts.customerId,
        org_id: ctx.orgId,
        ...row(item),
      })),
    );
  await put(
    'customers.attribute_value',
    'customer_id bigint, attribute_id int, org_id uuid, number float8, words text[], day date, text text, source text, rank int, at timestamptz, changed_at timestamptz',
    of(
      (f) => Object.entries(f.attributes),
      ([code, value]) => ({
        attribute_id: dictionary.get(code),
        ...columnOf(ATTRIBUTES.find((a) => a.code === code)!.type, value),
        source: 'bank_data',
        rank: 1,
        at: ctx.now(),
        changed_at: ctx.now(),
      }),
    ),
  );
  await put(
    'customers.customer_tag',
    'customer_id bigint, tag_id int, org_id uuid, source text, rank int, confidence real, strength real, evidence jsonb, since timestamptz, changed_at timestamptz, expires_at timestamptz',
    of(
      (f) => f.tags,
      (t) => ({
        tag_id: dictionary.get(t.tag),
        source: t.source,
        rank: 1,
        confidence: t.confidence,
        strength: t.confidence,
        evidence: [],
        since: t.since,
        changed_at: t.since,
        expires_at: t.expiresAt,
      }),
    ),
  );
  await put(
    'tracking.event',
    'customer_id bigint, at timestamptz, event_id uuid, org_id uuid, kind text, source text, subject text, amount numeric, properties jsonb, received_at timestamptz',
    of(
      (f) => f.events,
      (e) => ({ ...e, event_id: newId(), received_at: e.at }),
    ),
  );
  await sql`
    insert into tracking.daily (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select customer_id, kind, ((at at time zone 'UTC') + interval '8 hours')::date, org_id, count(*),
           sum(amount), min(at), max(at)
      from tracking.event where org_id = ${ctx.orgId}
       and customer_id = any(${stored.map((f) => f.customerId)}::bigint[])
     group by 1, 2, 3, 4`.execute(ctx.db);
  await put(
    'customers.relationship',
    'customer_id bigint, corp_id uuid, userid text, org_id uuid, staff_id uuid, state text, started_at timestamptz, source text, ended_at timestamptz, ended_by text, last_two_way_at timestamptz, two_way_count int',
    of(
      (f) => f.relationships,
      (r) => ({
        corp_id: r.corpId,
        userid: 'u',
        staff_id: r.staffId,
        state: r.state,
        started_at: r.startedAt,
        source: r.source,
        ended_at: r.endedAt,
        ended_by: r.endedBy,
        last_two_way_at: r.lastTwoWayAt,
        two_way_count: 0,
      }),
    ),
  );
  await put(
    'customers.consent',
    'customer_id bigint, purpose text, channel text, org_id uuid, state text, text_version int, evidence jsonb, at timestamptz',
    of(
      (f) => f.consents,
      (c) => ({ ...c, text_version: c.textVersion, evidence: {}, at: ctx.now() }),
    ),
  );
  await put(
    'audiences.member',
    'customer_id bigint, audience_id uuid, org_id uuid, since timestamptz',
    of(
      (f) => [...f.audiences],
      (audience_id) => ({ audience_id, since: ctx.now() }),
    ),
  );
  await put(
    'audiences.score',
    'customer_id bigint, score_key text, org_id uuid, value float8, at timestamptz, explanation jsonb',
    of(
      (f) => Object.entries(f.scores),
      ([score_key, value]) => ({ score_key, value, at: ctx.now(), explanation: {} }),
    ),
  );
  return stored;
}

function columnOf(type: AttributeType, value: unknown): object {
  switch (type) {
    case 'number':
    case 'money':
      return { number: value };
    case 'flag':
      return { number: value ? 1 : 0 };
    case 'choice':
      return { words: [value] };
    case 'choices':
      return { words: value };
    case 'day':
      return { day: value };
    case 'text':
      return { text: value };
  }
}
