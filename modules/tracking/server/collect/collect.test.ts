import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import {
  aCustomer,
  aSite,
  aView,
  aVisitor,
  collectHttp,
  dailyOf,
  sendFromPage,
  sendFromServer,
  wrongRollups,
} from '../fixtures.ts';
import { visitorKey } from '../visitors/visitor-key.ts';

const visitorEvents = (ctx: TestOrg, visitor: string) =>
  ctx.db
    .selectFrom('tracking.visitorEvent')
    .select(['kind', 'subject', 'properties', 'source'])
    .where('visitorId', '=', visitorKey(ctx.orgId, visitor))
    .orderBy('eventId')
    .execute();

test('what a page sends is stored for its visitor, once, however often it is sent', async () => {
  const ctx = testOrg();
  const [app, site, visitor] = [await collectHttp(ctx), await aSite(ctx), aVisitor()];
  const events = [aView(ctx), aView(ctx, { kind: 'button.clicked', subject: 'apply' })];

  const first = await sendFromPage(app, site, events, { visitor });
  expect(first.body).toMatchObject({ stored: 2, duplicates: [], refused: [] });
  const second = await sendFromPage(app, site, [...events, aView(ctx)], { visitor });
  expect(second.body).toMatchObject({ stored: 1, duplicates: events.map(({ id }) => id) });
  expect(await visitorEvents(ctx, visitor)).toHaveLength(3);
});

test('one bad event is refused with its reason in both languages, the others are stored', async () => {
  const ctx = testOrg();
  const [app, site] = [await collectHttp(ctx), await aSite(ctx)];
  const hour = 3_600_000;
  const now = ctx.now().getTime();
  const { body } = await sendFromPage(app, site, [
    aView(ctx),
    aView(ctx, { kind: 'page.danced' }),
    aView(ctx, { id: 'seven' }),
    aView(ctx, { kind: 'transaction.made', amount: 3 }),
    aView(ctx, { properties: { colour: 'red' } }),
    aView(ctx, { properties: { page: 7 } }),
    aView(ctx, { properties: { page: '/u/13812345678' } }),
    aView(ctx, { kind: 'button.clicked' }),
    aView(ctx, { at: now + hour }),
    aView(ctx, { at: now - 31 * 24 * hour }),
    aView(ctx, { properties: { page: 'a\0b' } }),
    aView(ctx),
  ]);
  expect(body.stored).toBe(2);
  expect(body.refused.map(({ index, code }) => [index, code])).toEqual([
    [1, 'unknownKind'],
    [2, 'malformed'],
    [3, 'notFromHere'],
    [4, 'unknownProperty'],
    [5, 'wrongProperty'],
    [6, 'personalData'],
    [7, 'missingSubject'],
    [8, 'fromFuture'],
    [9, 'tooOld'],
    [10, 'wrongProperty'],
  ]);
  expect(body.refused[3]!.text).toEqual(['未登记的属性：colour', 'No such property: colour']);
});

test('without consent nothing is taken', async () => {
  const ctx = testOrg();
  const [app, site, visitor] = [await collectHttp(ctx), await aSite(ctx), aVisitor()];
  const { body } = await sendFromPage(app, site, [aView(ctx)], { visitor, consent: 'refused' });
  expect(body).toMatchObject({ stored: 0, refused: [{ code: 'noConsent' }] });
  expect(await visitorEvents(ctx, visitor)).toEqual([]);
});

test('a bank system reports whose events they are, with a signature', async () => {
  const ctx = testOrg();
  const customerId = await aCustomer(ctx);
  const app = await collectHttp(ctx, {
    findByIdentity: async (_, given) =>
      given.map(({ value }) => (value === 'B1' ? customerId : null)),
  });
  const site = await aSite(ctx, { kind: 'server' });
  const bought = { kind: 'transaction.made', at: '2026-03-01T12:00:00+08:00', amount: 12.5 };
  const events = [
    { ...bought, id: randomUUID(), customerId },
    { ...bought, id: randomUUID(), identity: { kind: 'bank_no', value: 'B1' } },
    { ...bought, id: randomUUID(), identity: { kind: 'bank_no', value: 'B2' } },
    { ...bought, id: randomUUID(), customerId: customerId + 1_000_000 },
    { ...bought, id: randomUUID() },
  ];
  const { body } = await sendFromServer(ctx, app, site, events);
  expect(body.stored).toBe(2);
  expect(body.refused.map(({ index, code }) => [index, code]).sort()).toEqual([
    [2, 'unknownCustomer'],
    [3, 'unknownCustomer'],
    [4, 'malformed'],
  ]);
  expect(await dailyOf(ctx, customerId)).toMatchObject([
    { kind: 'transaction.made', day: '2026-03-01', count: 2, amount: '25.0' },
  ]);

  const again = await sendFromServer(ctx, app, site, events.slice(0, 2));
  expect(again.body).toMatchObject({ stored: 0, duplicates: [events[0]!.id, events[1]!.id] });
  expect(await wrongRollups(ctx)).toEqual([]);

  const signature = { 'x-yuhang-signature': `v1=${'0'.repeat(64)}` };
  expect((await sendFromServer(ctx, app, site, events, signature)).status).toBe(401);
  const late = { 'x-yuhang-timestamp': '1700000000' };
  expect((await sendFromServer(ctx, app, site, events, late)).status).toBe(401);
});

test('a customer of another bank cannot be written to', async () => {
  const [ctx, other] = [testOrg(), testOrg()];
  const theirs = await aCustomer(other);
  const [app, site] = [await collectHttp(ctx), await aSite(ctx, { kind: 'server' })];
  const event = { id: randomUUID(), kind: 'login.done', at: ctx.now().getTime() };
  const { body } = await sendFromServer(ctx, app, site, [{ ...event, customerId: theirs }]);
  expect(body.refused).toMatchObject([{ code: 'unknownCustomer' }]);
  expect(await dailyOf(other, theirs)).toEqual([]);
});

test('the same browser in two banks is two visitors', async () => {
  const [ctx, other] = [testOrg(), testOrg()];
  const visitor = aVisitor();
  const event = aView(ctx);
  for (const bank of [ctx, other]) {
    const [app, site] = [await collectHttp(bank), await aSite(bank)];
    expect((await sendFromPage(app, site, [event], { visitor })).body.stored).toBe(1);
  }
  expect(await visitorEvents(ctx, visitor)).toHaveLength(1);
  expect(await visitorEvents(other, visitor)).toHaveLength(1);
});

test('a hundred requests at once share transactions, and each event is stored once', async () => {
  const ctx = testOrg();
  const [app, site] = [await collectHttp(ctx), await aSite(ctx)];
  const visitor = aVisitor();
  const events = Array.from({ length: 50 }, () => aView(ctx));
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) => sendFromPage(app, site, [events[i % 50]!], { visitor })),
  );
  expect(replies.map(({ status }) => status)).toEqual(Array(100).fill(200));
  expect(replies.reduce((sum, { body }) => sum + body.stored, 0)).toBe(50);
  expect(await visitorEvents(ctx, visitor)).toHaveLength(50);
});

test('who brings more than fits is told to come again, and nothing acknowledged is lost', async () => {
  const ctx = testOrg();
  const [app, site] = [await collectHttp(ctx, { capacity: 60 }), await aSite(ctx)];
  const visitor = aVisitor();
  const replies = await Promise.all(
    Array.from({ length: 40 }, () =>
      sendFromPage(app, site, [aView(ctx), aView(ctx), aView(ctx), aView(ctx)], { visitor }),
    ),
  );
  const busy = replies.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]!.headers['retry-after']).toBe('1');
  const stored = replies.filter(({ status }) => status === 200).length * 4;
  expect(stored).toBeGreaterThan(0);
  expect(await visitorEvents(ctx, visitor)).toHaveLength(stored);
});

test('a site has a rate, a size and a list of pages', async () => {
  const ctx = testOrg();
  const app = await collectHttp(ctx, { requestsPerSecond: 3 });
  const site = await aSite(ctx, { origins: ['https://mall.bank.example'] });
  const from = (origin: string) => sendFromPage(app, site, [], {}, { origin });
  expect((await from('https://mall.bank.example')).status).toBe(200);
  expect((await from('https://yuhang.bank.example')).status).toBe(200);
  expect((await from('https://elsewhere.example')).status).toBe(403);

  const many = Array.from({ length: 101 }, () => aView(ctx));
  expect((await sendFromPage(app, site, many)).status).toBe(400);
  const huge = aView(ctx, { properties: { page: 'x'.repeat(70_000) } });
  expect((await sendFromPage(app, site, [huge])).status).toBe(413);

  const flood = await Promise.all(Array.from({ length: 30 }, () => sendFromPage(app, site, [])));
  expect(flood.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  expect((await sendFromPage(app, { key: 'yh_aaaaaaaaaaaaaaaaaaaaaaaa' }, [])).status).toBe(404);
});
