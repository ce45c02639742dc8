import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { storeBatch } from '../collect/store-batch.ts';
import {
  aCustomer,
  anEvent,
  aSite,
  aView,
  aVisitor,
  collectHttp,
  dailyOf,
  sendFromPage,
  wrongRollups,
} from '../fixtures.ts';
import {
  eventsOf,
  mergeHistory,
  recordEvents,
  releaseVisitor,
  splitHistory,
  stitchVisitor,
  undoStitch,
  visitorKey,
} from '../index.ts';

const evidence = { by: 'oauth', reference: 'wecom' } as const;
const consent = { textVersion: 'privacy-1' };

async function aPage(ctx: TestOrg) {
  const [app, site] = [await collectHttp(ctx), await aSite(ctx)];
  return async (visitor: string, count = 1, minutes = 0) => {
    ctx.advance(minutes);
    const events = Array.from({ length: count }, () => aView(ctx));
    const { body } = await sendFromPage(app, site, events, { visitor });
    return { events, body, again: () => sendFromPage(app, site, events, { visitor }) };
  };
}

const idsOf = async (ctx: TestOrg, customerId: number) =>
  (await eventsOf(ctx, customerId, { limit: 100 })).map(({ id }) => id);

test('R-305 before somebody signs in behaviour stays anonymous, after it joins the same customer, once', async () => {
  const ctx = testOrg();
  const [page, visitor, customerId] = [await aPage(ctx), aVisitor(), await aCustomer(ctx)];
  const before = await page(visitor, 3);
  expect(await idsOf(ctx, customerId)).toEqual([]);
  expect(await dailyOf(ctx, customerId)).toEqual([]);

  const stitch = { visitor, customerId, evidence, consent };
  expect(await stitchVisitor(ctx, stitch)).toEqual({ outcome: 'stitched', visitor, events: 3 });
  const after = await page(visitor, 2, 1);
  expect((await idsOf(ctx, customerId)).sort()).toEqual(
    [...before.events, ...after.events].map(({ id }) => id).sort(),
  );
  expect(await dailyOf(ctx, customerId)).toMatchObject([{ kind: 'page.viewed', count: 5 }]);

  expect(await stitchVisitor(ctx, stitch)).toMatchObject({ outcome: 'confirmed', events: 0 });
  const { body } = await before.again();
  expect(body.stored, 'a page that never heard our answer sends again').toBe(0);
  expect(await dailyOf(ctx, customerId)).toMatchObject([{ count: 5 }]);
  expect(await wrongRollups(ctx)).toEqual([]);
});

test('R-305 without consent nothing joins', async () => {
  const ctx = testOrg();
  const [page, visitor, customerId] = [await aPage(ctx), aVisitor(), await aCustomer(ctx)];
  await page(visitor);
  const stitch = { visitor, customerId, evidence, consent: null };
  expect(() => stitchVisitor(ctx, stitch)).toThrow('tracking.noConsent');
  await page(visitor);
  expect(await idsOf(ctx, customerId)).toEqual([]);
});

test('R-305 the mini-program, the mall and H5 are three devices of one customer', async () => {
  const ctx = testOrg();
  const [page, customerId] = [await aPage(ctx), await aCustomer(ctx)];
  const visitors = [aVisitor(), aVisitor(), aVisitor()];
  for (const visitor of visitors) await page(visitor, 2);
  for (const visitor of visitors)
    await stitchVisitor(ctx, { visitor, customerId, evidence, consent });
  expect(await idsOf(ctx, customerId)).toHaveLength(6);
});

test('a device that two people share merges neither: what lies between them is nobody’s', async () => {
  const ctx = testOrg();
  const [page, visitor] = [await aPage(ctx), aVisitor()];
  const [first, second] = [await aCustomer(ctx), await aCustomer(ctx)];
  const own = await page(visitor, 2);
  await stitchVisitor(ctx, { visitor, customerId: first, evidence, consent });
  const sameVisit = await page(visitor, 1, 20);
  const between = await page(visitor, 3, 5 * 60);

  const stitched = await stitchVisitor(ctx, { visitor, customerId: second, evidence, consent });
  expect(stitched).toMatchObject({ outcome: 'other-person', events: 0 });
  expect(stitched.visitor).not.toBe(visitor);
  const kept = [...own.events, ...sameVisit.events].map(({ id }) => id);
  expect((await idsOf(ctx, first)).sort()).toEqual(kept.sort());
  expect(await idsOf(ctx, second)).toEqual([]);

  const later = await page(stitched.visitor, 1, 1);
  await page(visitor, 1, 1);
  expect(await idsOf(ctx, second)).toEqual(later.events.map(({ id }) => id));
  expect(await idsOf(ctx, first)).toHaveLength(3);
  expect((await own.again()).body.stored, 'sent again after all this').toBe(0);
  expect((await between.again()).body.stored).toBe(0);
  expect(await wrongRollups(ctx)).toEqual([]);
});

test('a stitch is undone: the events are anonymous again and the roll-ups go down', async () => {
  const ctx = testOrg();
  const [page, visitor, customerId] = [await aPage(ctx), aVisitor(), await aCustomer(ctx)];
  await inTx(ctx, (ctx) => recordEvents(ctx, [anEvent(ctx, { customerId })]));
  const viewed = await page(visitor, 3);
  await stitchVisitor(ctx, { visitor, customerId, evidence, consent });
  await page(visitor, 1, 1);

  expect(await undoStitch(ctx, visitorKey(ctx.orgId, visitor), '认错人')).toBe(4);
  expect(await dailyOf(ctx, customerId)).toMatchObject([{ kind: 'login.done', count: 1 }]);
  expect((await viewed.again()).body.stored).toBe(0);
  await page(visitor, 1, 1);
  expect(await idsOf(ctx, customerId)).toHaveLength(1);

  await stitchVisitor(ctx, { visitor, customerId, evidence, consent });
  expect(await idsOf(ctx, customerId)).toHaveLength(6);
  expect(await wrongRollups(ctx)).toEqual([]);
});

test('whoever signs out or withdraws consent is followed no further', async () => {
  const ctx = testOrg();
  const [page, visitor, customerId] = [await aPage(ctx), aVisitor(), await aCustomer(ctx)];
  const viewed = await page(visitor, 2);
  await stitchVisitor(ctx, { visitor, customerId, evidence, consent });
  await inTx(ctx, (ctx) => releaseVisitor(ctx, visitorKey(ctx.orgId, visitor), '撤回同意'));
  await page(visitor, 1, 1);
  expect(await idsOf(ctx, customerId)).toHaveLength(2);
  expect((await viewed.again()).body.stored).toBe(0);
});

test('pages that report while their visitor is stitched lose and double nothing', async () => {
  const ctx = testOrg();
  const [page, customerId] = [await aPage(ctx), await aCustomer(ctx)];
  const visitors = Array.from({ length: 10 }, aVisitor);
  await Promise.all(
    visitors.flatMap((visitor) => [
      ...Array.from({ length: 6 }, () => page(visitor, 2)),
      stitchVisitor(ctx, { visitor, customerId, evidence, consent }),
      ...Array.from({ length: 6 }, () => page(visitor, 2)),
    ]),
  );
  expect(await dailyOf(ctx, customerId)).toMatchObject([{ count: 240 }]);
  expect(await wrongRollups(ctx)).toEqual([]);
});

test('a stitch waits for events that are on their way, and takes them along', async () => {
  const ctx = testOrg();
  const [page, visitor, customerId] = [await aPage(ctx), aVisitor(), await aCustomer(ctx)];
  await page(visitor);
  const id = anEvent(ctx).id;
  const late = { id, kind: 'page.viewed', at: ctx.now().getTime(), subject: null, amount: null };
  const submission = {
    source: 'zone',
    visitor: { visitorId: visitorKey(ctx.orgId, visitor), siteId: null, consent: null },
    sentAt: null,
    events: [{ ...late, properties: '{}', customerId: null }],
    refused: [],
  };
  let stitched: ReturnType<typeof stitchVisitor> | undefined;
  await inTx(ctx, async (tx) => {
    await storeBatch(tx, [submission], 7, new Set());
    stitched = stitchVisitor(ctx, { visitor, customerId, evidence, consent });
    const first = await Promise.race([
      stitched,
      new Promise((done) => setTimeout(done, 300, 'waits')),
    ]);
    expect(first).toBe('waits');
  });
  expect(await stitched).toMatchObject({ outcome: 'stitched', events: 2 });
  expect(await idsOf(ctx, customerId)).toContain(id);
  expect(await wrongRollups(ctx)).toEqual([]);
});

test('when customers are merged events, roll-ups and devices move, and a split brings them back', async () => {
  const ctx = testOrg();
  const [page, visitor] = [await aPage(ctx), aVisitor()];
  const [a, b] = [await aCustomer(ctx), await aCustomer(ctx)];
  const login = (customerId: number) => anEvent(ctx, { customerId });
  await inTx(ctx, (ctx) => recordEvents(ctx, [login(a), login(a), login(b)]));
  const viewed = await page(visitor, 2);
  await stitchVisitor(ctx, { visitor, customerId: a, evidence, consent });

  await inTx(ctx, (ctx) => mergeHistory(ctx, a, b));
  expect(await dailyOf(ctx, a)).toEqual([]);
  expect(await dailyOf(ctx, b)).toMatchObject([
    { kind: 'login.done', count: 3 },
    { kind: 'page.viewed', count: 2 },
  ]);
  const since = await page(visitor, 1, 1);
  expect((await idsOf(ctx, b)).includes(since.events[0]!.id)).toBe(true);
  expect((await viewed.again()).body.stored).toBe(0);

  await inTx(ctx, (ctx) => splitHistory(ctx, b, a));
  expect(await dailyOf(ctx, a)).toMatchObject([
    { kind: 'login.done', count: 2 },
    { kind: 'page.viewed', count: 2 },
  ]);
  const afterwards = await page(visitor, 1, 1);
  expect((await idsOf(ctx, a)).includes(afterwards.events[0]!.id)).toBe(true);
  expect(await wrongRollups(ctx)).toEqual([]);
});
