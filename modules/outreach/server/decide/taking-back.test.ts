import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { listRules } from '#modules/compliance/contract.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { aNewVersion } from '#modules/content/server/fixtures.ts';
import { type CustomerId, mergeCustomers, splitCustomers } from '#modules/customers/contract.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { inTx, type TxCtx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { AppModule } from '#platform/server/module.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
} from '#platform/server/test/test-org.ts';
import { planEnded, planPaused, touchesSettled } from '../../contract/events.ts';
import { deliveryDeps } from '../delivery.ts';
import { sayWhatIsAsked } from '../explain/asked-rules.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { precheck } from '../explain/precheck.service.ts';
import { testSend } from '../explain/test-send.service.ts';
import { aCandidate, aCrowd, aPlan, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { outreachOwned } from '../merge/owned.ts';
import { setPlanState } from '../plans/plan.service.ts';
import { planPage } from '../plans/plan-page.service.ts';
import { openOwnSend } from '../sidebar/own-send.service.ts';
import { replaceContent } from '../touches/replace-content.service.ts';
import { withdraw, withdrawUnconsented } from '../touches/withdraw.service.ts';
import { judgeAgain } from './again.service.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, aRuleVersion, at, type Deciding, local } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

describe('taking back', () => {
  test('withdrawing a consent withdraws what is planned, and the ledger is given back', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
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
    expect((await deciding.touches(planId)).map((t) => t.state)).toEqual(['withdrawn', 'reserved']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('a compliance officer reads on a rule how many contacts it refused this month, trials and own sends included, and not what it refused before', async () => {
    sayWhatIsAsked();
    const reader = {
      ...ctx,
      actor: { ...ctx.actor, permissions: allow('compliance.rule.read') },
    };
    const http = await testHttp(reader, [complianceModule()]);
    const refused = async () => {
      const { items } = await callHttp(http, listRules, { query: { q: 'CR-001', size: 200 } });
      return items.find(({ id }) => id === 'CR-001')!.refusedThisMonth;
    };
    expect(await refused()).toBe(0);
    const [without, agreed] = await aCrowd(ctx, bank, [{ consents: {} }, {}]);
    await deciding.proposing(await aPlan(ctx, bank), [
      { customerId: without! },
      { customerId: agreed! },
    ]);
    ctx.advance(1);
    expect(await refused()).toBe(1);
    // A trial that the rule stopped, and a send of a colleague's own: both would have reached somebody.
    const trying = { ...ctx, actor: { ...ctx.actor, permissions: allow('outreach.gate.test') } };
    const tried = await testSend(trying, {
      projectId: bank.projectId,
      unitId: bank.unitId,
      channel: 'one_to_one',
      recipient: { kind: 'customer', customerId: without! },
      content: { kind: 'content.item', id: bank.itemId, version: 1 },
      reason: '试发一次',
    });
    expect(tried).toMatchObject({ state: 'refused' });
    const own = await openOwnSend(ctx, deliveryDeps(), {
      planId: await aPlan(ctx, bank, { kind: 'own' }),
      customerId: without!,
      staffId: bank.staffId,
      corpId: bank.corpId,
      itemId: bank.itemId,
      version: 1,
    });
    expect(own).toMatchObject({ allowed: false, rule: 'CR-001' });
    ctx.advance(1);
    expect(await refused()).toBe(3);
    ctx.advance(40 * 24 * 60);
    expect(await refused()).toBe(0);
  });

  test('R-268 one update of a content replaces it in all that is planned and not sent; what is held stays held', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const [planId, heldId] = [await aPlan(ctx, bank), await aPlan(ctx, bank)];
    await deciding.proposing(planId, [{ customerId: ids[0]! }]);
    await deciding.proposing(heldId, [{ customerId: ids[1]! }]);
    await inTx(ctx, (ctx) => setPlanState(ctx, heldId, 'paused', ['测试', 'test']));
    const version = await aNewVersion(ctx, bank.itemId);
    await inTx(ctx, (ctx) =>
      replaceContent(ctx, { itemId: bank.itemId, version, replaced: version - 1 }),
    );
    expect(await ledgerDifferences(ctx)).toEqual([]);
    expect((await decideDue(ctx)).allowed).toBe(1);
    const { rows } = await sql<{ said: string }>`
      select state || ' ' || content_version as said from outreach.touch
       where plan_id in (${planId}, ${heldId}) order by customer_id`.execute(ctx.db);
    expect(rows.map(({ said }) => said)).toEqual(['reserved 2', 'deferred 2']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('a paused plan holds what waits and decides it anew; an ended one withdraws it', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const to = (state: 'paused' | 'running' | 'ended') =>
      inTx(ctx, (ctx) => setPlanState(ctx, planId, state, ['测试', 'test']));
    await to('paused');
    expect((await decideDue(ctx)).decided).toBe(0);
    expect(
      (await deciding.touches(planId)).every((t) => t.state === 'deferred' && !t.countedOn),
    ).toBe(true);
    await to('running');
    expect((await decideDue(ctx)).allowed).toBe(3);
    await inTx(ctx, (ctx) => withdraw(ctx, { planId, customers: [ids[0]!] }, ['测试', 'test']));
    await to('ended');
    expect((await deciding.touches(planId)).every((t) => t.state === 'withdrawn')).toBe(true);
    expect(await ledgerDifferences(ctx)).toEqual([]);
    expect(
      (await deciding.proposing(planId, [{ customerId: ids[1]!, itemKey: 'late' }])).decided,
    ).toBe(0);
  });

  test('the page of a plan tells each contact that did not get through by one reason: what was withdrawn is no refusal, and the sums agree', async () => {
    const [silent, taken, waiting] = await aCrowd(ctx, bank, [{ consents: {} }, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(planId, [
      { customerId: silent! },
      { customerId: taken! },
      { customerId: waiting! },
    ]);
    await inTx(ctx, (ctx) =>
      withdraw(ctx, { planId, customers: [taken!] }, ['换一位客户', 'another customer']),
    );
    await inTx(ctx, (ctx) => setPlanState(ctx, planId, 'paused', ['测试', 'test']));
    const reader = { ...ctx, actor: { ...ctx.actor, permissions: allow('outreach.plan.read') } };
    const { reasons, states } = await planPage(reader, planId);
    expect(reasons.map(({ state, rule, name }) => [state, rule, name])).toEqual([
      ['deferred', null, '等待重新判定'],
      ['refused', 'CR-001', expect.any(String)],
      ['withdrawn', null, '换一位客户'],
    ]);
    const counted = (list: readonly { state: string; count: number }[]) =>
      Object.fromEntries(list.map(({ state, count }) => [state, count]));
    expect(counted(reasons)).toEqual(counted(states));
  });

  test('whoever planned them hears which contacts were withdrawn, and a pause is not an end', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const heard: string[] = [];
    const listening: AppModule = {
      name: 'listening',
      subscriptions: [
        on(touchesSettled, 'listening.settled', async (_, { state, touches }) => {
          heard.push(...touches.map((t) => `${t.customerId} ${state} ${t.reason}`));
        }),
        on(planPaused, 'listening.paused', async () => void heard.push('paused')),
        on(planEnded, 'listening.ended', async () => void heard.push('ended')),
      ],
    };
    const told = async (change: (ctx: TxCtx) => Promise<unknown>) => {
      heard.length = 0;
      await inTx(ctx, change);
      await runDueJobs(ctx, [listening]);
      return [...heard].sort();
    };
    const reason = ['测试', 'test'] as const;
    expect(await told((ctx) => withdraw(ctx, { planId, customers: [ids[0]!] }, reason))).toEqual([
      `${ids[0]} withdrawn null`,
    ]);
    expect(await told((ctx) => setPlanState(ctx, planId, 'paused', reason))).toEqual(['paused']);
    expect(await told((ctx) => setPlanState(ctx, planId, 'running', reason))).toEqual([]);
    expect(await told((ctx) => setPlanState(ctx, planId, 'ended', reason))).toEqual(
      [`${ids[1]} withdrawn null`, 'ended'].sort(),
    );
  });

  test('R-011 what may have changed is judged once more before it is handed over', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
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
    await inTx(ctx, (ctx) => judgeAgain(ctx, [handover]));
    expect(
      (await deciding.touches(planId)).map((t) => `${t.state} ${t.rule ?? ''}`.trim()),
    ).toEqual(['withdrawn CR-093', 'reserved', 'reserved']);
    await sql`update org.project set state = 'ended' where id = ${bank.projectId}`.execute(ctx.db);
    await inTx(ctx, (ctx) => judgeAgain(ctx, [handover]));
    expect((await deciding.touches(planId)).map((t) => t.rule)).toEqual([
      'CR-093',
      'R-011',
      'R-011',
    ]);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('proposing again is proposing once, also for another hour, and deciding again decides nothing', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(planId, [{ customerId: customerId! }]);
    const again = await deciding.proposing(planId, [
      { customerId: customerId! },
      { customerId: customerId!, plannedAt: at('15:00') },
    ]);
    expect(again.decided).toBe(0);
    expect(await deciding.touches(planId)).toHaveLength(1);
    const both = await Promise.all([decideDue(ctx), decideDue(ctx), decideDue(ctx)]);
    expect(both.map((t) => t.decided)).toEqual([0, 0, 0]);
  });

  test('CR-098 two records of one person have one cap when they are merged', async () => {
    const [into, from] = await aCrowd(ctx, bank, [{}, {}]);
    const plans = [await aPlan(ctx, bank), await aPlan(ctx, bank)];
    await deciding.proposing(plans[0]!, [{ customerId: into! }]);
    await deciding.proposing(plans[1]!, [{ customerId: from!, itemKey: 'b' }]);
    const states = async () =>
      (await Promise.all(plans.map((plan) => deciding.touches(plan))))
        .flat()
        .map((t) => `${t.customerId === into} ${t.state} ${t.rule ?? ''}`.trim());
    expect(await states()).toEqual(['true reserved', 'false reserved']);
    // A task of the merged one is formed already, and has not left.
    await sql`update outreach.touch set handover_id = ${newId()} where plan_id = ${plans[1]}`.execute(
      ctx.db,
    );
    const may = allow('customers.merge.manage', 'customers.unit.read', 'customers.customer.read');
    const http = await testHttp(ctx.as({ permissions: may }), [
      customersModule({ owned: outreachOwned }),
    ]);
    await callHttp(http, mergeCustomers, {
      params: { id: into as CustomerId },
      body: { mergedId: from as CustomerId, reason: '同一人' },
    });
    await decideDue(ctx);
    expect(await states()).toEqual(['true reserved', 'true deferred CR-098']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  describe('what was reserved goes out on another day', () => {
    const handing = async (planId: string) => {
      const handover = newId();
      await sql`update outreach.touch set handover_id = ${handover}
        where plan_id = ${planId} and state = 'reserved'`.execute(ctx.db);
      await inTx(ctx, (ctx) => judgeAgain(ctx, [handover]));
      expect(await ledgerDifferences(ctx)).toEqual([]);
      return (await deciding.touches(planId)).map((t) =>
        `${t.state} ${t.rule ?? ''} ${t.verdict ?? t.countedOn ?? ''}`.replace(/ +/g, ' ').trim(),
      );
    };
    const until = (moment: Date) => ctx.advance((moment.getTime() - ctx.now().getTime()) / 60_000);

    test('CR-098 it counts on that day, and gives way where the day is taken', async () => {
      const [one, two] = await aCrowd(ctx, bank, [{}, {}]);
      const [late, tomorrow] = [await aPlan(ctx, bank), await aPlan(ctx, bank)];
      await deciding.proposing(late, [
        { customerId: one!, plannedAt: at('10:00', '2026-03-03') },
        { customerId: two!, plannedAt: at('10:00', '2026-03-03') },
      ]);
      await deciding.proposing(tomorrow, [
        { customerId: one!, plannedAt: at('10:00', '2026-03-04') },
      ]);
      until(at('10:30', '2026-03-04'));
      expect(await handing(late)).toEqual(['deferred CR-098 day', 'reserved 2026-03-04']);
      expect(await handing(tomorrow)).toEqual(['reserved 2026-03-04']);
      const [gone] = await deciding.touches(late);
      expect(local(gone!.until!) >= '2026-03-05 08:00').toBe(true);
      expect((await explainTouch(ctx, one!, gone!.touchId)).differences).toEqual([]);
      // Nobody else of that day takes the place of what has moved to it.
      const third = await aPlan(ctx, bank);
      await deciding.proposing(third, [{ customerId: two!, plannedAt: at('11:00', '2026-03-04') }]);
      expect(await deciding.touches(third)).toMatchObject([{ state: 'deferred', rule: 'CR-098' }]);
    });

    test('R-146 what tired somebody weighs at the hand-over as it did when it was decided', async () => {
      const [customerId] = await aCrowd(ctx, bank, [{}]);
      await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
        values (${customerId!}, '2026-03-02', 'moments', ${bank.corpId}, '', ${ctx.orgId}, 20, 20)`.execute(
        ctx.db,
      );
      const planId = await aPlan(ctx, bank);
      const contact = { customerId: customerId!, channel: 'moments' as const };
      await deciding.proposing(planId, [{ ...contact, plannedAt: at('10:00', '2026-03-03') }]);
      until(at('10:00', '2026-03-03'));
      expect((await deciding.touches(planId)).map(({ state }) => state)).toEqual(['reserved']);
      // Twenty moments are no more than four messages. The ledger was filled by hand, so it is not compared.
      const handover = newId();
      await sql`update outreach.touch set handover_id = ${handover} where plan_id = ${planId}`.execute(
        ctx.db,
      );
      await inTx(ctx, (ctx) => judgeAgain(ctx, [handover]));
      expect((await deciding.touches(planId)).map(({ state }) => state)).toEqual(['reserved']);
    });

    test('CR-096 the quota is that of the month in which it goes out', async () => {
      const [customerId] = await aCrowd(ctx, bank, [{}]);
      const sent = (day: string, contacts: number) =>
        sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
          values (${customerId!}, ${day}, 'member_mass', ${bank.corpId}, '', ${ctx.orgId}, ${contacts}, 0)`.execute(
          ctx.db,
        );
      const [first, last] = [await aPlan(ctx, bank), await aPlan(ctx, bank)];
      await aRuleVersion(ctx, 'CR-098', { version: 2, on: false });
      until(at('21:00', '2026-03-31'));
      // The one place that is left of March; April begins with none taken.
      await sent('2026-03-10', 30);
      await deciding.proposing(first, [
        { customerId: customerId!, plannedAt: at('21:59', '2026-03-31') },
      ]);
      expect(await deciding.touches(first)).toMatchObject([
        { state: 'reserved', countedOn: '2026-03-31' },
      ]);
      await deciding.proposing(last, [
        { customerId: customerId!, plannedAt: at('08:10', '2026-04-01') },
      ]);
      until(at('08:30', '2026-04-01'));
      await sent('2026-04-01', 29);
      expect(await handing(last)).toEqual(['reserved 2026-04-01']);
      expect(await handing(first)).toEqual(['withdrawn CR-096 month']);
      const [gone] = await deciding.touches(first);
      expect((await explainTouch(ctx, customerId!, gone!.touchId)).differences).toEqual([]);
    });

    test('CR-098 CR-152 a cap that was tightened or lifted since holds for what is handed over now, decided and pre-checked', async () => {
      const [customerId] = await aCrowd(ctx, bank, [{}]);
      const [early, late] = [await aPlan(ctx, bank), await aPlan(ctx, bank)];
      await deciding.proposing(early, [
        { customerId: customerId!, plannedAt: at('10:00', '2026-03-03') },
      ]);
      await deciding.proposing(late, [
        { customerId: customerId!, plannedAt: at('10:00', '2026-03-04') },
      ]);
      until(at('10:00', '2026-03-03'));
      expect(await handing(early)).toEqual(['reserved 2026-03-03']);
      until(at('10:00', '2026-03-04'));
      await aRuleVersion(ctx, 'CR-098', {
        version: 2,
        parameters: { perDay: 1, perWeek: 1, perMonth: 8 },
      });
      expect(await handing(late)).toEqual(['withdrawn CR-098 week']);
      const asked = () =>
        precheck(ctx, late, aCandidate(ctx, bank, { customerId: customerId!, itemKey: 'z' }));
      expect((await asked()).decidedBy).toMatchObject({ rule: 'CR-098', ruleVersion: 2 });
      await aRuleVersion(ctx, 'CR-098', { version: 3, on: false });
      expect((await asked()).decidedBy).toBeNull();
      await deciding.proposing(late, [{ customerId: customerId!, itemKey: 'z' }]);
      expect((await deciding.touches(late)).at(-1)).toMatchObject({ state: 'reserved' });
    });
  });

  test('merging two customers takes their contacts along, and undoing it gives them back', async () => {
    const [into, from] = await aCrowd(ctx, bank, [{}, {}]);
    const both = await aPlan(ctx, bank, { controlShare: 0.000_001 });
    const one = await aPlan(ctx, bank);
    await deciding.proposing(both, [{ customerId: into! }, { customerId: from! }]);
    await deciding.proposing(one, [{ customerId: from!, itemKey: 'b', channel: 'moments' }]);
    const [twice, once] = [await deciding.touches(both), await deciding.touches(one)];
    expect([...twice, ...once].map((t) => t.state)).toEqual(['reserved', 'reserved', 'reserved']);
    await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id,
        contacts, marketing)
      select c, '2026-03-02', 'member_mass', ${bank.corpId}, '', ${ctx.orgId}, 1, 0
        from unnest(${[into!, from!]}::bigint[]) as p (c)`.execute(ctx.db);
    const counted = async (customerId: number) => {
      const { rows } = await sql<{ line: string }>`
        select channel || ' ' || contacts as line from outreach.contact_day
         where customer_id = ${customerId} and contacts > 0 order by 1`.execute(ctx.db);
      return rows.map(({ line }) => line);
    };
    const http = await testHttp(
      ctx.as({
        permissions: allow(
          'customers.merge.manage',
          'customers.unit.read',
          'customers.customer.read',
        ),
      }),
      [customersModule({ owned: outreachOwned })],
    );
    const merge = await callHttp(http, mergeCustomers, {
      params: { id: into as CustomerId },
      body: { mergedId: from as CustomerId, reason: '同一人' },
    });
    const whose = async (plan: string) =>
      (await deciding.touches(plan))
        .map((t) => `${t.customerId === into ? 'into' : 'from'} ${t.state}`)
        .sort();
    // The same message is not sent to one person twice; the other plan goes on with them, asked anew.
    expect(await whose(both)).toEqual(['into reserved', 'into withdrawn']);
    expect(await whose(one)).toEqual(['into deferred']);
    await decideDue(ctx);
    expect(await whose(one)).toEqual(['into reserved']);
    expect(await counted(into!)).toEqual(['member_mass 2', 'moments 1', 'one_to_one 1']);
    expect(await counted(from!)).toEqual([]);
    expect(await ledgerDifferences(ctx)).toEqual([]);
    await callHttp(http, splitCustomers, {
      params: { id: into as CustomerId, mergeId: merge.id },
      body: { reason: '是两个人' },
    });
    expect(await whose(one)).toEqual(['from reserved']);
    expect(await counted(into!)).toEqual(['member_mass 1', 'one_to_one 1']);
    expect(await counted(from!)).toEqual(['member_mass 1', 'moments 1']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });
});
