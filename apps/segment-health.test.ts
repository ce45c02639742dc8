import { expect, test } from 'vitest';
import { listItems, withdrawItem } from '#modules/content/contract.ts';
import { signedIn } from '#modules/org/server/fixtures.ts';
import { getPackHealth } from '#modules/segments/contract.ts';
import { aDesk, enoughContent } from '#modules/segments/server/fixtures.ts';
import { aCustomer, aSite, sendFromServer } from '#modules/tracking/server/fixtures.ts';
import { newId } from '#platform/server/ids.ts';
import { callHttp } from '#platform/server/test/test-org.ts';
import { segmentHealth } from './segment-health.ts';

test('R-014 a pack shows four lights: without next week’s content continuity is red, without the order callback the loop is', async () => {
  const { ctx, http } = await aDesk(undefined, segmentHealth);
  const customerId = await aCustomer(ctx);
  const site = await aSite(ctx, { kind: 'server' });
  // A session ends with the days that pass.
  const operator = () =>
    signedIn(ctx, ['segments.pack.read', 'content.item.read', 'content.item.manage']);
  const lights = async () => {
    const { lights } = await callHttp(
      http,
      getPackHealth,
      { params: { key: 'payroll' } },
      (await operator()).headers,
    );
    return Object.fromEntries(lights.map(({ key, ok }) => [key, ok]));
  };
  const report = async (kind: string, more: object = {}, times = 1) => {
    const events = Array.from({ length: times }, () => ({
      ...{ id: newId(ctx.now()), kind, at: ctx.now().getTime(), customerId },
      ...more,
    }));
    await sendFromServer(ctx, http, site, events);
  };
  expect(await lights()).toEqual({ loop: false, path: false, data: false, continuity: false });

  await enoughContent(ctx, 'payroll');
  await report('transaction.made', { amount: 12 });
  await report('relationship.started');
  await report('message.delivered');
  await report('link.opened', {}, 30);
  expect(await lights()).toEqual({ loop: true, path: true, data: true, continuity: true });

  // The callback breaks: the bank's system sends orders that nobody can read.
  ctx.advance(60);
  await report('transaction.made', { amount: 'twelve' });
  expect(await lights()).toMatchObject({ loop: false, path: true });
  ctx.advance(60);
  await report('transaction.made', { amount: 30 });
  expect(await lights()).toMatchObject({ loop: true });
  // Or it falls silent, while everything else goes on.
  ctx.advance(4 * 24 * 60);
  await report('link.opened');
  expect(await lights()).toEqual({ loop: false, path: true, data: true, continuity: true });
  await report('transaction.made', { amount: 5 });

  // Next week's content goes away.
  const { headers } = await operator();
  const { items } = await callHttp(
    http,
    listItems,
    { query: { page: 1, size: 100, stage: ['trust'] } as never },
    headers,
  );
  expect(items.length).toBeGreaterThan(0);
  for (const { id } of items)
    await callHttp(http, withdrawItem, { params: { id }, body: { reason: '不再使用' } }, headers);
  expect(await lights()).toEqual({ loop: true, path: true, data: true, continuity: false });
});
