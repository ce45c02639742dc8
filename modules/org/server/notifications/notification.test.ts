import { beforeAll, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, type TestOrg, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/notification.ts';
import { aPerson, aTree, type TestTree } from '../approvals/fixtures.ts';
import { defineNotice, noticeText } from './notice.ts';
import { notificationRoutes } from './notification.routes.ts';
import { notify } from './notification.service.ts';

const module: AppModule = { name: 'org', routes: notificationRoutes };
const shipped = defineNotice(
  'test.shipped',
  ['{what}已于 {when} 寄到{where}', '{what} arrived in {where} at {when}'],
  'know',
);
const params = {
  what: ['礼品', 'Gifts'],
  when: { at: '2026-03-02T01:00:00Z' },
  where: '东城',
} as const;

let org: TestOrg;
let tree: TestTree;
let clerk: TestOrg;
let chief: TestOrg;

beforeAll(async () => {
  org = testOrg();
  tree = await aTree(org);
  clerk = await aPerson(org, '经办', tree.eastOutlet, ['test.parcel.take']);
  chief = await aPerson(org, '主管', tree.east, ['test.parcel.take']);
});

const mine = async (person: TestOrg, query = {}) =>
  callHttp(await testHttp(person, [module]), api.listNotifications, { query });
const news = async (person: TestOrg) => {
  const { items } = await mine(person, { size: 200 });
  return items.filter((n) => n.code === 'test.shipped');
};

test('a notification is in the language of its reader, with times of the bank', async () => {
  await inTx(org, (ctx) =>
    notify(ctx, shipped, { to: { staff: [clerk.actor.id] }, params, link: '/parcels/7' }),
  );
  expect(await news(clerk)).toMatchObject([
    {
      text: '礼品已于 2026-03-02 09:00 寄到东城',
      link: '/parcels/7',
      weight: 'know',
      readAt: null,
    },
  ]);
  const english = await mine({ ...clerk, lang: 'en' } as TestOrg, { size: 200 });
  expect(english.items.map((n) => n.text)).toContain('Gifts arrived in 东城 at 2026-03-02 09:00');
  expect(noticeText('test.forgotten', {}, 'zh-CN')).toBe('test.forgotten');
});

test('who holds a permission over a unit is told, above it and not beside it, active people only', async () => {
  const gone = await aPerson(org, '已停用', tree.eastOutlet, ['test.parcel.take']);
  await org.db
    .updateTable('org.staff')
    .set({ state: 'suspended' })
    .where('id', '=', gone.actor.id)
    .execute();
  const beside = await aPerson(org, '西城', tree.west, ['test.parcel.take']);
  const before = [(await news(clerk)).length, (await news(chief)).length];
  const told = await inTx(org, (ctx) =>
    notify(ctx, shipped, {
      to: { permission: 'test.parcel.take', unitPath: tree.eastOutlet.path },
      params,
    }),
  );
  expect(told).toBe(2);
  expect([(await news(clerk)).length, (await news(chief)).length]).toEqual(
    before.map((n) => n + 1),
  );
  expect(await news(beside)).toEqual([]);
});

test('reading is one’s own: marked ones are counted off, another’s stay unread', async () => {
  const http = await testHttp(clerk, [module]);
  const others = (await mine(chief)).unread;
  const { unread, items } = await mine(clerk, { size: 200 });
  const theirs = (await news(chief))[0]!;
  const one = await callHttp(http, api.readNotifications, {
    body: { ids: [items[0]!.id, theirs.id] },
  });
  expect(one.unread).toBe(unread - 1);
  expect((await callHttp(http, api.countNotifications)).unread).toBe(unread - 1);
  expect((await mine(chief)).unread).toBe(others);
  expect((await mine(clerk, { unread: 'true', size: 200 })).total).toBe(unread - 1);
  expect((await callHttp(http, api.readNotifications, { body: {} })).unread).toBe(0);
});

test('what is rolled back is not told', async () => {
  const before = (await news(clerk)).length;
  const undone = inTx(org, async (ctx) => {
    await notify(ctx, shipped, { to: { staff: [clerk.actor.id] }, params });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await news(clerk)).toHaveLength(before);
});
