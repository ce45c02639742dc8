import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { setAttributes } from '#modules/customers/server/index.ts';
import { getApproval, requestApproval } from '#modules/org/contract.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aSequenceBank, happens, type SequenceBank, stands } from '../fixtures.ts';

// Weeks go by in a test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let ctx: TestOrg;
let bank: SequenceBank;

beforeEach(async () => {
  ctx = testOrg();
  bank = await aSequenceBank(ctx);
});

const work = () => runDueJobs(ctx, bank.modules);
/** The next day of the bank, a minute after midnight. */
async function nextDay(days = 1) {
  for (let i = 0; i < days; i++) {
    const now = new Date(ctx.now().getTime() + 8 * 3_600_000);
    ctx.advance(24 * 60 - (now.getUTCHours() * 60 + now.getUTCMinutes()) + 1);
    await work();
  }
}
/** What was proposed to a customer, in order. */
async function proposed(customerId: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select item_key as key from outreach.touch
     where org_id = ${ctx.orgId} and customer_id = ${customerId} and state <> 'withdrawn'
       and channel <> 'work_item'
     order by planned_at, item_key`.execute(ctx.db);
  return rows.map(({ key }) => key);
}
const first = () => bank.customers[0]!;
const shippedItems = async () =>
  (await callHttp(bank.later, api.getSequence, { params: { id: bank.sequence.id } })).definition
    .items;

test('R-173 the shipped sequence runs as it is, each item on its day and in its window, and who completed round one and two is reported', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(25);
  const items = await shippedItems();
  const expected = items.filter((i) => i.content_type !== 'ice_breaker_product');
  expect((await proposed(first())).sort()).toEqual(expected.map((i) => i.id).sort());
  const { rows } = await sql<{ key: string; date: string; seconds: number }>`
    select item_key as key, (planned_at at time zone 'Asia/Shanghai')::date as date,
           extract(epoch from (planned_at at time zone 'Asia/Shanghai')::time)::int as seconds
      from outreach.touch where org_id = ${ctx.orgId} and customer_id = ${first()}`.execute(ctx.db);
  for (const { key, date, seconds } of rows) {
    const item = items.find((i) => i.id === key)!;
    expect(Date.parse(date) - Date.parse(run.startsOn)).toBe(item.day * 86_400_000);
    const [from, to] = item.send_window
      .split('-')
      .map((t) => Number(t.slice(0, 2)) * 3600 + Number(t.slice(3)) * 60);
    expect(seconds).toBeGreaterThanOrEqual(from!);
    expect(seconds).toBeLessThan(to!);
  }
  const shown = await bank.show(run.id);
  expect(shown.exits).toEqual([{ reason: 'completed', count: 4 }]);
  expect(shown.rounds).toEqual([
    { round: 1, entered: 4, completed: 4 },
    { round: 2, entered: 4, completed: 4 },
  ]);
});

test('R-066 a run takes in customers of its value tiers only; affluent ones begin at another pace than the mass', async () => {
  const bands = ['mass', 'affluent', 'affluent', 'potential'];
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    setAttributes(
      tx,
      bands.map((value, i) => ({
        customerId: Number(bank.customers[i]),
        code: 'value_band',
        value,
        source: 'bank_data',
        at: ctx.now(),
      })),
    ),
  );
  const tiers: api.ValueTier[] = ['affluent'];
  const [mass, affluent] = [api.paceOf(['mass']), api.paceOf(tiers)];
  expect(mass.maxPerRm).toBeNull();
  expect(affluent.maxPerRm).toBeLessThan(100);
  expect(affluent.deletionLimit).toBeLessThan(mass.deletionLimit);
  // For both at once: the more careful one.
  expect(api.paceOf(['mass', 'affluent'])).toEqual(affluent);

  const run = await bank.aRun({ tiers, ...affluent });
  await work();
  await nextDay();
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from sequences.enrolment where plan_id = ${run.planId}
     order by 1`.execute(ctx.db);
  expect(rows.map(({ id }) => id)).toEqual([bank.customers[1], bank.customers[2]].map(Number));
});

test('R-175 R-176 whoever clicks the T+1 item gets no more of interest; desire comes next', async () => {
  await bank.aRun();
  await work();
  await nextDay();
  const greeting = (await shippedItems()).find((i) => i.id === 'r1-d01-p-1')!;
  await happens(ctx, first(), 'content.read', { subject: greeting.content!.id });
  await work();
  await nextDay(24);
  const items = await shippedItems();
  const got = (await proposed(first())).map((id) => items.find((i) => i.id === id)!);
  expect(got.filter((i) => i.aida === 'I')).toEqual([]);
  const after = got.filter((i) => i.day > 1);
  expect(after[0]!.aida).toBe('D');
  // Others walk it all.
  expect((await proposed(bank.customers[1]!)).length).toBeGreaterThan(got.length);
});

test('R-177 a consultation switches to 3W and gives the RM a task, once', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(3);
  await happens(ctx, first(), 'consultation.asked');
  await work();
  await happens(ctx, first(), 'message.consulted', { properties: {} });
  await work();
  const tasks = await sql<{ title: string; staff: string }>`
    select params ->> 'title' as title, staff_id as staff from outreach.touch
     where org_id = ${ctx.orgId} and customer_id = ${first()} and channel = 'work_item'`.execute(
    ctx.db,
  );
  expect(tasks.rows).toEqual([{ title: '客户经理24小时内跟进', staff: bank.rm.id }]);
  const before = new Set(await proposed(first()));
  await nextDay(9);
  const items = await shippedItems();
  const later = (await proposed(first())).filter((id) => !before.has(id));
  const oneToOne = later
    .map((id) => items.find((i) => i.id === id)!)
    .filter((i) => i.lane === 'one_to_one');
  expect(oneToOne.map((i) => i.three_w)).toEqual(['why_need', 'why_this', 'why_now']);
  expect((await bank.show(run.id)).modes).toContainEqual({ key: 'three_w', count: 1 });
});

test('R-162 whoever ends round one without converting is in round two at T+13', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(12);
  expect((await bank.story(run.id, first())).enrolment).toMatchObject({ round: 1, day: 12 });
  await happens(ctx, bank.customers[1]!, 'product.bought', { subject: 'p1' });
  await work();
  await nextDay();
  expect((await bank.story(run.id, first())).enrolment).toMatchObject({ round: 2, day: 13 });
  expect((await bank.story(run.id, bank.customers[1]!)).enrolment).toMatchObject({
    round: 1,
    state: 'ended',
    exitReason: 'converted',
  });
});

test('R-174 whoever converts, opts out, deletes or complains leaves, and exits are counted by reason', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(2);
  const [a, b, c, d] = bank.customers.map(Number) as [number, number, number, number];
  await happens(ctx, a, 'product.bought', { subject: 'p1' });
  await happens(ctx, b, 'message.opted-out');
  await happens(ctx, c, 'relationship.ended', {
    properties: { endedBy: 'customer' },
  });
  await happens(ctx, d, 'complaint.made');
  await work();
  const { exits } = await bank.show(run.id);
  expect(exits.map(({ reason, count }) => [reason, count]).sort()).toEqual([
    ['complaint', 1],
    ['converted', 1],
    ['deleted', 1],
    ['opt_out', 1],
  ]);
  const then = await proposed(b);
  await nextDay(3);
  expect(await proposed(b)).toEqual(then);
});

test('R-181 the stage of need is shown and changes with a recorded movement only', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay();
  await stands(ctx, first(), 1, 1);
  await nextDay();
  const { enrolment, days } = await bank.story(run.id, first());
  expect(enrolment.needStage).toBe('identified');
  // The customer's own page leads to the same story.
  const own = await callHttp(bank.later, api.listEnrolmentsOf, {
    params: { customerId: first() as never },
  });
  expect(own.items[0]).toMatchObject({ ...enrolment, runName: run.name });
  const moves = days.flatMap((day) => day.movements).filter((m) => m.kind === 'need_stage');
  expect(moves).toHaveLength(1);
  expect(moves[0]!.words[0]).toBe('需求阶段：已识别');
  await nextDay(2);
  const later = await bank.story(run.id, first());
  expect(
    later.days.flatMap((day) => day.movements).filter((m) => m.kind === 'need_stage'),
  ).toHaveLength(1);
});

test('R-073 a cell moves by one a step, recognition first; where somebody stands further on, it says so', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay();
  await stands(ctx, first(), 8, 2);
  const cells: (number | null)[] = [];
  for (let i = 0; i < 5; i++) {
    await nextDay();
    const { rows } = await sql<{ cell: number }>`select cell from sequences.enrolment
      where plan_id = ${run.planId} and customer_id = ${first()}`.execute(ctx.db);
    cells.push(rows[0]!.cell);
  }
  expect(cells).toEqual([1, 2, 5, 8, 8]);
  const { days } = await bank.story(run.id, first());
  const moves = days.flatMap((d) => d.movements).filter((m) => m.kind === 'cell');
  expect(moves).toHaveLength(4);
  expect(moves[0]!.words[0]).toContain('每步只移动一格');
});

test('R-004 a run is not submitted without the need of the customer it answers; who approves it reads it, and its plan keeps it', async () => {
  const { http, maker } = bank;
  const ask = ({ id, revision }: api.RunDetail) =>
    callHttp(
      http,
      requestApproval,
      { body: { kind: api.startKind, payload: { id, revision } } },
      maker.headers,
    );
  const draft = bank.draft({ need: '  ' });
  const bare = await callHttp(http, api.createRun, { body: draft }, maker.headers);
  await expect(ask(bare)).rejects.toMatchObject({
    code: 'sequences.needMissing',
    details: { field: 'need' },
  });
  const need = '发薪后想把结余管起来';
  const said = await callHttp(
    http,
    api.changeRun,
    { params: { id: bare.id }, body: { revision: bare.revision, draft: { ...draft, need } } },
    maker.headers,
  );
  const { id, changes } = await ask(said);
  expect(changes[0]).toMatchObject({ label: '客户需求', after: need });
  // In English everything is that the product says of its own; names stay as they were given.
  const english = await callHttp(
    http,
    getApproval,
    { params: { id } },
    { ...maker.headers, 'accept-language': 'en' },
  );
  const told = Object.fromEntries(english.changes.map(({ label, after }) => [label, after]));
  expect(told.Sequence).toMatch(/, version 1$/);
  expect(told.Audience).toMatch(/ \(rule version \d+, \d+ customers\)$/);
  const { planId } = await bank.aRun({ need });
  const plan = await ctx.db
    .selectFrom('outreach.plan')
    .select('need')
    .where('planId', '=', planId!)
    .executeTakeFirstOrThrow();
  expect(plan.need).toBe(need);
});

test('R-075 every enrolled customer shows a step, and the counts are a funnel', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay();
  const one = (await bank.show(run.id)).steps;
  expect(one.map(({ step, now, reached }) => [step, now, reached])).toEqual([
    [1, 4, 4],
    [2, 0, 0],
    [3, 0, 0],
  ]);
  await happens(ctx, first(), 'consultation.asked');
  await happens(ctx, bank.customers[1]!, 'message.replied');
  await work();
  const two = (await bank.show(run.id)).steps;
  expect(two.map(({ step, now, reached }) => [step, now, reached])).toEqual([
    [1, 2, 4],
    [2, 1, 2],
    [3, 1, 1],
  ]);
});

test('delivered twice, in a row and out of order, what is heard leads to the same place', async () => {
  const run = await bank.aRun();
  await work();
  await nextDay(2);
  const [a, b] = bank.customers.map(Number) as [number, number];
  const t = (minutes: number) => new Date(ctx.now().getTime() + minutes * 60_000);
  const at = [t(-30), t(-20), t(-10)];
  const kinds = ['message.replied', 'product.viewed', 'consultation.asked'];
  for (const i of [0, 1, 2]) {
    await happens(ctx, a, kinds[i]!, { at: at[i]!, ...(i === 1 ? { subject: 'p' } : {}) });
    await runDueJobs(ctx, bank.modules, { twice: true });
  }
  for (const i of [2, 0, 1]) {
    await happens(ctx, b, kinds[i]!, { at: at[i]!, ...(i === 1 ? { subject: 'p' } : {}) });
    await work();
  }
  const { rows } = await sql<{ place: object }>`
    select jsonb_build_array(anchor, mode, skipped, step, shown_step, state, next_at, last_signal_at) as place
      from sequences.enrolment where plan_id = ${run.planId} and customer_id in (${a}, ${b})
     order by customer_id`.execute(ctx.db);
  expect(rows[0]).toEqual(rows[1]);
  const asked = await sql<{ n: number }>`select count(*)::int as n from outreach.touch
    where org_id = ${ctx.orgId} and channel = 'work_item'`.execute(ctx.db);
  expect(asked.rows[0]!.n).toBe(2);
});
