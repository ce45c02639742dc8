import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { createAudience, listBand } from '#modules/audiences/contract.ts';
import { audienceModules } from '#modules/audiences/server/fixtures.ts';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import { addTag, addTagGroup, type CustomerId } from '#modules/customers/contract.ts';
import { anApprovedText } from '#modules/customers/server/fixtures.ts';
import {
  giveConsents,
  setAttributes,
  tagCustomers,
  tagsOf,
  withdrawConsents,
} from '#modules/customers/server/index.ts';
import { requestApproval } from '#modules/org/contract.ts';
import { bringRules } from '#modules/outreach/server/fixtures.ts';
import { decideDue } from '#modules/outreach/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aSequenceBank, happens, type SequenceBank, stands } from '../fixtures.ts';
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

/** A sequence of the bank's own: the shipped one with changes, released. */
async function aChanged(change: (definition: api.Definition) => void) {
  const made = await call(api.createSequence, {
    body: { name: '本行序列', ownerUnitId: bank.head.id, copyOf: bank.sequence.id },
  });
  const definition = structuredClone(made.definition);
  change(definition);
  return call(api.changeSequence, {
    params: { id: made.id },
    body: { version: 1, revision: 1, name: '本行序列', definition },
  });
}
/** These agreed to one-to-one marketing, in a bank with its rules. */
async function agreeing(those: readonly number[]): Promise<void> {
  await bringRules(ctx);
  await anApprovedText(ctx, 'marketing');
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    giveConsents(
      tx,
      those.map((i) => ({
        customerId: customer(i),
        ...{ purpose: 'marketing' as const, channel: 'one_to_one' as const },
        ...{ evidence: { kind: 'counter' as const, id: 'C-1' }, at: ctx.now() },
      })),
    ),
  );
}
const release = ({ id, versions }: api.SequenceDetail) => {
  const { version, revision } = versions[0]!;
  return bank.approve(api.releaseKind, { id, version, revision });
};

test('R-150 R-163 what exceeds the promotional share or misses a quota is not even submitted', async () => {
  const refused = async (change: (definition: api.Definition) => void) => {
    const { id } = await aChanged(change);
    return call(requestApproval, {
      body: { kind: api.releaseKind, payload: { id, version: 1, revision: 2 } },
    }).catch((error) => (error.details.findings as api.Finding[]).map((f) => f.code));
  };
  expect(
    await refused((d) => {
      for (const item of d.items.slice(0, 9)) item.promotional = true;
    }),
  ).toEqual(['promo_share']);
  expect(
    await refused((d) => {
      d.items = d.items.filter((item) => item.id !== 'r1-d04-m-1');
    }),
  ).toEqual(['quota']);
});

test('R-072 R-076 R-077 R-180 an offer goes only to whom need has shown and who trusts us, and only if it suits them', async () => {
  const graded = { kind: 'structured_deposit', ownGrade: 'R3' } as const;
  const productId = await aListedProduct(ctx, { name: '稳步存', ...graded });
  const run = await bank.aRun({ productId });
  await work();
  await nextDay();
  // Silent; need without trust; need and trust; trust without need.
  await stands(ctx, customer(1), 6, 2);
  await stands(ctx, customer(2), 8, 2);
  await stands(ctx, customer(3), 2, 0);
  await stands(ctx, customer(4), 8, 2);
  await nextDay(6);
  const offered = async (i: number) => (await proposed(customer(i))).includes('r1-d07-p-1');
  expect(await Promise.all([0, 1, 2, 3, 4].map(offered))).toEqual([
    ...[false, false, true, false, true],
  ]);
  const { rows } = await sql<{ product: string }>`select product_id as product from outreach.touch
    where org_id = ${ctx.orgId} and item_key = 'r1-d07-p-1'`.execute(ctx.db);
  expect(rows).toEqual([{ product: productId }, { product: productId }]);
  const why = async (i: number) =>
    (await bank.story(run.id, customer(i))).days
      .flatMap((day) => day.items)
      .find((item) => item.item === 'r1-d07-p-1');
  expect(await why(0)).toMatchObject({
    fate: 'held',
    why: ['需求还没有显现，先做投教，不推产品', expect.any(String)],
  });
  expect(await why(1)).toMatchObject({
    fate: 'held',
    why: ['认可度还低，先给信任内容，再谈产品', expect.any(String)],
  });
  // Both are ripe; the product is of grade R3, and one of them is assessed C2.
  await agreeing([2, 4]);
  const assessed = (i: number, level: string) => [
    { code: 'risk_level', value: level, customerId: customer(i) },
    { code: 'risk_assessed_on', value: dayOf(ctx.now()), customerId: customer(i) },
    { code: 'birth_date', value: '1985-01-01', customerId: customer(i) },
  ];
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    setAttributes(
      tx,
      [...assessed(2, 'C3'), ...assessed(4, 'C2')].map((one) => ({
        ...one,
        ...{ source: 'bank_data' as const, at: ctx.now() },
      })),
    ),
  );
  await decideDue(ctx);
  const said = async (i: number) =>
    (
      await sql<{ rule: string | null }>`select rule from outreach.touch
        where org_id = ${ctx.orgId} and item_key = 'r1-d07-p-1'
          and customer_id = ${customer(i)}`.execute(ctx.db)
    ).rows[0]!.rule;
  expect(await said(4)).toBe('CR-049');
  expect(await said(2)).toBeNull();
});

test('CR-013 who switched personalised recommendations off gets what the days say: no offer, no tag, no shortcut from what they do or a score says, and the story says so', async () => {
  const productId = await aListedProduct(ctx, { name: '稳步存' });
  const switchOff = (i: number) =>
    inTx(asSystem(ctx, ctx.orgId), (tx) =>
      withdrawConsents(tx, [
        {
          ...{ customerId: customer(i), purpose: 'personalisation', channel: 'any' },
          ...{ evidence: { kind: 'h5', id: 'C-1' }, at: ctx.now() },
        },
      ]),
    );
  await switchOff(0);
  const run = await bank.aRun({ productId });
  await work();
  await nextDay();
  for (const i of [0, 1, 2]) await stands(ctx, customer(i), 8, 2);
  ctx.advance(11 * 60);
  for (const i of [0, 1, 2]) await happens(ctx, customer(i), 'message.replied');
  await work();
  await switchOff(1);
  await happens(ctx, customer(0), 'product.viewed', { subject: 'p' });
  await work();
  await nextDay();
  const at = async (i: number) => (await bank.story(run.id, customer(i))).enrolment;
  expect(await at(2)).toMatchObject({ day: 5, skipped: ['I'], generic: false });
  // As whoever never did anything.
  const { day, step, stage, skipped } = await at(3);
  for (const i of [0, 1])
    expect(await at(i)).toMatchObject({ day, step, stage, skipped, generic: true });
  expect([day, skipped]).toEqual([2, []]);
  await nextDay(5);
  const offer = 'r1-d07-p-1';
  expect(await proposed(customer(2))).toContain(offer);
  for (const i of [0, 1]) expect(await proposed(customer(i))).not.toContain(offer);
  const { next, signals, days, enrolment } = await bank.story(run.id, customer(0));
  expect(next.words[0]).toContain('已关闭个性化推荐：按通用节奏');
  expect([signals.desire, signals.cell, enrolment.needStage]).toEqual([null, null, 'unknown']);
  expect(days.flatMap((day) => day.items).find(({ item }) => item === offer)).toMatchObject({
    fate: 'held',
    why: [expect.stringContaining('已关闭个性化推荐'), expect.any(String)],
  });
  const told = async (i: number) =>
    (await bank.story(run.id, customer(i))).days
      .flatMap((day) => day.movements)
      .filter(({ kind }) => kind === 'generic');
  expect([(await told(0)).length, (await told(1)).length]).toEqual([1, 1]);
  // What waits for somebody and was chosen for them goes with the switch; a question is answered.
  await switchOff(2);
  await happens(ctx, customer(0), 'consultation.asked');
  await work();
  expect(await proposed(customer(2))).not.toContain(offer);
  expect(await at(0)).toMatchObject({ mode: 'three_w', generic: true });
});

test('without a product no offer goes out, whoever it would be for', async () => {
  await bank.aRun();
  await work();
  await nextDay();
  await stands(ctx, customer(0), 8, 3);
  await nextDay(7);
  expect(await proposed(customer(0))).not.toContain('r1-d07-p-1');
});

test('R-151 R-152 taking the welfare gives the tag, and only holders get the value series', async () => {
  const sequence = await aChanged((d) => {
    const item = (id: string) => d.items.find((i) => i.id === id)!;
    item('r1-d01-p-1').hook = { product_line: 'deposit', welfare: '缴费券', tag: 'need_deposit' };
    item('r1-d05-p-1').needs_tag = 'need_deposit';
  });
  await release(sequence);
  // What fishes is kept with the sequence: the hook, its product line, the tag of whoever takes it.
  const kept = await call(api.getSequence, { params: { id: sequence.id } });
  expect(kept.definition.items.find((i) => i.id === 'r1-d01-p-1')!.hook).toEqual({
    product_line: 'deposit',
    welfare: '缴费券',
    tag: 'need_deposit',
  });
  const run = await bank.aRun({ sequenceId: sequence.id });
  await work();
  await nextDay();
  const hook = sequence.definition.items.find((i) => i.id === 'r1-d01-p-1')!;
  await happens(ctx, customer(0), 'content.read', { subject: hook.content!.id });
  await work();
  const held = await tagsOf(ctx, [customer(0)]);
  expect(JSON.stringify([...held])).toContain('need_deposit');
  await nextDay(6);
  expect(await proposed(customer(0))).toContain('r1-d05-p-1');
  expect(await proposed(customer(1))).not.toContain('r1-d05-p-1');
  expect((await bank.show(run.id)).active).toBe(6);
});

test('R-153 R-145 an intent event, or a like where the sequence says so, makes a follow-up that comes back until it is won or lost with a reason', async () => {
  const sequence = await aChanged((d) => {
    d.items[0]!.hook = { product_line: 'deposit', welfare: '缴费券', tag: 'need_deposit' };
    const intent = d.transitions.find(({ on }) => on === 'intent_clear')!;
    (intent.when as string[]).push('moments_reaction');
  });
  await release(sequence);
  await bank.aRun({ sequenceId: sequence.id });
  await work();
  await nextDay(3);
  await happens(ctx, customer(0), 'product.viewed', { subject: 'p' });
  await happens(ctx, customer(2), 'moments.liked', { subject: 'm' });
  await happens(ctx, customer(3), 'link.opened', { subject: 'l' });
  await work();
  const askedOf = async (...those: number[]) =>
    (
      await sql<{ plan: string; item: string; touch: string }>`
        select plan_id as plan, item_key as item, touch_id as touch from outreach.touch
         where org_id = ${ctx.orgId} and channel = 'work_item'
           and customer_id = any (${those.map(customer)}::bigint[])
         order by planned_at`.execute(ctx.db)
    ).rows;
  const asked = () => askedOf(0, 1);
  expect(await askedOf(2)).toHaveLength(1);
  expect(await askedOf(3)).toEqual([]);
  const [first] = await asked();
  expect(await asked()).toHaveLength(1);
  const report = async (outcome: string, who = customer(0)) => {
    await happens(ctx, who, 'work-item.done', {
      subject: outcome,
      properties: { plan: first!.plan, item: first!.item },
    });
    await work();
  };
  // Another customer's is won at once, and never comes back.
  await happens(ctx, customer(1), 'product.viewed', { subject: 'p' });
  await work();
  await report('won', customer(1));
  await report('no_answer');
  expect(await asked()).toHaveLength(2);
  await nextDay();
  expect(await asked()).toHaveLength(3);
  await report('declined');
  await nextDay(4);
  expect(await asked()).toHaveLength(3);
  const { rows } = await sql<{ state: string; reason: string }>`select state, reason
    from sequences.follow_up where org_id = ${ctx.orgId} order by customer_id`.execute(ctx.db);
  expect(rows).toMatchObject([
    ...[{ state: 'lost', reason: 'declined' }, { state: 'won' }, { state: 'open' }],
  ]);
});

test('R-114 a text message follows what was sent one-to-one and not read, and only that', async () => {
  const sequence = await aChanged((d) => {
    const first = d.items.find((i) => i.id === 'r1-d03-p-1')!;
    d.items.push({ ...first, id: 'by-sms', lane: 'sms', day: 5, after: first.id, pair: null });
  });
  await release(sequence);
  await bank.aRun({ sequenceId: sequence.id });
  await work();
  await nextDay(3);
  // Two got it, one of them reads it; the others' RM has not confirmed.
  await sql`update outreach.touch set state = 'delivered', settled_at = ${ctx.now()}
    where org_id = ${ctx.orgId} and item_key = 'r1-d03-p-1'
      and customer_id = any (${[customer(0), customer(1)]}::bigint[])`.execute(ctx.db);
  ctx.advance(14 * 60);
  const { content } = sequence.definition.items.find((i) => i.id === 'r1-d03-p-1')!;
  await happens(ctx, customer(0), 'content.read', { subject: content!.id });
  await work();
  await nextDay(2);
  const { rows } = await sql<{ customerId: number }>`
    select customer_id as "customerId" from outreach.touch
     where org_id = ${ctx.orgId} and item_key = 'by-sms' and channel = 'sms'`.execute(ctx.db);
  expect(rows.map(({ customerId }) => customerId)).toEqual([customer(1)]);
});

test('R-174 whoever shows no sign for as long as the sequence waits leaves as inactive, and whoever answers stays', async () => {
  const sequence = await aChanged((d) => {
    d.guards.inactivity_days = 5;
  });
  await release(sequence);
  const run = await bank.aRun({ sequenceId: sequence.id });
  await work();
  await nextDay(4);
  await happens(ctx, customer(0), 'message.replied');
  await work();
  await nextDay(4);
  const { exits, active } = await bank.show(run.id);
  expect(exits).toEqual([{ reason: 'inactive', count: 5 }]);
  expect(active).toBe(1);
  const then = await proposed(customer(1));
  await nextDay();
  expect(await proposed(customer(1))).toEqual(then);
});

test('R-183 the benefit of the second step is the one of the customer’s scene', async () => {
  const http = await testHttp(ctx.as({ permissions: allow('customers.tag.manage') }), bank.modules);
  const scenes = { parking: 'scene_car', utilities: 'scene_home' } as const;
  const group = await callHttp(http, addTagGroup, {
    body: { code: 'scene', name: ['生活场景', 'Scene'], kind: 'other' },
  });
  for (const [name, code] of Object.entries(scenes))
    await callHttp(http, addTag, { body: { groupId: group.id, code, name: [name, name] } });
  const sequence = await aChanged((d) => {
    const like = d.items.find((i) => i.id === 'r1-d03-p-1')!;
    const stage = d.method.stages.find(({ days }) => days[0] <= 4 && days[1] >= 6)!;
    expect(api.stepOf(stage)).toBe(2);
    delete stage.quota.one_to_one;
    for (const [i, [id, needs_tag]] of Object.entries(scenes).entries())
      d.items.push({
        ...like,
        ...{ id, needs_tag, day: 4 + i * 2, pair: null },
        benefit: { kind: 'scene', form: 'voucher' },
      });
  });
  await release(sequence);
  await bank.aRun({ sequenceId: sequence.id });
  await inTx(asSystem(ctx, ctx.orgId), (ctx) =>
    tagCustomers(
      ctx,
      Object.values(scenes).map((tag, i) => ({
        ...{ customerId: customer(i) as CustomerId, tag, at: ctx.now() },
        ...{ source: 'manual' as const, confidence: 1, evidence: { text: '到店登记', ref: null } },
      })),
    ),
  );
  await work();
  await nextDay(6);
  const benefits = async (i: number) =>
    (await proposed(customer(i))).filter((key) => Object.keys(scenes).includes(key));
  expect(await Promise.all([0, 1, 2].map(benefits))).toEqual([['parking'], ['utilities'], []]);
});

test('R-069 R-182 who has not been in touch for ninety days is woken, and taking the welfare makes them active again', async () => {
  const more = bank.modules.filter(({ name }) => name === 'content' || name === 'sequences');
  const modules = [...audienceModules(ctx), ...more];
  const work = () => runDueJobs(ctx, modules);
  const ago = (days: number) => new Date(ctx.now().getTime() - days * 86_400_000);
  for (const [i, days] of [100, 95, 10, 1].entries()) {
    await sql`update customers.relationship set last_two_way_at = ${ago(days)}
      where customer_id = ${customer(i)}`.execute(ctx.db);
    await happens(ctx, customer(i), 'message.replied', { at: ago(days) });
  }
  await work();
  const http = await testHttp(
    ctx.as({
      permissions: allow(
        ...['audiences.audience.read', 'audiences.audience.manage', 'audiences.score.read'],
        ...['audiences.member.read', 'customers.customer.read', 'customers.unit.read'],
      ),
    }),
    modules,
  );
  const audience = await callHttp(http, createAudience, {
    body: {
      name: '九十天没有双向联系',
      unitId: bank.head.id as never,
      rule: {
        version: 1,
        include: { kind: 'relationship', lastContact: { op: 'before_last_days', days: 90 } },
      },
    },
  });
  await work();
  const [wakeUp] = (await call(api.listSequences, { query: { q: '唤醒' } })).items;
  const run = await bank.aRun({ sequenceId: wakeUp!.id, audienceId: audience.id });
  await work();
  expect((await bank.show(run.id)).enrolled).toBe(2);
  await nextDay(1, work);
  expect(await proposed(customer(0))).toContain('d01-p');
  expect(await proposed(customer(2))).toEqual([]);
  const states = async () =>
    (await callHttp(http, listBand, { query: { state: 'active' } })).items.map((c) => c.customerId);
  expect(await states()).not.toContain(customer(0));
  await happens(ctx, customer(0), 'message.replied', { properties: { intent: 'claim' } });
  await work();
  const { enrolment, days } = await bank.story(run.id, customer(0));
  expect(enrolment).toMatchObject({ state: 'active', step: 2 });
  expect(days.flatMap((day) => day.movements).map(({ kind }) => kind)).toContain('reactivated');
  expect(await states()).toContain(customer(0));
  // The next step comes at once to who took it, and on its day to who is still asleep.
  await nextDay(1, work);
  expect(await proposed(customer(0))).toContain('d04-p');
  expect(await proposed(customer(1))).not.toContain('d04-p');
});

test('R-178 reading about a product makes its line a candidate need', async () => {
  await bank.aRun();
  await work();
  await nextDay(5);
  const sequence = await call(api.getSequence, { params: { id: bank.sequence.id } }).catch(() =>
    callHttp(bank.later, api.getSequence, { params: { id: bank.sequence.id } }),
  );
  const about = sequence.definition.items.find((i) => i.id === 'r1-d05-p-1')!;
  await happens(ctx, customer(0), 'content.read', { subject: about.content!.id });
  await work();
  expect(JSON.stringify([...(await tagsOf(ctx, [customer(0)]))])).toContain('need_deposit');
});
