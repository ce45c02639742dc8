import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { addAttribute } from '#modules/customers/contract.ts';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { allow, callHttp, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import * as api from '../../../contract.ts';
import { aDraft } from '../../fixtures.ts';
import { aBankOf, crowd, register } from './fixtures.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Visits of pages in the ninety days before a day, purchases in the thirty days from it. */
async function lives(ctx: TestOrg, ids: readonly number[]): Promise<void> {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
  const daily: { id: number; kind: string; back: number }[] = [];
  for (const id of ids)
    for (const back of [90, 60, 30]) {
      const eager = random() < 0.3;
      if (eager) daily.push({ id, kind: 'product.viewed', back: back + 3 });
      if (random() < (eager ? 0.5 : 0.05))
        daily.push({ id, kind: 'product.bought', back: back - 5 });
    }
  await sql`
    insert into tracking.daily (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select t.id, t.kind, ${ctx.now()}::date - t.back, ${ctx.orgId}, 3, null, ${ctx.now()}, ${ctx.now()}
      from unnest(${daily.map((d) => d.id)}::bigint[], ${daily.map((d) => d.kind)}::text[],
                  ${daily.map((d) => d.back)}::int[]) as t (id, kind, back)
    on conflict do nothing`.execute(ctx.db);
}

test('a model of an event learns from the past, is measured on the newest days, explains itself, and rules ask for it', async () => {
  const { ctx, app, settle } = await aBankOf();
  const { id: unitId } = await aUnit(ctx, {});
  const ids = await crowd(ctx, 600, unitId);
  await lives(ctx, ids);
  await settle();
  const made = await callHttp(app, api.createModel, {
    body: {
      name: '购买意向',
      source: 'trained',
      target: { kind: 'event', events: ['product.bought'], days: 30 },
      features: { attributes: [], events: ['product.viewed', 'page.viewed'] },
    },
  });
  await settle();
  const model = await callHttp(app, api.getModel, { params: { id: made.id } });
  const [version] = model.versions;
  expect(version).toMatchObject({ state: 'ready', split: 'time', inUse: true, trainedOn: 600 });
  expect(version!.quality!.samples).toBe(600);
  expect(version!.quality!.auc).toBeGreaterThan(0.65);
  expect(version!.weights[0]).toMatchObject({ feature: 'event:product.viewed' });
  expect(model).toMatchObject({ scored: 600, sentence: '未来 30 天内发生“购买产品”的可能性' });

  const top = await callHttp(app, api.listTopScored, { params: { id: made.id } });
  const [first] = top.items;
  expect(first!.reasons[0]!.label).toBe('查看产品较多');
  expect(first!.value).toBeGreaterThan(0.3);

  const audience = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, {
      kind: 'score',
      score: model.scoreKey,
      test: { op: 'ge', value: 0.3 },
    }),
  });
  await settle();
  const { items } = await callHttp(app, api.listMembers, {
    params: { id: audience.id },
    query: { size: 200 },
  });
  expect(items.map(({ customerId }) => customerId)).toContain(first!.customerId);
  expect((await callHttp(app, api.getModel, { params: { id: made.id } })).uses).toMatchObject([
    { id: audience.id },
  ]);

  const { taskId } = await callHttp(app, api.trainModel, { params: { id: made.id } });
  expect(taskId).toBeTruthy();
  await settle();
  const again = await callHttp(app, api.getModel, { params: { id: made.id } });
  expect(again.versions.map(({ no, inUse }) => [no, inUse])).toEqual([
    [2, true],
    [1, false],
  ]);
  await callHttp(app, api.chooseModelVersion, { params: { id: made.id }, body: { no: 1 } });
  await settle();
  const back = await callHttp(app, api.getModel, { params: { id: made.id } });
  expect(back.versions.find(({ inUse }) => inUse)!.no).toBe(1);
});

test('a model that tells no more than a coin is shown but scores nobody, until somebody chooses it', async () => {
  const { ctx, app, settle } = await aBankOf();
  const { id: unitId } = await aUnit(ctx, {});
  const ids = await crowd(ctx, 600, unitId);
  await lives(ctx, ids);
  await settle();
  const made = await callHttp(app, api.createModel, {
    body: {
      name: '看不出来',
      source: 'trained',
      target: { kind: 'event', events: ['product.bought'], days: 30 },
      features: { attributes: [], events: ['group.spoke'] },
    },
  });
  await settle();
  const read = () => callHttp(app, api.getModel, { params: { id: made.id } });
  const weak = await read();
  expect(weak.versions[0]).toMatchObject({ state: 'ready', inUse: false, quality: { auc: 0.5 } });
  expect(weak.scored).toBe(0);
  await callHttp(app, api.chooseModelVersion, { params: { id: made.id }, body: { no: 1 } });
  await settle();
  expect((await read()).scored).toBe(600);
});

test('with too few examples a model says so and scores nobody', async () => {
  const { ctx, app, settle } = await aBankOf();
  await someCustomers(ctx, [{}, {}]);
  const made = await callHttp(app, api.createModel, {
    body: {
      name: '样本不足',
      source: 'trained',
      target: { kind: 'event', events: ['product.bought'], days: 30 },
      features: { attributes: ['age_band'], events: [] },
    },
  });
  await settle();
  const { latest, scored } = await callHttp(app, api.getModel, { params: { id: made.id } });
  expect(latest).toMatchObject({ state: 'failed', inUse: false });
  expect(latest!.failure).toContain('audiences.tooFewExamples');
  expect(scored).toBe(0);
});

test('a model learns only from customers who agreed to it, and stops when they take it back', async () => {
  const { ctx, app, settle } = await aBankOf();
  const { id: unitId } = await aUnit(ctx, {});
  const ids = await crowd(ctx, 600, unitId);
  await lives(ctx, ids);
  await settle();
  const withdrawn = ids.slice(0, 100);
  await sql`update customers.consent set state = 'withdrawn'
             where customer_id = any(${withdrawn}::bigint[])`.execute(ctx.db);
  const made = await callHttp(app, api.createModel, {
    body: {
      name: '购买意向',
      source: 'trained',
      target: { kind: 'event', events: ['product.bought'], days: 30 },
      features: { attributes: [], events: ['product.viewed'] },
    },
  });
  await settle();
  const { versions } = await callHttp(app, api.getModel, { params: { id: made.id } });
  expect(versions[0]).toMatchObject({ state: 'ready', trainedOn: 500 });
});

test('CR-004 a model may not look at attributes that are not for its purpose, nor at its own answer', async () => {
  const { app } = await aBankOf();
  await callHttp(app, addAttribute, {
    body: {
      code: 'care_only',
      name: ['仅服务', 'Service only'],
      type: 'flag',
      block: 'basic',
      dataClass: 'none',
      purposes: ['service', 'modelling'],
      choices: [],
    },
  });
  await register(app, 'wants', 'flag');
  const draft = (attributes: string[]) => ({
    name: `模型${attributes.join()}`,
    source: 'trained' as const,
    target: { kind: 'attribute' as const, attribute: 'wants' },
    features: { attributes, events: [] },
  });
  await expect(
    callHttp(app, api.createModel, { body: draft(['care_only']) }),
  ).rejects.toMatchObject({ code: 'customers.attributePurpose' });
  await expect(callHttp(app, api.createModel, { body: draft(['wants']) })).rejects.toMatchObject({
    code: 'audiences.targetAmongFeatures',
  });
});

test('the bank’s own scores come by the same interface: lines that cannot be taken are named, a new file replaces the old', async () => {
  const { ctx, app, modules, settle } = await aBankOf();
  const identity = (value: string) => ({
    identities: [{ kind: 'bank_no' as const, value, verified: true }],
  });
  const [one, other] = await someCustomers(ctx, [identity('B-1'), identity('B-2')]);
  await settle();
  const made = await callHttp(app, api.createModel, {
    body: {
      name: '行方流失模型',
      source: 'uploaded',
      target: null,
      features: { attributes: [], events: [] },
    },
  });
  const upload = async (content: string) => {
    const mark = 'xxSCORESxx';
    const response = await app.inject({
      method: 'POST',
      url: `/api/v1/audiences/scores?modelId=${made.id}`,
      headers: { 'x-yuhang-csrf': '1', 'content-type': `multipart/form-data; boundary=${mark}` },
      payload: `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="s.csv"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--${mark}--\r\n`,
    });
    return JSON.parse(response.body);
  };
  const reply = await upload('客户号,评分,原因\nB-1,0.9,资产下降\nB-2,0.2,\nB-3,0.5,\nB-1x,1.5,\n');
  expect(reply).toMatchObject({ lines: 4, scored: 2, refusedCount: 2 });
  expect(reply.refused.map((r: { line: number }) => r.line)).toEqual([4, 5]);
  const scores = async (id: number) =>
    (await callHttp(app, api.customerScores, { params: { id } })).models;
  expect(await scores(one!)).toMatchObject([
    { name: '行方流失模型', value: 0.9, reasons: [{ label: '资产下降', effect: null }] },
  ]);
  // Models are the bank's: who manages one branch changes none and makes none.
  const { path } = await aUnit(ctx, {});
  const branch = ctx.as({ permissions: allow({ 'audiences.score.manage': [path] }) });
  const there = await testHttp(branch, modules);
  await expect(callHttp(there, api.trainModel, { params: { id: made.id } })).rejects.toMatchObject({
    code: 'audiences.modelNotFound',
  });
  const { settings, signals, version } = await callHttp(app, api.getSignals);
  await expect(
    callHttp(there, api.saveSignals, { body: { settings, signals, version } }),
  ).rejects.toMatchObject({ code: 'platform.forbidden' });

  await upload('bank_no,score\nB-2,0.4\n');
  expect(await scores(one!)).toEqual([]);
  expect(await scores(other!)).toMatchObject([{ value: 0.4 }]);
  expect(await upload('a,b\n1,2\n')).toMatchObject({
    error: { code: 'audiences.scoresUnreadable' },
  });
});
