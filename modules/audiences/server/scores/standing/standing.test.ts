import { expect, test, vi } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
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
import * as api from '../../../contract.ts';
import { aDraft, anEquippedBank } from '../../fixtures.ts';
import { needRecognitionOf } from './standing.service.ts';

vi.setConfig({ testTimeout: 120_000 });

const everything = allow(
  'audiences.audience.read',
  'audiences.audience.manage',
  'audiences.member.read',
  'audiences.score.read',
  'audiences.score.manage',
  'customers.customer.read',
  'customers.unit.read',
);

async function bank() {
  const ctx = testOrg(everything);
  const modules = await anEquippedBank(ctx);
  const app = await testHttp(ctx, modules);
  const changed: number[] = [];
  const told = on(api.cellChanged, 'test.cell-changed', async (_, { customerIds }) => {
    changed.push(...customerIds);
  });
  const listening = [...modules, { name: 'test', subscriptions: [told] }];
  return { ctx, app, changed, settle: () => runDueJobs(ctx, listening) };
}

const did = (ctx: TestOrg, customerId: number, kind: string, times = 1) =>
  inTx(ctx, (ctx) =>
    recordEvents(
      ctx,
      Array.from({ length: times }, () => ({
        id: newId(),
        customerId,
        kind,
        at: ctx.now(),
        source: 'test',
        subject: 's1',
        amount: kind === 'product.bought' ? 100 : null,
      })),
    ),
  );
const stands = async (ctx: TestOrg, id: number) => (await needRecognitionOf(ctx, [id])).get(id)!;

test('R-070 R-179 a customer’s need score says which events moved it, and reading an education item to the end raises it', async () => {
  const { ctx, app, settle } = await bank();
  const [id] = await someCustomers(ctx, [{}]);
  expect(await stands(ctx, id!)).toMatchObject({ need: 0, recognition: 0, cell: 'low-low' });

  await did(ctx, id!, 'product.viewed', 2);
  await settle();
  const before = await stands(ctx, id!);
  expect(before.need).toBeGreaterThan(0);

  await did(ctx, id!, 'content.finished');
  await settle();
  const after = await stands(ctx, id!);
  expect(after.need).toBeGreaterThan(before.need);

  const { moved } = await callHttp(app, api.customerStanding, { params: { id: id! } });
  const need = moved.filter((line) => line.dimension === 'need');
  expect(need.map((line) => [line.title, line.count])).toEqual([
    ['查看产品', 2],
    ['读完内容', 1],
  ]);
  // The lines add up to the score.
  expect(need.reduce((sum, line) => sum + line.left, 0)).toBeCloseTo(after.need, 0);
});

test('R-188 visits of the RM’s page and repeated reading raise recognition', async () => {
  const { ctx, settle } = await bank();
  const [visitor, reader] = await someCustomers(ctx, [{}, {}]);
  await did(ctx, visitor!, 'profile.visited');
  await did(ctx, reader!, 'content.read');
  await settle();
  const [visited, once] = [await stands(ctx, visitor!), await stands(ctx, reader!)];
  expect(visited.recognition).toBeGreaterThan(0);
  await did(ctx, reader!, 'content.read', 2);
  await settle();
  expect((await stands(ctx, reader!)).recognition).toBeGreaterThan(once.recognition);
});

test('R-071 the matrix counts customers by need and recognition, and each cell names its people, masked', async () => {
  const { ctx, app, changed, settle } = await bank();
  const [wanting, trusting, nobody] = await someCustomers(ctx, [{}, {}, {}]);
  await did(ctx, wanting!, 'consultation.asked', 2);
  await did(ctx, trusting!, 'relationship.started');
  await did(ctx, trusting!, 'message.replied', 3);
  await did(ctx, trusting!, 'share.made', 2);
  await settle();
  expect(changed.toSorted()).toEqual([wanting, trusting].toSorted());

  const { cells, total } = await callHttp(app, api.needMatrix);
  const count = (cell: api.Cell) => cells.find((one) => one.cell === cell)!.count;
  const [a, b] = [await stands(ctx, wanting!), await stands(ctx, trusting!)];
  expect(api.levelsOf(a.cell).need).toBe('high');
  expect(api.levelsOf(b.cell)).toEqual({ need: 'low', recognition: 'high' });
  expect(total).toBe(3);
  expect([count(a.cell), count(b.cell), count('low-low')]).toEqual([1, 1, 1]);

  const line = async (cell: api.Cell) =>
    (await callHttp(app, api.listCell, { query: { cell } })).items;
  expect(await line(a.cell)).toMatchObject([{ customerId: wanting, need: a.need }]);
  expect(await line('low-low')).toMatchObject([{ customerId: nobody, need: 0 }]);
});

test('R-072 every cell recommends something else, and who needs much but trusts little gets trust content before an offer', async () => {
  expect(new Set(api.cells.map(api.nextActionOf)).size).toBe(9);
  const { ctx, settle } = await bank();
  const [id] = await someCustomers(ctx, [{}]);
  await did(ctx, id!, 'form.submitted', 2);
  await did(ctx, id!, 'questionnaire.answered');
  await did(ctx, id!, 'complaint.made');
  await did(ctx, id!, 'product.viewed', 4);
  await settle();
  const { cell, nextAction, rhythm } = await stands(ctx, id!);
  expect([cell, rhythm]).toEqual(['high-low', 'need_ahead']);
  expect(api.nextActionText[nextAction]).toMatchObject({ theme: 'trust', offer: 'not_yet' });
});

test('scores fade by night, the stage of the need does not, and an audience of high need lets go', async () => {
  const { ctx, app, changed, settle } = await bank();
  const [id] = await someCustomers(ctx, [{}]);
  const audience = await callHttp(app, api.createAudience, {
    body: await aDraft(ctx, { kind: 'score', score: 'need', test: { op: 'ge', value: 60 } }),
  });
  await settle();
  const members = async () =>
    (await callHttp(app, api.listMembers, { params: { id: audience.id } })).items.length;
  await did(ctx, id!, 'consultation.asked', 2);
  await settle();
  expect(await members()).toBe(1);
  expect(await stands(ctx, id!)).toMatchObject({ cell: 'high-mid', needStage: 'explicit' });

  changed.length = 0;
  ctx.advance(60 * 24 * 60);
  await settle();
  const faded = await stands(ctx, id!);
  // Two half-lives: a quarter of 70 points is left, and 100 × (1 − e^(−17.5/40)) = 35.
  expect(faded).toMatchObject({ need: 35, needStage: 'explicit' });
  expect(changed).toEqual([id]);
  expect(await members()).toBe(0);
});

test('a bank’s own weights count for everybody at once, and a stale change is refused', async () => {
  const { ctx, app, settle } = await bank();
  const [id] = await someCustomers(ctx, [{}]);
  await did(ctx, id!, 'app.opened');
  await settle();
  expect((await stands(ctx, id!)).need).toBe(0);
  const { version, settings, signals } = await callHttp(app, api.getSignals);
  const own: api.Signal = {
    dimension: 'need',
    kind: 'app.opened',
    points: 40,
    halfLifeDays: 10,
    perDay: 1,
    stage: null,
  };
  const body = { version, settings, signals: [...signals, own] };
  await callHttp(app, api.saveSignals, { body });
  await settle();
  expect((await stands(ctx, id!)).need).toBe(63);
  await expect(callHttp(app, api.saveSignals, { body })).rejects.toMatchObject({
    code: 'audiences.settingsChanged',
  });
});

test('a manager sees the standing of their own unit only', async () => {
  const { ctx, settle, app: whole } = await bank();
  const unit = await aUnit(ctx, { name: '支行' });
  const [here] = await someCustomers(ctx, [{ unitId: unit.id }]);
  const [there] = await someCustomers(ctx, [{}]);
  await did(ctx, here!, 'consultation.asked');
  await did(ctx, there!, 'consultation.asked');
  await settle();
  const manager = ctx.as({
    permissions: allow({
      'audiences.score.read': [unit.path],
      'customers.customer.read': [unit.path],
      'customers.unit.read': [unit.path],
    }),
  });
  const app = await testHttp(manager, await anEquippedBank(ctx));
  expect((await callHttp(app, api.needMatrix)).total).toBe(1);
  expect((await callHttp(whole, api.needMatrix)).total).toBe(2);
  await callHttp(app, api.customerStanding, { params: { id: here! } });
  await expect(
    callHttp(app, api.customerStanding, { params: { id: there! } }),
  ).rejects.toMatchObject({ code: 'customers.customerNotFound' });
});
