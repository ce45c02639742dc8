import { expect, test, vi } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { setAttributes } from '#modules/customers/server/index.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import * as api from '../../../contract.ts';
import { anEquippedBank } from '../../fixtures.ts';
import { aBankOf } from '../models/fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const worth = (ctx: TestOrg, customerId: number, yuan: number) =>
  inTx(ctx, (ctx) =>
    setAttributes(ctx, [
      { customerId, code: 'aum', value: yuan * 100, source: 'bank_data', at: ctx.now() },
    ]),
  );
const bought = (ctx: TestOrg, customerId: number, daysAgo: number, yuan: number) =>
  inTx(ctx, (ctx) =>
    recordEvents(ctx, [
      {
        id: newId(),
        customerId,
        kind: 'transaction.made',
        at: new Date(ctx.now().getTime() - daysAgo * 86_400_000),
        source: 'test',
        amount: yuan,
      },
    ]),
  );

test('R-068 value bands and activity are counted over each other, and each cell names its customers', async () => {
  const { ctx, app, settle } = await aBankOf();
  const [rich, silent, mid, unknown] = await someCustomers(ctx, [{}, {}, {}, {}]);
  await worth(ctx, rich!, 800_000);
  await worth(ctx, silent!, 500_000);
  await worth(ctx, mid!, 499_999);
  await bought(ctx, rich!, 3, 100);
  await bought(ctx, silent!, 40, 100);
  await bought(ctx, mid!, 120, 100);
  await settle();
  const { total, cells, bands, states } = await callHttp(app, api.valueBands);
  expect(total).toBe(4);
  const count = (band: api.Band, state: api.ActivityState) =>
    cells.find((cell) => cell.band === band && cell.state === state)?.count ?? 0;
  expect([
    count('high_quality', 'active'),
    count('high_quality', 'silent'),
    count('mid', 'near_lost'),
    count('unknown', 'lost'),
  ]).toEqual([1, 1, 1, 1]);
  expect(bands.find(({ band }) => band === 'high_quality')).toMatchObject({ count: 2, share: 0.5 });
  expect(states.map((one) => one.count)).toEqual([1, 1, 1, 1]);
  const named = async (query: { band?: api.Band; state?: api.ActivityState }) =>
    (await callHttp(app, api.listBand, { query })).items.map(({ customerId }) => customerId);
  expect(await named({ band: 'high_quality', state: 'silent' })).toEqual([silent]);
  expect(await named({ state: 'lost' })).toEqual([unknown]);

  // Time alone makes somebody silent.
  ctx.advance(40 * 24 * 60);
  expect(await named({ band: 'high_quality', state: 'active' })).toEqual([]);
});

test('R-078 each RFM tier has its count, its meaning and its people, and the bank’s own cut points change it at once', async () => {
  const { ctx, app, modules, settle } = await aBankOf();
  const unit = await aUnit(ctx, {});
  const people = await someCustomers(ctx, [{ unitId: unit.id }, {}, {}, {}, {}]);
  for (const [i, id] of people.entries())
    for (let n = 0; n <= i; n += 1) await bought(ctx, id, 60 - 10 * i + n, 100 * (i + 1));
  await settle();
  ctx.advance(24 * 60);
  await settle();
  const rfm = await callHttp(app, api.rfmOverview);
  expect(rfm.total).toBe(5);
  expect(rfm.scores.frequency).toEqual([1, 1, 1, 1, 1]);
  expect(rfm.cuts!.frequency).toEqual([1, 2, 3, 4]);
  expect(new Set(rfm.tiers.map(({ meaning }) => meaning)).size).toBe(8);
  const best = rfm.tiers.find(({ no }) => no === 1)!;
  expect(best).toMatchObject({ name: '重要价值客户', count: 2 });
  const { items } = await callHttp(app, api.listRfmTier, { query: { tier: 1 } });
  expect(items.at(-1)).toMatchObject({ customerId: people[4], r: 5, f: 5, m: 5, frequency: 5 });

  const settings = {
    kinds: ['transaction.made'],
    days: 365,
    cuts: {
      recency: [1, 2, 3, 4],
      frequency: [10, 20, 30, 40],
      monetary: [1, 2, 3, 4],
    } satisfies api.RfmSettings['cuts'],
  };
  await callHttp(app, api.saveRfmSettings, { body: { version: rfm.version, settings } });
  await settle();
  const own = await callHttp(app, api.rfmOverview);
  expect(own.tiers.find(({ no }) => no === 4)).toMatchObject({ count: 5 });

  // Whoever sees one unit counts the customers of that unit.
  const manager = ctx.as({
    permissions: allow({
      'audiences.score.read': [unit.path],
      'customers.customer.read': [unit.path],
      'customers.unit.read': [unit.path],
    }),
  });
  const phone = await testHttp(manager, modules);
  expect((await callHttp(phone, api.rfmOverview)).total).toBe(1);
});

test('a bank without purchases has tiers of nobody', async () => {
  const { ctx, app } = await aBankOf();
  await anEquippedBank(ctx);
  const { total, cuts } = await callHttp(app, api.rfmOverview);
  expect([total, cuts]).toEqual([0, null]);
});
