import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { getTimeline, mergeCustomers, type TimelineEntry } from '../../contract.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { customersModule } from '../module.ts';
import { bringNames } from './names.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';
const reader = allow('customers.customer.read', 'customers.unit.read', 'customers.merge.manage');

async function aPast() {
  const ctx = testOrg(reader);
  const [id, other] = await someCustomers(ctx, [{}, {}]);
  const at = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000);
  for (const [minutes, kind] of [
    [90, 'started'],
    [30, 'ended'],
  ] as const)
    await sql`insert into customers.relationship_change (customer_id, at, corp_id, userid, kind, org_id, source, ended_by)
      values (${id}, ${at(minutes)}, ${CORP}, 'li', ${kind}, ${ctx.orgId},
              ${kind === 'started' ? 'scan' : null}, ${kind === 'ended' ? 'customer' : null})`.execute(
      ctx.db,
    );
  for (const [minutes, act] of [
    [60, 'given'],
    [30, 'withdrawn'],
  ] as const)
    await sql`insert into customers.consent_step (customer_id, step_id, purpose, channel, org_id, act,
        text_version, evidence, at, by_kind, by_id, by_name)
      values (${id}, ${newId()}, 'marketing', 'any', ${ctx.orgId}, ${act}, 3, '{}', ${at(minutes)}, 'customer', '1', '本人')`.execute(
      ctx.db,
    );
  await inTx(ctx, (tx) =>
    recordEvents(tx, [
      ...Array.from({ length: 12 }, (_, i) => ({
        id: newId(),
        customerId: id!,
        kind: 'message.replied',
        at: at(30 + (i % 4) * 10),
        source: 'test',
      })),
      // Told by the relationship itself already.
      { id: newId(), customerId: id!, kind: 'relationship.started', at: at(90), source: 'wecom' },
    ]),
  );
  const http = await testHttp(ctx, [customersModule()]);
  await callHttp(http, mergeCustomers, {
    params: { id: id! },
    body: { mergedId: other!, reason: '同一人' },
  });
  return { ctx, http, id: id! };
}

test('one feed of everything, newest first; pages of any size give each entry once', async () => {
  const { http, id } = await aPast();
  const walk = async (size: number) => {
    const seen: TimelineEntry[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await callHttp(http, getTimeline, { params: { id }, query: { size, cursor } });
      seen.push(...page.items);
      if (!page.next) return seen;
      cursor = page.next;
    }
  };
  const whole = await walk(100);
  expect(whole).toHaveLength(17);
  expect(whole.map(({ at }) => at)).toEqual(
    whole
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  for (const size of [1, 2, 3, 5, 16]) expect(await walk(size)).toEqual(whole);
  expect(whole[0]).toMatchObject({
    what: 'merge.merged',
    details: expect.arrayContaining([
      [
        ['理由', 'Reason'],
        ['同一人', '同一人'],
      ],
    ]),
  });
  expect(whole.at(-1)).toMatchObject({
    what: 'relationship.started',
    title: ['与 li 成为好友', 'Became friends with li'],
    details: [
      [
        ['来源', 'Source'],
        ['扫描二维码', 'Scanned a code'],
      ],
    ],
  });
});

test('the feed is narrowed to some kinds, and says what happened in words', async () => {
  const { http, id } = await aPast();
  const { items } = await callHttp(http, getTimeline, {
    params: { id },
    query: { kinds: 'consent,relationship' },
  } as never);
  expect(items.map(({ what }) => what)).toEqual([
    'consent.withdrawn',
    'relationship.ended',
    'consent.given',
    'relationship.started',
  ]);
  expect(items[1]!.details).toEqual([
    [
      ['由谁结束', 'Ended by'],
      ['客户删除', 'By the customer'],
    ],
  ]);
});

test('what an event speaks of is told by its name, and a number that nobody can name is left out', async () => {
  const { ctx, http, id } = await aPast();
  const [plan, content] = [newId(), newId()];
  bringNames(async (_, ids) => (ids.includes(plan) ? [[plan, '十一月培育']] : []));
  await inTx(ctx, (tx) =>
    recordEvents(tx, [
      {
        ...{ id: newId(), customerId: id, kind: 'message.delivered', at: ctx.now() },
        ...{ source: 'outreach', subject: content },
        properties: { plan, touch: newId(), item: 'r1-d02-m-1', channel: 'moments' },
      },
    ]),
  );
  const { items } = await callHttp(http, getTimeline, {
    params: { id },
    query: { kinds: 'event', size: 30 },
  } as never);
  const told = items.find(({ what }) => what === 'message.delivered')!;
  expect(Object.fromEntries(told.details.map(([name, value]) => [name[0], value[0]]))).toEqual({
    触达计划: '十一月培育',
    计划内的内容: '第 1 轮 T+2',
    渠道: '客户朋友圈',
  });
});

test('the past of a customer of another branch is not to be seen', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const id = await aCustomer(ctx, { unitId: other.id });
  const http = await testHttp(
    ctx.as({
      permissions: allow({
        'customers.customer.read': [mine.path],
        'customers.unit.read': [mine.path],
      }),
    }),
    [customersModule()],
  );
  await expect(callHttp(http, getTimeline, { params: { id } })).rejects.toMatchObject({
    code: 'customers.customerNotFound',
  });
});
