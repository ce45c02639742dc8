import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { giveConsents, setAttributes, tagCustomers } from '#modules/customers/server/index.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aDraft, anEquippedBank } from '../fixtures.ts';
import { readyAudiences } from '../ready-audiences.ts';
import { findFrozen } from './snapshot.repo.ts';

vi.setConfig({ testTimeout: 120_000 });

const everything = allow(
  'audiences.audience.read',
  'audiences.audience.manage',
  'audiences.member.read',
  'customers.customer.read',
  'customers.unit.read',
);

async function bank() {
  const ctx = testOrg(everything);
  const modules = await anEquippedBank(ctx);
  const app = await testHttp(ctx, modules);
  const changes: { audienceId: string; entered: number[]; left: number[] }[] = [];
  const told = on(api.membersChanged, 'test.members-changed', async (_, change) => {
    changes.push(change);
  });
  const listening = [...modules, { name: 'test', subscriptions: [told] }];
  return { ctx, app, changes, settle: () => runDueJobs(ctx, listening, { twice: true }) };
}

const know = (
  ctx: TestOrg,
  customerId: number,
  code: string,
  value: number | string | boolean | string[],
) =>
  inTx(ctx, (ctx) =>
    setAttributes(ctx, [{ customerId, code, value, source: 'bank_data', at: ctx.now() }]),
  );
const tag = (ctx: TestOrg, customerId: number, code: string, expiresAt: Date | null = null) =>
  inTx(ctx, (ctx) =>
    tagCustomers(ctx, [
      {
        customerId,
        tag: code,
        source: 'manual',
        confidence: 1,
        at: ctx.now(),
        expiresAt,
        evidence: { text: '测试', ref: null },
      },
    ]),
  );
const did = (ctx: TestOrg, customerId: number, kind: string, amount: number | null = null) =>
  inTx(ctx, (ctx) =>
    recordEvents(ctx, [
      { id: newId(), customerId, kind, at: ctx.now(), source: 'test', subject: 'p1', amount },
    ]),
  );

const read: api.ConditionInput = {
  kind: 'event',
  events: ['content.read'],
  window: { kind: 'days', last: 7 },
  test: { op: 'ge', value: 2 },
};

test('R-056 R-064 every named group is a saved rule with a live count and its refresh time', async () => {
  const { ctx, app, settle } = await bank();
  const groups = async () =>
    (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100, sort: 'name' } }))
      .items;
  const before = await groups();
  expect(before.map((g) => g.ready).sort()).toEqual(readyAudiences.map((g) => g.code).sort());
  expect(before.every((g) => g.state === 'live' && g.count === 0 && g.refreshedAt)).toBe(true);
  expect(before.find((g) => g.ready === 'car_owner')!.sentence).toBe('有车为“是”');

  const [driver, worker, student, direct] = await someCustomers(ctx, [{}, {}, {}, {}]);
  ctx.advance(5);
  await know(ctx, driver!, 'car_owner', true);
  await know(ctx, worker!, 'payroll', true);
  await know(ctx, worker!, 'products', ['credit_card', 'fund']);
  await know(ctx, student!, 'occupation', 'student');
  await tag(ctx, direct!, 'direct');
  await tag(ctx, direct!, 'need_fund');
  await tag(ctx, direct!, 'need_loan');
  await settle();
  const counts = Object.fromEntries(
    (await groups()).filter((g) => g.count).map((g) => [g.ready, g.count]),
  );
  expect(counts).toEqual({
    car_owner: 1,
    payroll: 1,
    credit_card: 1,
    student: 1,
    direct: 1,
    need_fund: 1,
    need_loan: 1,
  });
  for (const group of await groups()) expect(group.refreshedAt).toBe(ctx.now().toISOString());
  // Each of the rules is one that the builder takes too.
  for (const { rule } of readyAudiences) {
    const { problems } = await callHttp(app, api.readRule, { body: { rule } });
    expect(problems).toEqual([]);
  }
});

test('R-038 one rule combines group, tag, stage, value band, behaviour and consent', async () => {
  const { ctx, app, settle } = await bank();
  const ready = (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } }))
    .items;
  const payroll = ready.find((g) => g.ready === 'payroll')!;
  const all: api.ConditionInput[] = [
    { kind: 'audience', audienceIds: [payroll.id] },
    { kind: 'tag', tags: ['need_wealth'] },
    { kind: 'tag', tags: ['stage_interest'] },
    { kind: 'attribute', attribute: 'quality_band', test: { op: 'eq', value: 'high_quality' } },
    read,
    { kind: 'consent', purpose: 'marketing', channel: 'one_to_one', state: 'given' },
  ];
  const { id, sentence } = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'all', of: all }),
  });
  expect(sentence).toBe(
    '属于客群“代发薪客群”，且有标签“理财需求”，且有标签“激发兴趣”，且客群层级为“高质量客群”，且近 7 天“阅读内容”的次数不少于 2 次，且对营销推介（企业微信一对一消息）已同意',
  );
  const people = await someCustomers(
    ctx,
    Array.from({ length: 7 }, () => ({})),
  );
  const steps: ((id: number) => Promise<unknown>)[] = [
    (c) => know(ctx, c, 'payroll', true),
    (c) => tag(ctx, c, 'need_wealth'),
    (c) => tag(ctx, c, 'stage_interest'),
    (c) => know(ctx, c, 'aum', 80_000_000),
    async (c) => {
      await did(ctx, c, 'content.read');
      await did(ctx, c, 'content.read');
    },
    (c) => agree(ctx, c),
  ];
  // The last one has everything, each of the others lacks one.
  for (const [i, person] of people.entries())
    for (const [n, step] of steps.entries()) if (n !== i) await step(person);
  await settle();
  expect(await members(app, id)).toEqual([people[6]]);
});

const agree = async (ctx: TestOrg, customerId: number) => {
  await sql`
    insert into customers.consent_text (org_id, purpose, version, state, content, renews, drafted_at,
      drafted_by, approved_at)
    values (${ctx.orgId}, 'marketing', 1, 'approved', '{}', false, ${ctx.now()}, ${newId()}, ${ctx.now()})
    on conflict (org_id, purpose, version) do update set state = 'approved',
      approved_at = excluded.approved_at`.execute(ctx.db);
  await inTx(ctx, (ctx) =>
    giveConsents(ctx, [
      {
        customerId,
        purpose: 'marketing',
        channel: 'one_to_one',
        evidence: { kind: 'counter', id: 'C-1' },
        at: ctx.now(),
      },
    ]),
  );
};

type App = Awaited<ReturnType<typeof testHttp>>;
const members = async (app: App, id: string) =>
  (await callHttp(app, api.listMembers, { params: { id } })).items.map((m) => m.customerId);

test('R-087 a broad class minus exclusions is one rule', async () => {
  const { ctx, app, settle } = await bank();
  const [plain, card, complained] = await someCustomers(ctx, [{}, {}, {}]);
  for (const c of [plain!, card!, complained!]) await tag(ctx, c, 'direct');
  await know(ctx, card!, 'products', ['credit_card']);
  await did(ctx, complained!, 'complaint.made');
  const { id, sentence } = await callHttp(app, api.createAudience, {
    body: await aDraft(
      ctx,
      { kind: 'tag', tags: ['direct'] },
      {
        exclude: {
          kind: 'any',
          of: [
            {
              kind: 'attribute',
              attribute: 'products',
              test: { op: 'has_any', values: ['credit_card'] },
            },
            {
              kind: 'event',
              events: ['complaint.made'],
              window: { kind: 'days', last: 90 },
              test: { op: 'ge', value: 1 },
            },
          ],
        },
      },
    ),
  });
  expect(sentence).toBe('有标签“直营客户”；排除：持有产品包含“信用卡”，或近 90 天有过“投诉”');
  await settle();
  expect(await members(app, id)).toEqual([plain]);
});

test('what customers do and what becomes known of them moves them in and out, told once', async () => {
  const { ctx, app, changes, settle } = await bank();
  const [reader, other] = await someCustomers(ctx, [{}, {}]);
  const { id } = await callHttp(app, api.createAudience, { body: await aDraft(ctx, read) });
  await settle();
  await did(ctx, reader!, 'content.read');
  await did(ctx, other!, 'content.read');
  await settle();
  expect(await members(app, id)).toEqual([]);
  ctx.advance(10);
  await did(ctx, reader!, 'content.read');
  await settle();
  expect(await members(app, id)).toEqual([reader]);
  expect(changes.filter((c) => c.audienceId === id)).toEqual([
    { audienceId: id, entered: [reader], left: [] },
  ]);
  // Days pass, and nothing else happens.
  for (const days of [6, 1]) {
    expect(await members(app, id)).toEqual([reader]);
    ctx.advance(days * 24 * 60);
    await settle();
  }
  expect(await members(app, id)).toEqual([]);
  const { items } = await callHttp(app, api.audienceGrowth, { params: { id }, query: { days: 8 } });
  expect(items.map((d) => [d.count, d.entered, d.left])).toEqual([
    [1, 1, 0],
    ...Array.from({ length: 6 }, () => [1, 0, 0]),
    [0, 0, 1],
  ]);
});

test('a tag that ends by itself takes its customer out', async () => {
  const { ctx, app, settle } = await bank();
  const [one] = await someCustomers(ctx, [{}]);
  const { id } = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'tag', tags: ['need_fund'] }),
  });
  await tag(ctx, one!, 'need_fund', new Date(ctx.now().getTime() + 3_600_000));
  await settle();
  expect(await members(app, id)).toEqual([one]);
  ctx.advance(61);
  await settle();
  expect(await members(app, id)).toEqual([]);
});

test('an audience that names another follows it, and a circle is refused where it closes', async () => {
  const { ctx, app, settle } = await bank();
  const [one, two] = await someCustomers(ctx, [{}, {}]);
  const create = async (include: api.ConditionInput, name: string) =>
    callHttp(app, api.createAudience, { body: await aDraft(ctx, include, { name }) });
  const a = await create({ kind: 'tag', tags: ['need_loan'] }, '甲');
  const b = await create({ kind: 'audience', audienceIds: [a.id], match: 'none' }, '乙');
  const c = await create({ kind: 'not', of: { kind: 'audience', audienceIds: [b.id] } }, '丙');
  await settle();
  await tag(ctx, one!, 'need_loan');
  await settle();
  expect([await members(app, a.id), await members(app, b.id), await members(app, c.id)]).toEqual([
    [one],
    [two],
    [one],
  ]);
  const rule = {
    version: 1 as const,
    include: { kind: 'any' as const, of: [{ kind: 'audience' as const, audienceIds: [c.id] }] },
  };
  await expect(
    callHttp(app, api.saveAudience, {
      params: { id: a.id },
      body: {
        name: '甲',
        rule,
        version: (await callHttp(app, api.getAudience, { params: { id: a.id } })).version,
      },
    }),
  ).rejects.toMatchObject({
    code: 'audiences.ruleInvalid',
    details: { problems: [{ path: 'include.of.0.audienceIds.0', code: 'audienceCycle' }] },
  });
  await expect(callHttp(app, api.archiveAudience, { params: { id: a.id } })).rejects.toMatchObject({
    code: 'audiences.inUse',
  });
});

test('a snapshot stays as it was taken while the audience goes on', async () => {
  const { ctx, app, settle } = await bank();
  const people = await someCustomers(
    ctx,
    Array.from({ length: 30 }, () => ({})),
  );
  for (const person of people.slice(0, 20)) await tag(ctx, person, 'agency');
  const { id } = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'tag', tags: ['agency'] }),
  });
  await settle();
  const { id: snapshotId } = await callHttp(app, api.takeSnapshot, { params: { id } });
  await settle();
  for (const person of people.slice(20)) await tag(ctx, person, 'agency');
  await settle();
  const { items } = await callHttp(app, api.listSnapshots, { params: { id } });
  expect(items).toMatchObject([{ id: snapshotId, state: 'ready', count: 20, ruleVersion: 1 }]);
  expect(await findFrozen(ctx, snapshotId, 0, 100)).toEqual(
    [...people.slice(0, 20)].sort((a, b) => a - b),
  );
  expect((await callHttp(app, api.getAudience, { params: { id } })).count).toBe(30);
});

test('a change of the rule is a new version and finds the members again', async () => {
  const { ctx, app, changes, settle } = await bank();
  const [one, two] = await someCustomers(ctx, [{}, {}]);
  await tag(ctx, one!, 'direct');
  await tag(ctx, two!, 'agency');
  const created = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'tag', tags: ['direct'] }),
  });
  await settle();
  const { id } = created;
  const { version } = await callHttp(app, api.getAudience, { params: { id } });
  const body = {
    name: '改',
    version,
    rule: { version: 1 as const, include: { kind: 'tag' as const, tags: ['agency'] } },
  };
  await callHttp(app, api.saveAudience, { params: { id }, body });
  await settle();
  expect(await members(app, id)).toEqual([two]);
  expect(changes.findLast((c) => c.audienceId === id)).toMatchObject({
    entered: [two],
    left: [one],
  });
  await expect(callHttp(app, api.saveAudience, { params: { id }, body })).rejects.toMatchObject({
    code: 'audiences.changedMeanwhile',
  });
  const { items } = await callHttp(app, api.listRuleVersions, { params: { id } });
  expect(items.map((v) => [v.ruleVersion, v.sentence])).toEqual([
    [2, '有标签“代工客户”'],
    [1, '有标签“直营客户”'],
  ]);
});

test('CR-142 an audience of a branch holds customers of the branch only', async () => {
  const { ctx, app, settle } = await bank();
  const east = await aUnit(ctx);
  const outlet = await aUnit(ctx, { parentId: east.id, kind: 'outlet' });
  const [far, near, below] = await someCustomers(ctx, [
    {},
    { unitId: east.id },
    { unitId: outlet.id },
  ]);
  for (const person of [far!, near!, below!]) await tag(ctx, person, 'direct');
  const { id } = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'tag', tags: ['direct'] }, { unitId: east.id }),
  });
  await settle();
  expect(await members(app, id)).toEqual([near, below]);
  const west = await aUnit(ctx);
  const { rows } = await sql<{
    path: string;
  }>`select path from org.unit where id = ${west.id}`.execute(ctx.db);
  const stranger = await testHttp(
    ctx.as({ permissions: allow({ 'audiences.audience.read': [rows[0]!.path] }) }),
    await anEquippedBank(ctx),
  );
  await expect(callHttp(stranger, api.getAudience, { params: { id } })).rejects.toMatchObject({
    code: 'audiences.audienceNotFound',
  });
});

test('R-068 value bands are worked out every night and stand in lists and breakdowns', async () => {
  const { ctx, app, settle } = await bank();
  const [rich, middle, small] = await someCustomers(ctx, [{}, {}, {}]);
  await know(ctx, rich!, 'aum', 10_000);
  await know(ctx, middle!, 'aum', 6_000_000);
  await know(ctx, small!, 'aum', 4_000_000);
  await settle();
  // The bank's own system changed a figure and nobody was told.
  await sql`update customers.attribute_value set number = 70000000 where customer_id = ${rich!}
               and org_id = ${ctx.orgId} and number = 10000`.execute(ctx.db);
  await settle();
  const banded = async () =>
    Object.fromEntries(
      (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } })).items
        .filter((a) => ['high_quality', 'mid', 'long_tail'].includes(a.ready!))
        .map((a) => [a.ready, a.count]),
    );
  expect(await banded()).toEqual({ high_quality: 0, mid: 1, long_tail: 2 });
  ctx.advance(24 * 60);
  await settle();
  expect(await banded()).toEqual({ high_quality: 1, mid: 1, long_tail: 1 });
  const { breakdowns } = await callHttp(app, api.startPreview, {
    body: { rule: { version: 1, include: { kind: 'all', of: [] } } },
  });
  expect(
    breakdowns
      .find((b) => b.by === 'value_band')!
      .parts.map((p) => p.label)
      .sort(),
  ).toEqual(['中端客群', '长尾客群', '高质量客群']);
});

test('audiences are laid over each other', async () => {
  const { ctx, app, settle } = await bank();
  const people = await someCustomers(
    ctx,
    Array.from({ length: 6 }, () => ({})),
  );
  for (const p of people.slice(0, 4)) await tag(ctx, p, 'need_loan');
  for (const p of people.slice(2, 6)) await tag(ctx, p, 'need_fund');
  for (const p of people.slice(3, 5)) await tag(ctx, p, 'need_card');
  await settle();
  const ready = (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } }))
    .items;
  const ids = ['need_loan', 'need_fund', 'need_card'].map(
    (code) => ready.find((g) => g.ready === code)!.id,
  );
  const overlap = await callHttp(app, api.compareAudiences, { body: { audienceIds: ids } });
  expect(overlap.audiences.map((a) => a.count)).toEqual([4, 4, 2]);
  expect(overlap.overlaps.map((o) => o.count)).toEqual([2, 1, 2]);
  expect([overlap.all, overlap.any]).toEqual([1, 6]);
});

test('whoever is merged into somebody else leaves every audience and every snapshot', async () => {
  const { ctx, app, settle } = await bank();
  const [stays, goes] = await someCustomers(ctx, [{}, {}]);
  for (const p of [stays!, goes!]) await tag(ctx, p, 'direct');
  await settle();
  const ready = (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } }))
    .items;
  const { id } = ready.find((g) => g.ready === 'direct')!;
  const { id: snapshotId } = await callHttp(app, api.takeSnapshot, { params: { id } });
  await settle();
  await sql`update customers.customer set state = 'erased' where customer_id = ${goes}`.execute(
    ctx.db,
  );
  await know(ctx, goes!, 'car_owner', true);
  await settle();
  expect(await members(app, id)).toEqual([stays]);
  expect(await findFrozen(ctx, snapshotId, 0, 10)).toEqual([stays]);
  expect((await callHttp(app, api.getAudience, { params: { id } })).count).toBe(1);
});
