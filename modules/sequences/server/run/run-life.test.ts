import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { previewMessages } from '#modules/content/contract.ts';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { bringRules } from '#modules/outreach/server/fixtures.ts';
import { setPlanState } from '#modules/outreach/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import {
  addMembers,
  allValues,
  aSequenceBank,
  befriend,
  happens,
  type SequenceBank,
  stands,
} from '../fixtures.ts';
import { runDays } from './days.fixture.ts';

// Weeks go by in a test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let ctx: TestOrg;
let bank: SequenceBank;

beforeEach(async () => {
  ctx = testOrg();
  bank = await aSequenceBank(ctx, 6);
});

const { work, nextDay, proposed } = runDays(() => ({ ctx, bank }));
const customer = (i: number) => Number(bank.customers[i]);
const call = <E extends Parameters<typeof callHttp>[1]>(
  endpoint: E,
  input: Parameters<typeof callHttp<E>>[2],
) => callHttp(bank.http, endpoint, input, bank.maker.headers);

test('R-045 a plan reaches a pool’s customers through the pool’s account, and takes nobody in by it whom the pool serves no more', async () => {
  await sql`insert into customers.pool (org_id, unit_id, staff_id, state, rules, changed_at, version)
    values (${ctx.orgId}, ${bank.branch.id}, ${bank.rm.id}, 'on', '{}', ${ctx.now()}, 1)`.execute(
    ctx.db,
  );
  const serve = (ids: number[], rmId: string | null) =>
    sql`update customers.customer set rm_id = ${rmId} where customer_id = any(${ids}::bigint[])`.execute(
      ctx.db,
    );
  await serve([customer(0), customer(1)], bank.rm.id);
  await serve([customer(2)], bank.maker.staff.id);
  await bank.aRun();
  await work();
  const { rows } = await sql<{ customerId: number; staffId: string }>`
    select customer_id as "customerId", staff_id as "staffId" from sequences.enrolment
     where org_id = ${ctx.orgId} order by customer_id`.execute(ctx.db);
  expect(rows).toEqual(
    [customer(0), customer(1)].map((customerId) => ({ customerId, staffId: bank.rm.id })),
  );
});

test('on a clock that runs while it works, everybody who is moved is also spoken to', async () => {
  let reading = 0;
  const running = () => {
    const now = ctx.now().getTime();
    return { ...ctx, now: () => new Date(now + ++reading) };
  };
  await bank.aRun();
  await runDueJobs(running(), bank.modules);
  ctx.advance(24 * 60);
  await runDueJobs(running(), bank.modules);
  for (let i = 0; i < 6; i++) expect(await proposed(customer(i))).toContain('r1-d01-p-1');
  // Each reading of the clock was another.
  expect(reading).toBeGreaterThan(10);
});

test('what a product says of itself fills its offers, so that nobody types it; who approves reads every word that will be sent', async () => {
  await bringRules(ctx);
  const productId = await aListedProduct(ctx, { name: '稳步存', facts: { 期限: '12 个月' } });
  const { product_name: _, term: __, ...values } = allValues;
  const run = await callHttp(
    bank.http,
    api.createRun,
    { body: bank.draft({ productId, values }) },
    bank.maker.headers,
  );
  const params = { id: run.id };
  const { missing, messages, eligible } = await callHttp(
    bank.http,
    api.previewKeptRun,
    { params },
    bank.checker.headers,
  );
  expect([missing, eligible]).toEqual([[], bank.customers.length]);
  expect(messages.find(({ key }) => key === 'r1-d07-p-1')!.values).toMatchObject({
    product_name: '稳步存',
    term: '12 个月',
  });
  const { items } = await callHttp(
    bank.http,
    previewMessages,
    {
      body: {
        messages: messages.map(({ itemId, version, values, lane }) => ({
          ...{ itemId, version, values },
          channel: lane === 'moments' ? ('moments' as const) : ('one_to_one' as const),
        })),
      },
    },
    bank.checker.headers,
  );
  expect(items.map(({ why }) => why)).toEqual(messages.map(() => null));
  expect(items.flatMap(({ attachments }) => attachments.map(({ title }) => title))).toContain(
    '三个口袋：先分清用途，再谈产品',
  );
});

test('the day’s limit is kept exactly, and who joins the audience later is taken in', async () => {
  const run = await bank.aRun({ intakePerDay: 4 });
  await work();
  expect((await bank.show(run.id)).enrolled).toBe(4);
  await nextDay();
  expect((await bank.show(run.id)).enrolled).toBe(6);
  const late = await someCustomers(ctx, [{ unitId: bank.branch.id }]);
  await befriend(ctx, late, bank.rm.id, bank.corpId);
  await addMembers(ctx, bank.audienceId, late);
  await nextDay();
  expect((await bank.show(run.id)).enrolled).toBe(7);
});

test('whoever is drawn for control is never enrolled and nothing is proposed to them', async () => {
  const run = await bank.aRun({ controlShare: 0.5 });
  await work();
  await nextDay();
  const { enrolled, control } = await bank.show(run.id);
  expect(enrolled + control).toBe(6);
  const { rows } = await sql<{ enrolled: number; touched: number }>`
    select count(e.customer_id)::int as enrolled, count(t.customer_id)::int as touched
      from outreach.assignment a
      left join sequences.enrolment e using (customer_id, plan_id)
      left join outreach.touch t using (customer_id, plan_id)
     where a.plan_id = ${run.planId} and a.arm = 'control'`.execute(ctx.db);
  expect(rows[0]).toEqual({ enrolled: 0, touched: 0 });
});

test('a pause holds what waits and keeps everybody’s place; the end withdraws it for good', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(2);
  await call(api.pauseRun, { params: { id: run.id }, body: { reason: '核对素材' } }).catch(
    async () => {
      await callHttp(bank.later, api.pauseRun, {
        params: { id: run.id },
        body: { reason: '核对素材' },
      });
    },
  );
  const before = await proposed(customer(0));
  await nextDay(3);
  expect(await proposed(customer(0))).toEqual(before);
  await callHttp(bank.later, api.resumeRun, { params: { id: run.id } });
  await work();
  // The three days that were missed are put back, not skipped.
  const { enrolment } = await bank.story(run.id, customer(0));
  expect(enrolment.day).toBe(3);
  await callHttp(bank.later, api.endRun, { params: { id: run.id }, body: { reason: '活动取消' } });
  expect((await bank.show(run.id)).exits).toEqual([{ reason: 'run_ended', count: 6 }]);
});

test('a plan ended on the outreach page ends its run, and everybody leaves it', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay();
  await inTx(ctx, (ctx) => setPlanState(ctx, run.planId!, 'paused', ['核对', 'checked']));
  await work();
  expect((await bank.show(run.id)).state).toBe('paused');
  await inTx(ctx, (ctx) => setPlanState(ctx, run.planId!, 'ended', ['叫停', 'stopped']));
  await work();
  expect(await bank.show(run.id)).toMatchObject({
    state: 'ended',
    active: 0,
    exits: [{ reason: 'run_ended', count: 6 }],
  });
  const { rows } = await sql<{ state: string }>`select distinct state from outreach.plan
    where org_id = ${ctx.orgId} and kind = 'sequence'`.execute(ctx.db);
  expect(rows).toEqual([{ state: 'ended' }]);
});

test('R-185 the story shows the three signals at each step, what is next and why', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay();
  await stands(ctx, customer(0), 4, 1);
  await happens(ctx, customer(0), 'message.replied');
  await work();
  await nextDay();
  const story = await bank.story(run.id, customer(0));
  expect(story.signals).toEqual({
    desire: 40,
    closeness: 40,
    cell: 'mid-mid',
    needStage: 'identified',
    rhythm: 'matched',
  });
  const moved = story.days.filter((day) => day.movements.length > 0);
  expect(moved.every((day) => day.signals !== null)).toBe(true);
  expect(story.days.flatMap((d) => d.events).map((e) => e.words[0])).toEqual(['回复']);
  expect(story.next.on).not.toBeNull();
  expect(story.next.words[0]).toContain('直接进入意向内容');
});
