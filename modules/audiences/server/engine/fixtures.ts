import { sql } from 'kysely';
import type { AttributeType } from '#modules/customers/contract.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import type { CustomerFacts } from '../../rule/facts.ts';
import { isStandingScore } from '../../rule/walk.ts';
import { ATTRIBUTES, CHOICES, TAGS } from './people.fixture.ts';

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
      (f) => Object.entries(f.scores).filter(([key]) => !isStandingScore(key)),
      ([score_key, value]) => ({ score_key, value, at: ctx.now(), explanation: {} }),
    ),
  );
  await put(
    'audiences.standing',
    'customer_id bigint, org_id uuid, need smallint, recognition smallint, cell smallint, need_stage smallint, day date',
    of(
      (f) => (f.scores.need === undefined ? [] : [f.scores.need]),
      (need) => ({ need, recognition: 0, cell: 0, need_stage: 0, day: '2026-03-02' }),
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
