import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { withdrawConsents } from '#modules/customers/server/index.ts';
import { aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { readySettings } from '../../contract/setting.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { precheck } from '../explain/precheck.service.ts';
import {
  aCandidate,
  aCrowd,
  anOutreachBank,
  aPlan,
  type CrowdPerson,
  type OutreachBank,
} from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import type { PlanInput } from '../plans/plan.repo.ts';
import { setPlanState } from '../plans/plan.service.ts';
import { previewReach } from '../preview/preview.service.ts';
import { insertSettings } from '../settings/setting.repo.ts';
import { propose } from '../touches/propose.service.ts';
import { withdraw, withdrawUnconsented } from '../touches/withdraw.service.ts';
import { judgeAgain } from './again.service.ts';
import { decideDue } from './decide.service.ts';

const everywhere = allow('outreach.decision.read', 'customers.unit.read');
let ctx: TestOrg;
let bank: OutreachBank;
beforeEach(async () => {
  ctx = testOrg(everywhere);
  bank = await anOutreachBank(ctx);
});

interface Row {
  customerId: number;
  touchId: string;
  itemKey: string;
  state: string;
  outcome: string | null;
  rule: string | null;
  verdict: string | null;
  mode: string | null;
  dueAt: Date;
  until: Date | null;
  staffId: string | null;
  countedOn: string | null;
}
const touches = async (planId: string): Promise<Row[]> =>
  (
    await sql<Row>`select customer_id as "customerId", touch_id as "touchId", item_key as "itemKey",
        state, outcome, rule, verdict, mode, due_at as "dueAt", until_at as until,
        staff_id as "staffId", counted_on::text as "countedOn"
      from outreach.touch where plan_id = ${planId} order by customer_id, item_key, planned_at`.execute(
      ctx.db,
    )
  ).rows;

const proposing = async (
  planId: string,
  candidates: readonly (Partial<CandidateInput> & { customerId: number })[],
) => {
  await inTx(ctx, (ctx) =>
    propose(
      ctx,
      planId,
      candidates.map((c) => aCandidate(ctx, bank, c)),
    ),
  );
  return decideDue(ctx);
};
const oneOf = async (
  person: CrowdPerson,
  given: Partial<CandidateInput> = {},
  plan: Partial<PlanInput> = {},
) => {
  const [customerId] = await aCrowd(ctx, bank, [person]);
  const planId = await aPlan(ctx, bank, plan);
  await proposing(planId, [{ customerId: customerId!, ...given }]);
  const [row] = await touches(planId);
  return row!;
};
const refusedBy = async (person: CrowdPerson, given: Partial<CandidateInput> = {}) => {
  const { state, rule } = await oneOf(person, given);
  expect(await ledgerDifferences(ctx)).toEqual([]);
  return `${state} ${rule ?? ''}`.trim();
};
const at = (time: string, day = '2026-03-03') => new Date(`${day}T${time}:00+08:00`);
const local = (moment: Date) =>
  new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

describe('who may be reached', () => {
  test('CR-001 without a consent by this way nothing of marketing goes out; CR-093 nor after an opt-out', async () => {
    expect(await refusedBy({ consents: {} })).toBe('refused CR-001');
    expect(await refusedBy({ consents: { sms: 'given' } })).toBe('refused CR-001');
    expect(await refusedBy({ consents: { one_to_one: 'withdrawn' } })).toBe('refused CR-093');
    expect(await refusedBy({})).toBe('reserved');
    const service = await oneOf({ consents: {} }, {}, { purpose: 'service', class: 'service' });
    // The words themselves are marketing: a plan that calls itself a service is no way round.
    expect(service).toMatchObject({ state: 'refused', rule: 'CR-001' });
  });

  test('CR-027 CR-029 CR-107 CR-127 protected persons are not reached, and the list is not named', async () => {
    expect(await refusedBy({ attributes: { deceased: true } })).toBe('refused CR-027');
    expect(await refusedBy({ attributes: { birth_date: '2010-01-01' } })).toBe('refused CR-029');
    expect(await refusedBy({ attributes: { complaint_open: true } })).toBe('refused CR-107');
    expect(await refusedBy({ deletedAt: new Date('2026-01-10T00:00:00Z') })).toBe('refused CR-107');
    expect(await refusedBy({ deletedAt: new Date('2025-06-10T00:00:00Z') })).toBe('reserved');
    const listed = await oneOf({ attributes: { risk_listed: true } });
    expect(listed.rule).toBe('CR-127');
    const told = JSON.stringify(await explainTouch(ctx, listed.customerId, listed.touchId));
    expect(told).not.toMatch(/listed|名单/);
  });

  test('R-036 reachable customers are those consented, contactable and not opted out, and drop at once with an opt-out', async () => {
    const ids = await aCrowd(ctx, bank, [
      {},
      {},
      { consents: {} },
      { friends: [] },
      { consents: { one_to_one: 'withdrawn' } },
    ]);
    const reach = () =>
      previewReach(
        ctx,
        {
          kind: 'bulk',
          projectId: bank.projectId,
          unitId: bank.unitId,
          class: 'campaign',
          purpose: 'marketing',
          controlShare: 0,
        },
        ids.map((customerId) => aCandidate(ctx, bank, { customerId })),
      );
    const before = await reach();
    expect(before).toMatchObject({ candidates: 5, reached: 2, refused: 3 });
    expect(before.rules.map(({ rule }) => rule).toSorted()).toEqual(['CR-001', 'CR-093', 'R-036']);
    await inTx(ctx, (ctx) =>
      withdrawConsents(ctx, [
        {
          customerId: ids[0]!,
          purpose: 'marketing',
          channel: 'one_to_one',
          evidence: { kind: 'message', id: '退订' },
          at: ctx.now(),
        },
      ]),
    );
    expect((await reach()).reached).toBe(1);
  });

  test('R-011 a project reaches customers of its own units only', async () => {
    const branch = await aUnit(ctx);
    await sql`update org.project_unit set unit_id = ${branch.id} where project_id = ${bank.projectId}`.execute(
      ctx.db,
    );
    expect(await refusedBy({})).toBe('refused R-011');
    expect(await refusedBy({ unitId: branch.id })).toBe('reserved');
  });

  test('whoever is held out of a plan is not reached by it, drawn once and never again', async () => {
    const ids = await aCrowd(
      ctx,
      bank,
      Array.from({ length: 400 }, () => ({})),
    );
    const planId = await aPlan(ctx, bank, { controlShare: 0.25 });
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const held = (await touches(planId)).filter(({ rule }) => rule === 'GATE-003');
    expect(held.length).toBeGreaterThan(60);
    expect(held.length).toBeLessThan(140);
    await sql`update outreach.plan set control_share = 0.9 where plan_id = ${planId}`.execute(
      ctx.db,
    );
    ctx.advance(60 * 24);
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId, itemKey: 'b' })),
    );
    const again = (await touches(planId)).filter((t) => t.rule === 'GATE-003' && t.itemKey === 'b');
    expect(again.map((t) => t.customerId)).toEqual(held.map((t) => t.customerId));
  });

  test('CR-101 the colleague who spoke last sends; CR-079 only the approved version goes out', async () => {
    const other = (await aStaff(ctx, { name: '李经理' })).id;
    const friends = [
      { staffId: bank.staffId, spokeAt: new Date('2026-02-01T00:00:00Z') },
      { staffId: other, spokeAt: new Date('2026-02-20T00:00:00Z') },
    ];
    expect((await oneOf({ friends })).staffId).toBe(other);
    expect(await refusedBy({ friends }, { staffId: bank.staffId })).toBe('refused CR-101');
    expect(await refusedBy({}, { contentVersion: 2 })).toBe('refused CR-079');
    expect(await refusedBy({}, { contentKind: 'none', contentId: '' })).toBe('refused CR-079');
  });

  test('CR-072 a term forbidden after approval stops what is planned; CR-077 words without a way to refuse do not go out one-to-one', async () => {
    const bad = await aReleasedItem(ctx, {
      text: '保本理财，回复“退订”即可停止。如不希望收到此类消息，回复“退订”即可停止。',
    });
    expect((await oneOf({}, { contentId: bad })).rule).toBe('CR-073');
    const silent = await aReleasedItem(ctx, { text: '开学前先写预算。' });
    expect((await oneOf({}, { contentId: silent })).rule).toBe('CR-077');
  });
});

describe('when', () => {
  const elderly: CrowdPerson = { attributes: { birth_date: '1950-05-01' } };

  test('R-331 the elderly are reached 9–11, 14–17 and 20–22 only; other hours wait for the next window', async () => {
    const inside = ['09:00', '10:59', '14:00', '16:59', '20:00', '21:59'];
    const outside = {
      '08:59': '09:00',
      '11:00': '14:00',
      '13:59': '14:00',
      '17:00': '20:00',
      '19:59': '20:00',
      '22:00': '09:00',
    };
    const times = [...inside, ...Object.keys(outside)];
    const ids = await aCrowd(
      ctx,
      bank,
      times.map(() => elderly),
    );
    const planId = await aPlan(ctx, bank);
    await proposing(
      planId,
      times.map((time, i) => ({ customerId: ids[i]!, plannedAt: at(time) })),
    );
    const rows = await touches(planId);
    for (const [i, time] of times.entries()) {
      const row = rows.find((r) => r.customerId === ids[i])!;
      if (inside.includes(time)) {
        expect(row.state, time).toBe('reserved');
        continue;
      }
      expect(row, time).toMatchObject({ state: 'deferred', rule: 'CR-095' });
      const opening = at(outside[time as '08:59'], time === '22:00' ? '2026-03-04' : '2026-03-03');
      const late = row.until!.getTime() - opening.getTime();
      expect(late, time).toBeGreaterThanOrEqual(0);
      expect(late, time).toBeLessThan(30 * 60_000);
    }
  });

  test('CR-094 quiet hours defer to the morning, spread over half an hour; there it is let through', async () => {
    const ids = await aCrowd(
      ctx,
      bank,
      Array.from({ length: 40 }, () => ({})),
    );
    const planId = await aPlan(ctx, bank);
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId, plannedAt: at('23:30', '2026-03-02') })),
    );
    const rows = await touches(planId);
    expect(rows.every((r) => r.state === 'deferred' && r.rule === 'CR-094')).toBe(true);
    const minutes = new Set(rows.map((r) => local(r.until!)));
    expect(minutes.size).toBeGreaterThan(15);
    expect([...minutes].every((m) => m >= '2026-03-03 08:00' && m < '2026-03-03 08:30')).toBe(true);
    ctx.advance((at('08:31').getTime() - ctx.now().getTime()) / 60_000);
    await decideDue(ctx);
    expect((await touches(planId)).every((r) => r.state === 'reserved')).toBe(true);
    expect(await ledgerDifferences(ctx)).toEqual([]);
    const [first] = rows;
    const story = await explainTouch(ctx, first!.customerId, first!.touchId);
    expect(story.history).toMatchObject([{ outcome: 'deferred', decidedBy: { rule: 'CR-094' } }]);
    expect(story.differences).toEqual([]);
  });

  test('CR-108 the stop switch stops all marketing, and a stop day defers to the day after', async () => {
    const set = (change: Partial<typeof readySettings>, version: number) =>
      inTx(ctx, (ctx) => insertSettings(ctx, version, { ...readySettings, ...change }, '测试'));
    await set({ stopDays: [{ day: '2026-03-03', reason: '哀悼日' }] }, 1);
    const day = await oneOf({}, { plannedAt: at('10:00') });
    expect(day).toMatchObject({ state: 'deferred', rule: 'CR-108', verdict: 'day' });
    expect(local(day.until!) >= '2026-03-04 08:00').toBe(true);
    await set({ stopped: { on: true, reason: '舆情' } }, 2);
    expect(await oneOf({})).toMatchObject({ state: 'deferred', rule: 'CR-108', verdict: 'switch' });
  });
});

describe('how often', () => {
  test('CR-098 R-148 above the own cap the send is blocked, the reason is kept and the preview counts it', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    await proposing(
      planId,
      days.map((day) => ({ customerId: customerId!, itemKey: day, plannedAt: at('10:00', day) })),
    );
    expect((await touches(planId)).map((t) => [t.itemKey, t.state, t.verdict])).toEqual([
      ['2026-03-02', 'reserved', null],
      ['2026-03-03', 'reserved', null],
      ['2026-03-04', 'reserved', null],
      ['2026-03-05', 'refused', 'week'],
    ]);
    const preview = await previewReach(ctx, planId, [
      aCandidate(ctx, bank, {
        customerId: customerId!,
        itemKey: 'x',
        plannedAt: at('10:00', '2026-03-06'),
      }),
    ]);
    expect(preview.rules).toMatchObject([{ rule: 'CR-098', outcome: 'refused', count: 1 }]);
    expect(preview.quota.least).toBeNull();
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('R-146 Moments tire less than one-to-one, by weights the bank sets', async () => {
    const settings = {
      ...readySettings,
      fatigue: { weights: { one_to_one: 1, moments: 0.25 }, days: 7, limit: 1 },
    };
    await inTx(ctx, (ctx) => insertSettings(ctx, 1, settings, '测试'));
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    const moments = ['a', 'b', 'c', 'd', 'e'].map((itemKey) => ({
      customerId: customerId!,
      itemKey,
      channel: 'moments' as const,
    }));
    await proposing(planId, moments);
    const made = await touches(planId);
    expect(made.filter((t) => t.state === 'reserved')).toHaveLength(4);
    expect(made.find((t) => t.state !== 'reserved')).toMatchObject({ rule: 'R-146' });
    await proposing(planId, [{ customerId: customerId!, itemKey: 'z' }]);
    expect((await touches(planId)).find((t) => t.itemKey === 'z')).toMatchObject({ rule: 'R-146' });
  });

  test('CR-096 CR-097 the platform’s cap is known before anything is sent, members’ own mass messages included', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
      select ${customerId!}, '2026-03-31', 'member_mass', ${bank.corpId}, '', ${ctx.orgId}, 31, 0`.execute(
      ctx.db,
    );
    const planId = await aPlan(ctx, bank);
    await proposing(planId, [{ customerId: customerId! }]);
    expect(await touches(planId)).toMatchObject([
      { state: 'refused', rule: 'CR-096', verdict: 'month' },
    ]);
  });

  test('R-143 every contact has exactly one of the three modes', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const planId = await aPlan(ctx, bank);
    await inTx(ctx, (ctx) =>
      propose(ctx, planId, [
        aCandidate(ctx, bank, { customerId: ids[0]! }),
        aCandidate(ctx, bank, { customerId: ids[1]!, channel: 'moments' }),
        aCandidate(ctx, bank, { customerId: 0, channel: 'group', recipient: 'wr1', itemKey: 'g' }),
      ]),
    );
    expect((await touches(planId)).map((t) => t.mode).toSorted()).toEqual([
      'circle',
      'group',
      'point',
    ]);
  });

  test('of several that want one place the more important has it, whenever it comes', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const campaign = await aPlan(ctx, bank, { class: 'campaign' });
    const sequence = await aPlan(ctx, bank, { class: 'sequence', kind: 'sequence' });
    await proposing(campaign, [{ customerId: customerId!, plannedAt: at('10:00', '2026-03-02') }]);
    expect(await touches(campaign)).toMatchObject([{ state: 'reserved' }]);
    await proposing(sequence, [{ customerId: customerId!, plannedAt: at('15:00', '2026-03-02') }]);
    expect(await touches(sequence)).toMatchObject([{ state: 'reserved', countedOn: '2026-03-02' }]);
    const [gone] = await touches(campaign);
    expect(gone).toMatchObject({ state: 'deferred', rule: 'GATE-004', countedOn: null });
    expect(local(gone!.until!).slice(0, 10)).toBe('2026-03-03');
    expect(await ledgerDifferences(ctx)).toEqual([]);
    const story = await explainTouch(ctx, customerId!, gone!.touchId);
    expect(story.differences).toEqual([]);
    expect(story.touch.why).toContain('名额让给了更重要的触达');
    // Handed over already: nobody takes its place any more.
    await sql`update outreach.touch set handover_id = ${newId()} where plan_id = ${sequence}`.execute(
      ctx.db,
    );
    const service = await aPlan(ctx, bank, { class: 'follow_up', kind: 'own' });
    await proposing(service, [{ customerId: customerId!, plannedAt: at('16:00', '2026-03-02') }]);
    expect(await touches(service)).toMatchObject([{ state: 'deferred', rule: 'CR-098' }]);
    expect(await touches(sequence)).toMatchObject([{ state: 'reserved' }]);
  });

  test('proposed together, the better class is decided first', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const plans = [];
    for (const cls of ['campaign', 'sequence', 'follow_up'] as const)
      plans.push(await aPlan(ctx, bank, { class: cls }));
    for (const planId of plans)
      await inTx(ctx, (ctx) =>
        propose(ctx, planId, [aCandidate(ctx, bank, { customerId: customerId! })]),
      );
    await decideDue(ctx);
    const states = [];
    for (const planId of plans) states.push((await touches(planId))[0]!.state);
    expect(states).toEqual(['deferred', 'deferred', 'reserved']);
  });
});

describe('taking back', () => {
  test('CR-006 withdrawing a consent withdraws what is planned, and the ledger is given back', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const planId = await aPlan(ctx, bank);
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    await sql`update customers.consent set state = 'withdrawn' where customer_id = ${ids[0]!}`.execute(
      ctx.db,
    );
    await inTx(ctx, (ctx) =>
      withdrawUnconsented(ctx, {
        customerIds: [ids[0]!],
        purpose: 'marketing',
        channels: ['one_to_one'],
      }),
    );
    expect((await touches(planId)).map((t) => t.state)).toEqual(['withdrawn', 'reserved']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('a paused plan holds what waits and decides it anew; an ended one withdraws it', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const to = (state: 'paused' | 'running' | 'ended') =>
      inTx(ctx, (ctx) => setPlanState(ctx, planId, state, ['测试', 'test']));
    await to('paused');
    expect((await decideDue(ctx)).decided).toBe(0);
    expect((await touches(planId)).every((t) => t.state === 'deferred' && !t.countedOn)).toBe(true);
    await to('running');
    expect((await decideDue(ctx)).allowed).toBe(3);
    await inTx(ctx, (ctx) => withdraw(ctx, { planId, customers: [ids[0]!] }, ['测试', 'test']));
    await to('ended');
    expect((await touches(planId)).every((t) => t.state === 'withdrawn')).toBe(true);
    expect(await ledgerDifferences(ctx)).toEqual([]);
    expect((await proposing(planId, [{ customerId: ids[1]!, itemKey: 'late' }])).decided).toBe(0);
  });

  test('R-011 what may have changed is judged once more before it is handed over', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const handover = newId();
    await sql`update outreach.touch set handover_id = ${handover} where plan_id = ${planId}`.execute(
      ctx.db,
    );
    await sql`update customers.consent set state = 'withdrawn' where customer_id = ${ids[0]!}`.execute(
      ctx.db,
    );
    await inTx(ctx, (ctx) => judgeAgain(ctx, handover));
    expect((await touches(planId)).map((t) => `${t.state} ${t.rule ?? ''}`.trim())).toEqual([
      'withdrawn CR-093',
      'reserved',
      'reserved',
    ]);
    await sql`update org.project set state = 'ended' where id = ${bank.projectId}`.execute(ctx.db);
    await inTx(ctx, (ctx) => judgeAgain(ctx, handover));
    expect((await touches(planId)).map((t) => t.rule)).toEqual(['CR-093', 'R-011', 'R-011']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('proposing again is proposing once, also for another hour, and deciding again decides nothing', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    await proposing(planId, [{ customerId: customerId! }]);
    const again = await proposing(planId, [
      { customerId: customerId! },
      { customerId: customerId!, plannedAt: at('15:00') },
    ]);
    expect(again.decided).toBe(0);
    expect(await touches(planId)).toHaveLength(1);
    const both = await Promise.all([decideDue(ctx), decideDue(ctx), decideDue(ctx)]);
    expect(both.map((t) => t.decided)).toEqual([0, 0, 0]);
  });
});

test('the set and the pre-check agree on customers, plans and hours of every kind', async () => {
  const branch = await aUnit(ctx);
  const other = (await aStaff(ctx, { name: '李经理' })).id;
  const consent = fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const);
  const person = fc.record({
    unitId: fc.constantFrom(bank.unitId, branch.id),
    consents: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constant({ one_to_one: 'given', moments: 'given', sms: 'given' } as const),
      },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.constantFrom('one_to_one', 'moments', 'sms'), consent),
      },
    ),
    attributes: fc.record(
      {
        birth_date: fc.constantFrom(
          '1950-03-03',
          '1966-03-02',
          '1990-01-01',
          '2008-03-03',
          '2008-03-02',
        ),
        deceased: fc.constantFrom(false, false, false, true),
        complaint_open: fc.constantFrom(false, false, true),
        risk_level: fc.constantFrom('C1', 'C3'),
      },
      { requiredKeys: [] },
    ),
    friends: fc.constantFrom(
      [{ staffId: bank.staffId }],
      [],
      [
        { staffId: bank.staffId, spokeAt: new Date('2026-01-05') },
        { staffId: other, spokeAt: new Date('2026-02-05') },
      ],
    ),
    phone: fc.boolean(),
  });
  const people = fc.sample(person, { numRuns: 300, seed: 11 });
  const ids = await aCrowd(ctx, bank, people as CrowdPerson[]);
  const planId = await aPlan(ctx, bank, { controlShare: 0.1 });
  const candidates = fc
    .sample(
      fc.record({
        channel: fc.constantFrom(
          'one_to_one' as const,
          'moments' as const,
          'sms' as const,
          'work_item' as const,
        ),
        hour: fc.constantFrom('07:59', '08:00', '10:59', '11:00', '15:00', '21:59', '22:00'),
        staffId: fc.constantFrom(null, null, bank.staffId),
      }),
      { numRuns: 300, seed: 12 },
    )
    .map(({ channel, hour, staffId }, i) =>
      aCandidate(ctx, bank, { customerId: ids[i]!, channel, staffId, plannedAt: at(hour) }),
    );
  await inTx(ctx, (ctx) => propose(ctx, planId, candidates));
  const asked = new Map<string, Awaited<ReturnType<typeof precheck>>>();
  for (const candidate of candidates) {
    const said = await precheck(ctx, planId, candidate);
    asked.set(said.touchId, said);
  }
  const tally = await decideDue(ctx, { workers: 2 });
  expect(tally.decided).toBe(300);
  const seen = new Set<string>();
  for (const row of await touches(planId)) {
    const single = asked.get(row.touchId)!;
    expect([row.outcome, row.rule, row.until?.toISOString() ?? null]).toEqual([
      single.outcome,
      single.decidedBy?.rule ?? null,
      single.until,
    ]);
    seen.add(row.rule ?? 'passes');
  }
  expect(seen.size).toBeGreaterThan(7);
  expect(await ledgerDifferences(ctx)).toEqual([]);
}, 120_000);
