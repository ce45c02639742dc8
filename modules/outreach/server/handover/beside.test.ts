import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callWecom } from '#modules/wecom/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { deliveryDeps } from '../delivery.ts';
import { aRunningProject } from '../fixtures.ts';
import { lockBuckets, lockCustomers } from '../touches/lock.repo.ts';
import {
  aDeliveryBank,
  aSimulator,
  contactsCounted,
  handoversOf,
  ledgerDifferences,
  type SimulatorProcess,
  toFriends,
} from './delivery-bank.fixture.ts';
import { formHandovers } from './form.service.ts';
import { callAll } from './hand-over.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const FRIENDS = { zhangsan: ['p1', 'p2', 'p3'], lisi: ['p4', 'p5'] };
const deps = deliveryDeps();

/** Each item goes to others: nobody is reached twice a day. */
const othersFor = (nth: number, of: number) =>
  Object.fromEntries(
    Object.entries(FRIENDS).map(([userid, friends]) => [
      userid,
      friends.filter((_, i) => i % of === nth),
    ]),
  );

/** Formed and ready to be called; everybody has agreed, and the rules are asked. */
async function ready({ items = ['a'] }: { readonly items?: readonly string[] } = {}) {
  const bank = await aDeliveryBank(simulator, FRIENDS);
  const { ctx } = bank;
  const { id: unitId } = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
  await sql`
    insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    select customer_id, 'marketing', 'one_to_one', ${ctx.orgId}, 'given', 1, '{}', ${ctx.now()}
      from customers.customer where org_id = ${ctx.orgId}`.execute(ctx.db);
  const plan = await bank.plan({ projectId: await aRunningProject(ctx, unitId) });
  for (const [nth, itemKey] of items.entries())
    await bank.reserved(plan, toFriends(bank, othersFor(nth, items.length), { itemKey }));
  await formHandovers(ctx, deps.senders);
  const { rows } = await sql<{ id: string }>`
    select id from outreach.handover where org_id = ${ctx.orgId} order by id`.execute(ctx.db);
  const customers = [...bank.people.values()].map(({ customerId }) => customerId);
  return { bank, plan, customers, ids: rows.map(({ id }) => id) };
}

const told = async (bank: Awaited<ReturnType<typeof ready>>['bank'], plan: string) => {
  const { rows } = await sql<{ customerId: number; state: string; rule: string | null }>`
    select customer_id, state, rule from outreach.touch
     where org_id = ${bank.ctx.orgId} and plan_id = ${plan}`.execute(bank.ctx.db);
  const names = new Map([...bank.people].map(([name, { customerId }]) => [customerId, name]));
  return Object.fromEntries(rows.map((t) => [names.get(t.customerId)!, t]));
};

test('handovers begin beside each other, and whoever decides for their customers waits for them', async () => {
  const { bank, plan, customers, ids } = await ready();
  const { ctx } = bank;
  await inTx(ctx, async (held) => {
    await lockCustomers(held, customers, { beside: true });
    expect(await callAll(ctx, deps, ids)).toBe(2);
    const deciding = inTx(ctx, async (tx) => {
      await sql`set local lock_timeout = '200ms'`.execute(tx.db);
      await lockBuckets(tx);
    });
    await expect(deciding).rejects.toThrow('lock timeout');
  });
  for (const { state } of Object.values(await told(bank, plan))) expect(state).toBe('handed_over');
});

test('R-036 who is erased just before it leaves is taken out and counted back, and everybody else is reached', async () => {
  const { bank, plan, ids } = await ready();
  const { ctx } = bank;
  const gone = bank.people.get('p2')!.customerId;
  await sql`
    update customers.customer set state = 'erased'
     where customer_id = ${gone} and org_id = ${ctx.orgId}`.execute(ctx.db);
  expect(await callAll(ctx, deps, ids)).toBe(2);
  const { p2, ...others } = await told(bank, plan);
  expect(p2).toMatchObject({ state: 'withdrawn', rule: 'R-036' });
  for (const { state } of Object.values(others)) expect(state).toBe('handed_over');
  expect(await contactsCounted(ctx, gone)).toEqual([{ channel: 'one_to_one', contacts: 0 }]);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('who is no friend any more is left out, and the others of the task are reached', async () => {
  const { bank, plan, ids } = await ready();
  const { ctx } = bank;
  await sql`
    delete from customers.identity
     where customer_id = ${bank.people.get('p1')!.customerId} and kind = 'external_userid'`.execute(
    ctx.db,
  );
  expect(await callAll(ctx, deps, ids)).toBe(2);
  const { p1, ...others } = await told(bank, plan);
  expect(p1!.state).toBe('failed');
  for (const { state } of Object.values(others)) expect(state).toBe('handed_over');
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('one that cannot begin stands in nobody else’s way, and is tried again', async () => {
  const { bank, plan, ids } = await ready();
  const broken: typeof deps = {
    ...deps,
    judgeAgain: async (ctx, some, how) => {
      if (some.includes(ids[0]!)) throw new Error('this one breaks');
      return deps.judgeAgain(ctx, some, how);
    },
  };
  await expect(callAll(bank.ctx, broken, ids)).rejects.toThrow('this one breaks');
  const states = async () =>
    (await handoversOf(bank.ctx, plan)).map(({ id, state, calls }) => [id, state, calls]);
  expect(await states()).toEqual([
    [ids[0], 'prepared', 0],
    [ids[1], 'sent', 1],
  ]);
  await sql`update outreach.handover set held_until = null where id = ${ids[0]}`.execute(
    bank.ctx.db,
  );
  expect(await callAll(bank.ctx, deps, ids)).toBe(1);
  expect(await states()).toEqual(ids.map((id) => [id, 'sent', 1]));
  expect(await ledgerDifferences(bank.ctx)).toEqual([]);
});

test('of tasks with the same words for the same colleague that begin together one is out at a time', async () => {
  const { bank, plan, ids } = await ready({ items: ['a', 'b'] });
  expect(ids).toHaveLength(4);
  const most: number[] = [];
  const watched = deliveryDeps({
    wecom: {
      call: async (ctx, ...asked) => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from outreach.handover
           where org_id = ${ctx.orgId} and state = 'calling' group by userid`.execute(ctx.db);
        most.push(...rows.map(({ n }) => n));
        return callWecom(ctx, ...asked);
      },
    },
  });
  expect(await callAll(bank.ctx, watched, ids)).toBe(4);
  expect(most.length).toBeGreaterThan(0);
  expect(new Set(most)).toEqual(new Set([1]));
  for (const { state } of await handoversOf(bank.ctx, plan)) expect(state).toBe('sent');
  for (const userid of Object.keys(FRIENDS)) expect(await bank.tasks(userid)).toHaveLength(2);
});

test('the same words wait for an answer that does not come', async () => {
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'mass-message.add',
    kind: 'lost-reply',
    times: 2,
  });
  const { bank, plan, ids } = await ready({ items: ['a', 'b'] });
  expect(await callAll(bank.ctx, deps, ids)).toBe(0);
  const states = (await handoversOf(bank.ctx, plan)).map(({ state }) => state).sort();
  expect(states).toEqual(['calling', 'calling', 'prepared', 'prepared']);
});
