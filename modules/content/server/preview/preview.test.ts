import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { tagCustomers } from '#modules/customers/server/index.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { type Stage, stageOrder } from '../../contract/facets.ts';
import { previewMessages } from '../../contract/message.ts';
import { previewContent, recommendContent, voiceUse } from '../../contract/recommendation.ts';
import { aReleasedItem } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { count, countUse } from '../pages/use.service.ts';

let ctx: TestOrg;
let system: TestOrg;
let http: FastifyInstance;
let operator: SignedIn;
let li: number;

beforeEach(async () => {
  ctx = testOrg();
  system = asSystem(ctx, ctx.orgId);
  http = await orgHttp(ctx, [
    contentModule({ mode: 'production', publicUrl: 'https://b.example' }),
  ]);
  const known = customersModule({ texts: 'approved' } as never);
  await inTx(system, (ctx) => known.equipment!.bring(ctx));
  operator = await signedIn(ctx, ['content.item.read', 'customers.unit.read'], { name: '运营甲' });
  li = (await someCustomers(ctx, [{ name: '李小花' }]))[0]!;
});

const see = (itemId: string, given: object = {}, by = operator) =>
  callHttp(
    http,
    previewContent,
    { body: { itemId, version: 1, customerId: li, channel: 'one_to_one', ...given } },
    by.headers,
  );

test('a preview fills every place for a real customer and shows no whole name; a place without a value is named', async () => {
  const itemId = await aReleasedItem(ctx, {
    text: '{customer_title}好，我是{rm_name}，{benefit_name}还在。',
  });
  const lacking = await see(itemId);
  expect(lacking).toMatchObject({
    ready: false,
    why: ['“权益名称”没有值（{benefit_name}）', expect.any(String)],
  });
  const shown = await see(itemId, { values: { benefit_name: '影票' } });
  expect(shown).toMatchObject({ ready: true, text: '李先生/女士好，我是运营甲，影票还在。' });
  expect(JSON.stringify(shown)).not.toContain('小花');
});

test('the messages of a plan are shown as they arrive: its words filled, what is each sender’s or customer’s marked, and the page behind a card', async () => {
  const block = { kind: 'text' as const, text: '先分用途，再谈去处。' };
  const itemId = await aReleasedItem(ctx, {
    text: '{customer_title}您好，我是{rm_name}，送您{benefit_name}。',
    body: { carrier: { format: 'article', title: '三个口袋', blocks: [block] } },
  });
  const values = { benefit_name: '影票' };
  const one = { itemId, version: 1, values };
  const { items } = await callHttp(
    http,
    previewMessages,
    {
      body: {
        messages: [
          { ...one, channel: 'one_to_one' },
          { ...one, channel: 'sms', byName: true },
          { ...one, channel: 'one_to_one', values: {} },
        ],
      },
    },
    operator.headers,
  );
  const link = expect.stringMatching(/^https:\/\/b\.example\//);
  expect(items[0]).toMatchObject({
    text: '您好，我是〔客户经理姓名〕，送您影票。',
    attachments: [{ kind: 'link', title: '三个口袋', url: link }],
  });
  expect(items[1]!.text).toContain('〔客户称呼〕您好，我是〔客户经理姓名〕，送您影票。');
  expect(items[2]).toMatchObject({
    ready: false,
    why: ['“权益名称”没有值（{benefit_name}）', expect.any(String)],
  });
});

test('nobody previews for a customer whom they do not see', async () => {
  const itemId = await aReleasedItem(ctx, { text: '您好。' });
  const stranger = await signedIn(ctx, ['content.item.read', 'customers.customer.read']);
  await expect(see(itemId, {}, stranger)).rejects.toMatchObject({ status: 404 });
});

test('R-255 what is recommended is of the stage a customer is at, and of no other', async () => {
  for (const stage of stageOrder)
    await aReleasedItem(ctx, { name: stage, facets: { stage, type: null, segments: ['*'] } });
  const recommended = async () => {
    const query = { customerId: li, size: 10 };
    const found = await callHttp(http, recommendContent, { query }, operator.headers);
    return { ...found, items: found.items.map(({ name }) => name) };
  };
  expect(await recommended()).toEqual({ stage: 'attention', assumed: true, items: ['attention'] });
  const at = async (stage: Stage) => {
    const given = {
      customerId: li,
      tag: `stage_${stage}`,
      source: 'manual',
      confidence: 1,
    } as const;
    const evidence = { text: '客户经理判断', ref: null };
    await inTx(system, (ctx) => tagCustomers(ctx, [{ ...given, evidence, at: ctx.now() }]));
    ctx.advance(3);
  };
  for (const stage of ['interest', 'trust', 'advocacy'] as const) {
    await at(stage);
    expect(await recommended()).toEqual({ stage, assumed: false, items: [stage] });
  }
});

test('R-252 how often each of the two voices was sent, answered and read stands side by side', async () => {
  const itemId = await aReleasedItem(ctx, { text: '敬请参加。', human: '您来坐坐？' });
  const ref = { itemId, version: 1 };
  await countUse(system, [
    { ...ref, voice: 'text', what: 'sent', count: 200 },
    { ...ref, voice: 'text', what: 'answered', count: 4 },
    { ...ref, voice: 'human', what: 'sent', count: 100 },
    { ...ref, voice: 'human', what: 'answered', count: 9 },
  ]);
  await count(system, [
    { ...ref, voice: 'human', opened: 2, readings: 2, seconds: 90, depth: 150 },
  ]);
  const params = { id: itemId };
  expect(await callHttp(http, voiceUse, { params }, operator.headers)).toEqual({
    days: 90,
    voices: [
      { voice: 'text', sent: 200, answered: 4, opened: 0, secondsEach: null, depthEach: null },
      { voice: 'human', sent: 100, answered: 9, opened: 2, secondsEach: 45, depthEach: 75 },
    ],
  });
  ctx.advance(100 * 24 * 60);
  const later = await signedIn(ctx, ['content.item.read']);
  const { voices } = await callHttp(http, voiceUse, { params }, later.headers);
  expect(voices.map(({ sent }) => sent)).toEqual([0, 0]);
});
