import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { setAttributes, tagCustomers } from '#modules/customers/server/index.ts';
import { estimateOf } from '#platform/contract/estimate.ts';
import { inTx } from '#platform/server/ctx.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import * as api from '../../contract.ts';
import { anEquippedBank } from '../fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const everything = allow(
  'audiences.audience.read',
  'audiences.audience.manage',
  'audiences.member.read',
  'customers.customer.read',
  'customers.unit.read',
);

async function bank(count: number) {
  const ctx = testOrg(everything);
  const modules = await anEquippedBank(ctx);
  const app = await testHttp(ctx, modules);
  const people = await someCustomers(
    ctx,
    Array.from({ length: count }, () => ({})),
  );
  return { ctx, app, people, settle: () => runDueJobs(ctx, modules) };
}

const direct = { version: 1 as const, include: { kind: 'tag' as const, tags: ['direct'] } };

test('a preview counts, breaks down by unit, tier, age and band, and says who cannot be reached and why', async () => {
  const { ctx, app, people, settle } = await bank(6);
  const at = ctx.now();
  await inTx(ctx, (ctx) =>
    tagCustomers(
      ctx,
      people.slice(0, 5).map((customerId) => ({
        customerId,
        tag: 'direct',
        source: 'manual' as const,
        confidence: 1,
        at,
        evidence: { text: '测试', ref: null },
      })),
    ),
  );
  await inTx(ctx, (ctx) =>
    setAttributes(ctx, [
      ...people.slice(0, 3).map((customerId) => ({
        customerId,
        code: 'city_tier',
        value: 'tier2',
        source: 'bank_data' as const,
        at,
      })),
      { customerId: people[0]!, code: 'aum', value: 90_000_000, source: 'bank_data', at },
    ]),
  );
  // One is a friend who agreed, one who withdrew, one who never said; the others are nobody's friends.
  for (const [i, consent] of [['given'], ['withdrawn'], []].entries()) {
    await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, state,
        started_at, source, two_way_count)
      values (${people[i]!}, ${ctx.orgId}, 'u', ${ctx.orgId}, 'active', ${at}, 'scan', 0)`.execute(
      ctx.db,
    );
    for (const state of consent)
      await sql`insert into customers.consent
          (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
        values (${people[i]!}, 'marketing', 'one_to_one', ${ctx.orgId}, ${state}, 1, '{}', ${at})`.execute(
        ctx.db,
      );
  }
  await settle();
  const preview = await callHttp(app, api.startPreview, { body: { rule: direct } });
  expect(preview).toMatchObject({
    state: 'exact',
    population: 6,
    sentence: '有标签“直营客户”',
    exact: { count: 5, cached: false },
    reach: { reachable: 1, share: 0.2 },
  });
  expect(preview.reach!.unreachable).toEqual([
    { reason: 'no_relationship', label: '没有好友关系', count: 2 },
    { reason: 'opted_out', label: '已撤回同意', count: 1 },
    { reason: 'no_consent', label: '未授权营销', count: 1 },
  ]);
  const parts = Object.fromEntries(
    preview.breakdowns.map(({ by, parts }) => [by, parts.map((p) => [p.label, p.count])]),
  );
  expect(parts).toEqual({
    unit: [['总行', 5]],
    city_tier: [
      ['二线', 3],
      ['未知', 2],
    ],
    age: [['未知', 5]],
    value_band: [
      ['未知', 4],
      ['高质量客群', 1],
    ],
  });
  // Names as lists show them.
  expect(preview.examples.length).toBeGreaterThan(0);
  expect(preview.examples.every((c) => c.name === '李**')).toBe(true);
  // The same question on the same data is answered from memory; on new data it is asked again.
  const again = await callHttp(app, api.startPreview, { body: { rule: direct } });
  expect(again.exact).toMatchObject({ count: 5, cached: true });
  await inTx(ctx, (ctx) =>
    tagCustomers(ctx, [
      {
        customerId: people[5]!,
        tag: 'direct',
        source: 'manual',
        confidence: 1,
        at,
        evidence: { text: '测试', ref: null },
      },
    ]),
  );
  await settle();
  const fresh = await callHttp(app, api.startPreview, { body: { rule: direct } });
  expect(fresh.exact).toMatchObject({ count: 6, cached: false });
});

test('in a large bank the estimate comes first and the exact count follows', async () => {
  const { ctx, app, people, settle } = await bank(1200);
  await inTx(ctx, (ctx) =>
    tagCustomers(
      ctx,
      people.slice(0, 600).map((customerId) => ({
        customerId,
        tag: 'direct',
        source: 'manual' as const,
        confidence: 1,
        at: ctx.now(),
        evidence: { text: '测试', ref: null },
      })),
    ),
  );
  await settle();
  // As if there were many more of whom to choose.
  await sql`update audiences.population set customers = 60000 where org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const first = await callHttp(app, api.startPreview, { body: { rule: direct } });
  expect(first).toMatchObject({ state: 'counting', exact: null });
  const { sampled, hits, count, low, high } = first.estimate!;
  expect(hits).toBeLessThan(sampled);
  expect(count).toBe(Math.round((hits / sampled) * 60_000));
  expect(low).toBeLessThan(count);
  expect(high).toBeGreaterThan(count);
  await settle();
  const then = await callHttp(app, api.getPreview, { params: { id: first.id } });
  expect(then).toMatchObject({ state: 'exact', exact: { count: 600 } });
});

test('what is wrong with a rule is named where it stands', async () => {
  const { app } = await bank(1);
  const rule = {
    version: 1 as const,
    include: {
      kind: 'all' as const,
      of: [
        { kind: 'tag' as const, tags: ['direct', 'nonsense'] },
        {
          kind: 'attribute' as const,
          attribute: 'aum',
          test: { op: 'contains' as const, value: '9' },
        },
        {
          kind: 'attribute' as const,
          attribute: 'marital',
          test: { op: 'eq' as const, value: 'single' },
        },
        { kind: 'any' as const, of: [] },
        {
          kind: 'event' as const,
          events: ['page.*', 'never.heard'],
          where: [{ property: 'colour', test: { op: 'present' as const } }],
          window: { kind: 'between' as const, from: '2026-03-02', to: '2026-03-01' },
          test: { op: 'ge' as const, value: 1 },
        },
      ],
    },
  };
  const { problems } = await callHttp(app, api.readRule, { body: { rule } });
  expect(problems.map((p) => `${p.path} ${p.code}`).sort()).toEqual([
    'include.of.0.tags.1 unknownTag',
    'include.of.1.test testDoesNotFit',
    'include.of.2.attribute purposeNotAllowed',
    'include.of.3 emptyGroup',
    'include.of.4.events.1 unknownEvent',
    'include.of.4.where.0.property unknownProperty',
    'include.of.4.window emptyRange',
  ]);
  await expect(callHttp(app, api.startPreview, { body: { rule } })).rejects.toMatchObject({
    code: 'audiences.ruleInvalid',
  });
  // For statistics the bank may ask whether somebody is married.
  const statistics = await callHttp(app, api.readRule, {
    body: { rule: { version: 1, include: rule.include.of[2]! }, purpose: 'statistics' },
  });
  expect(statistics.problems).toEqual([]);
});

test('an uploaded list is an audience of whoever the bank knows', async () => {
  const { ctx, app, settle } = await bank(0);
  const ids = await someCustomers(
    ctx,
    ['K1', 'K2', 'K3'].map((value) => ({
      identities: [{ kind: 'bank_no' as const, value, verified: true }],
    })),
  );
  await settle();
  const unitId = (
    await sql<{ id: string }>`select id from org.unit where org_id = ${ctx.orgId}`.execute(ctx.db)
  ).rows[0]!.id;
  const uploaded = await uploadTo(
    app,
    api.uploadList,
    {},
    'list.csv',
    '\uFEFF姓名,客户号\n甲,K1\n乙,K3\n丙,X9\n甲,K1\n',
    { name: '老客户名单', unitId },
  );
  expect(uploaded).toMatchObject({
    lines: 4,
    found: 3,
    unknownCount: 1,
    unknown: [{ line: 4, text: 'X9' }],
    audience: { kind: 'list', state: 'live', count: 2 },
  });
  const { id } = uploaded.audience;
  const { items } = await callHttp(app, api.listMembers, { params: { id } });
  expect(items.map((m) => m.customerId)).toEqual([ids[0], ids[2]]);
});

test('the interval holds the true count 19 times of 20', () => {
  // Mulberry32: the same numbers at every run.
  let state = 42;
  const dice = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  let inside = 0;
  const trials = 2_000;
  for (let trial = 0; trial < trials; trial += 1) {
    const population = 40_000;
    const truth = Math.round(population * dice() ** 3 * 0.6) + 40;
    let sampled = 0;
    let hits = 0;
    for (let i = 0; i < population; i += 64) {
      sampled += 1;
      if (dice() < truth / population) hits += 1;
    }
    const { low, high } = estimateOf(hits, sampled, population);
    if (low <= truth && truth <= high) inside += 1;
  }
  expect(inside / trials).toBeGreaterThan(0.93);
  expect(inside / trials).toBeLessThan(0.985);
});
