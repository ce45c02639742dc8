import { expect, test } from 'vitest';
import { aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract/tag.ts';
import * as rules from '../../contract/tag-rule.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { knownModules } from '../own/fixtures.ts';
import { deleteOwnTag, type TagInput, tagCustomers, tagsOf } from './tagging.service.ts';

const everything = allow(
  'customers.customer.read',
  'customers.unit.read',
  'customers.tag.read',
  'customers.tag.manage',
  'customers.tag.assign',
  'customers.tag.bulk',
);
const bank = async () => {
  const org = testOrg(everything);
  const modules = knownModules(org);
  return { org, modules, app: await testHttp(org, modules) };
};
const give = (
  org: TestOrg,
  ...inputs: (Partial<TagInput> & { customerId: number; tag: string })[]
) =>
  inTx(org, (ctx) =>
    tagCustomers(
      ctx,
      inputs.map((input) => ({
        source: 'bank_data',
        confidence: 0.8,
        at: org.now(),
        evidence: { text: '个贷名单', ref: newId() },
        ...input,
      })),
    ),
  );
const held = async (org: TestOrg, id: number) => (await tagsOf(org, [id])).get(id) ?? [];
const codes = async (org: TestOrg, id: number) => (await held(org, id)).map((t) => t.code).sort();

test('direct and agency customers are default tags, one of the two for each customer', async () => {
  const { org, app } = await bank();
  const { groups } = await callHttp(app, api.listTags);
  const group = groups.find((g) => g.code === 'relation_class')!;
  expect(group.tags.map((t) => t.code)).toEqual(['direct', 'agency']);
  const id = await aCustomer(org);
  await give(org, { customerId: id, tag: 'direct' });
  await give(org, { customerId: id, tag: 'agency' });
  expect(await codes(org, id)).toEqual(['agency']);
  // Whoever knows better has said so: behaviour does not overrule the bank's own data.
  const { refused } = await give(org, { customerId: id, tag: 'direct', source: 'behaviour' });
  expect(refused).toEqual([{ index: 0, why: 'outranked' }]);
  expect(await codes(org, id)).toEqual(['agency']);
});

test('R-064 need tags of every product line are there out of the box', async () => {
  const { app } = await bank();
  const { groups } = await callHttp(app, api.listTags);
  const needs = groups.filter((g) => g.kind === 'need').flatMap((g) => g.tags);
  expect(needs.map((t) => t.code.replace('need_', ''))).toEqual([
    'card',
    'deposit',
    'wealth',
    'fund',
    'insurance',
    'loan',
    'pension',
  ]);
  expect(needs.every((t) => t.state === 'active' && t.builtIn)).toBe(true);
});

test('R-060 a customer shows several needs at once, each with strength and evidence', async () => {
  const { org, app } = await bank();
  const id = await aCustomer(org);
  await give(
    org,
    { customerId: id, tag: 'need_insurance', confidence: 0.6 },
    { customerId: id, tag: 'need_loan', confidence: 0.5, evidence: { text: '咨询贷款', ref: 'a' } },
    {
      customerId: id,
      tag: 'need_loan',
      confidence: 0.5,
      evidence: { text: '贷款计算器', ref: 'b' },
    },
    {
      customerId: id,
      tag: 'need_loan',
      confidence: 0.5,
      evidence: { text: '贷款计算器', ref: 'b' },
    },
  );
  const { items } = await callHttp(app, api.getCustomerTags, { params: { id } });
  // 1 − ½ · ½; the same evidence twice counts once.
  expect(items.map((t) => [t.code, t.group.kind, t.strength])).toEqual([
    ['need_loan', 'need', 0.75],
    ['need_insurance', 'need', 0.6],
  ]);
  expect(items[0]!.evidence.map((e) => [e.text, e.source, e.weight])).toEqual([
    ['贷款计算器', 'bank_data', 0.5],
    ['咨询贷款', 'bank_data', 0.5],
  ]);
});

test('a tag has source, confidence and expiry, and is gone when its time is over', async () => {
  const { org, modules, app } = await bank();
  const id = await aCustomer(org);
  const day = (n: number) => new Date(org.now().getTime() + n * 86_400_000);
  const sources = ['manual', 'behaviour', 'bank_data', 'questionnaire'] as const;
  const tags = ['need_card', 'need_fund', 'need_wealth', 'need_pension'];
  await give(
    org,
    ...sources.map((source, i) => ({
      customerId: id,
      tag: tags[i]!,
      source,
      confidence: 0.5 + i / 10,
      expiresAt: i < 2 ? day(10) : null,
    })),
  );
  const { items } = await callHttp(app, api.getCustomerTags, { params: { id } });
  expect(
    items
      .map((t) => [t.source, t.confidence, t.expiresAt])
      .sort((a, b) => (a[1]! < b[1]! ? -1 : 1)),
  ).toEqual([
    ['manual', 0.5, day(10).toISOString()],
    ['behaviour', 0.6, day(10).toISOString()],
    ['bank_data', 0.7, null],
    ['questionnaire', 0.8, null],
  ]);
  org.advance(10 * 24 * 60 - 1);
  await runDueJobs(org, modules);
  expect(await codes(org, id)).toHaveLength(4);
  org.advance(1);
  expect(await codes(org, id)).toEqual(['need_pension', 'need_wealth']);
  await runDueJobs(org, modules);
  const left = await org.db
    .selectFrom('customers.customerTag')
    .select('tagId')
    .where('customerId', '=', id)
    .execute();
  expect(left).toHaveLength(2);
  const expired = await org.db
    .selectFrom('customers.tagChange')
    .select('act')
    .where('customerId', '=', id)
    .where('act', '=', 'expired')
    .execute();
  expect(expired).toHaveLength(2);
});

test('R-080 joining an activity gives a behaviour tag with date and origin', async () => {
  const { org, modules, app } = await bank();
  const [joins, stays] = await someCustomers(org, [{}, {}]);
  await callHttp(app, rules.addTagRule, {
    body: {
      name: '骑行活动',
      event: 'activity.joined',
      subject: 'ride-2026',
      tag: 'need_insurance',
      confidence: 0.4,
      days: 30,
    },
  });
  const at = org.now();
  await inTx(org, (ctx) =>
    recordEvents(ctx, [
      {
        id: newId(),
        customerId: joins!,
        kind: 'activity.joined',
        at,
        source: 'activities',
        subject: 'ride-2026',
      },
      {
        id: newId(),
        customerId: stays!,
        kind: 'activity.joined',
        at: new Date(at.getTime() - 40 * 86_400_000),
        source: 'activities',
        subject: 'ride-2025',
      },
    ]),
  );
  // No time passes: the event itself sets it off.
  await runDueJobs(org, modules, { twice: true });
  const tags = await held(org, joins!);
  expect(tags.map((t) => [t.code, t.source, t.confidence])).toEqual([
    ['joined_activity', 'behaviour', 0.9],
    ['need_insurance', 'behaviour', 0.4],
  ]);
  expect(tags[0]!.evidence).toMatchObject([{ text: '参加活动', at: at.toISOString() }]);
  expect(tags[0]!.evidence[0]!.ref).toMatch(/^rule:\d+\/event:/);
  expect(tags[1]!.expiresAt).toBe(new Date(at.getTime() + 30 * 86_400_000).toISOString());
  expect(await codes(org, stays!)).toEqual([]);
});

test('many customers are tagged at once, with a result for each, and put back as they were', async () => {
  const { org, modules } = await bank();
  const branch = await aUnit(org, { name: '东城分行' });
  const other = await aUnit(org, { name: '西城分行' });
  const own = await someCustomers(
    org,
    Array.from({ length: 4 }, () => ({ unitId: branch.id })),
  );
  const [foreign] = await someCustomers(org, [{ unitId: other.id }]);
  const [had, deleted, later] = own as number[];
  await give(org, { customerId: had!, tag: 'need_card', confidence: 0.3 });
  const before = await held(org, had!);
  await inTx(org, (ctx) => deleteOwnTag(ctx, deleted!, 'need_card'));

  const { headers } = await signedIn(org, {
    'customers.unit.read': [branch.id],
    'customers.tag.bulk': [branch.id],
  });
  const app = await orgHttp(org, modules);
  const acts = () => runDueJobs(org, modules);
  const { id } = await callHttp(
    app,
    api.startTagBatch,
    {
      body: {
        act: 'add',
        tags: ['need_card'],
        customerIds: [...own, foreign!, 999_999_999],
        note: '春季开卡名单',
      },
    },
    headers,
  );
  await acts();
  expect(await callHttp(app, api.getTagBatch, { params: { id } }, headers)).toMatchObject({
    state: 'done',
    outcomes: { changed: 3, same: 0, refused: 3 },
  });
  const { items } = await callHttp(app, api.listTagBatchResults, { params: { id } }, headers);
  expect(Object.fromEntries(items.map((i) => [i.customerId, i.outcome]))).toEqual({
    [own[0]!]: 'changed',
    [own[1]!]: 'refused_by_customer',
    [own[2]!]: 'changed',
    [own[3]!]: 'changed',
    [foreign!]: 'out_of_scope',
    999999999: 'out_of_scope',
  });
  expect(await codes(org, foreign!)).toEqual([]);

  // Somebody gave one of them a better reason meanwhile: that stays.
  org.advance(1);
  await give(org, { customerId: later!, tag: 'need_card', source: 'manual' });
  org.advance(1);
  await callHttp(app, api.undoTagBatch, { params: { id } }, headers);
  await acts();
  expect(await callHttp(app, api.getTagBatch, { params: { id } }, headers)).toMatchObject({
    state: 'undone',
  });
  expect(await held(org, had!)).toEqual(before);
  expect(await codes(org, own[3]!)).toEqual([]);
  expect(await codes(org, later!)).toEqual(['need_card']);
});

test('CR-014 what a customer deletes is not computed again within 180 days', async () => {
  const { org, modules } = await bank();
  const id = await aCustomer(org);
  await give(org, { customerId: id, tag: 'need_fund', source: 'behaviour' });
  await inTx(org, (ctx) => deleteOwnTag(ctx, id, 'need_fund'));
  for (const source of ['behaviour', 'rule', 'model', 'bank_data', 'wecom'] as const) {
    const { refused } = await give(org, { customerId: id, tag: 'need_fund', source });
    expect([source, refused]).toEqual([source, [{ index: 0, why: 'by_customer' }]]);
  }
  org.advance(180 * 24 * 60 + 1);
  await runDueJobs(org, modules);
  await give(org, { customerId: id, tag: 'need_fund', source: 'behaviour' });
  expect(await codes(org, id)).toEqual(['need_fund']);
});

test('CR-042 CR-043 a name that tells of money, health or a number is not pushed to WeCom', async () => {
  const { app } = await bank();
  const { groups } = await callHttp(app, api.listTags);
  const groupId = groups[0]!.id;
  const draft = (pushName: string) =>
    callHttp(app, api.addTag, {
      body: { groupId, code: 'some_tag', name: ['某标签', 'Some tag'], pushName },
    });
  for (const name of ['贷款逾期', '存款百万', '13812345678', '4111111111111111', '重病家属'])
    await expect(draft(name), name).rejects.toMatchObject({ code: 'customers.tagNotNeutral' });
  expect((await draft('青松')).pushName).toBe('青松');
});
