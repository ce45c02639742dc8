import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { readySettings } from '../../contract/setting.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { aCandidate, aCrowd, aPlan, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { previewReach } from '../preview/preview.service.ts';
import { insertSettings } from '../settings/setting.repo.ts';
import { propose } from '../touches/propose.service.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, aRuleVersion, at, type Deciding, local } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

describe('how often', () => {
  test('CR-098 R-148 above the own cap the send is blocked, the reason is kept and the preview counts it', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    await deciding.proposing(
      planId,
      days.map((day) => ({ customerId: customerId!, itemKey: day, plannedAt: at('10:00', day) })),
    );
    expect((await deciding.touches(planId)).map((t) => [t.itemKey, t.state, t.verdict])).toEqual([
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
    await deciding.proposing(planId, moments);
    const made = await deciding.touches(planId);
    expect(made.filter((t) => t.state === 'reserved')).toHaveLength(4);
    expect(made.find((t) => t.state !== 'reserved')).toMatchObject({ rule: 'R-146' });
    await deciding.proposing(planId, [{ customerId: customerId!, itemKey: 'z' }]);
    expect((await deciding.touches(planId)).find((t) => t.itemKey === 'z')).toMatchObject({
      rule: 'R-146',
    });
  });

  test('CR-096 the platform’s cap is known before anything is sent, members’ own mass messages included', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
      select ${customerId!}, '2026-03-31', 'member_mass', ${bank.corpId}, '', ${ctx.orgId}, 31, 0`.execute(
      ctx.db,
    );
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(planId, [{ customerId: customerId! }]);
    expect(await deciding.touches(planId)).toMatchObject([
      { state: 'refused', rule: 'CR-096', verdict: 'month' },
    ]);
  });

  test('CR-098 the cap of thirty days is eight and of seven days three, whoever of two colleagues sends', async () => {
    const other = (await aStaff(ctx, { name: '李经理' })).id;
    const friends = [
      { staffId: bank.staffId, spokeAt: new Date('2026-02-01T00:00:00Z') },
      { staffId: other, spokeAt: new Date('2026-02-20T00:00:00Z') },
    ];
    const [customerId, full] = await aCrowd(ctx, bank, [{ friends }, {}]);
    const [one, two] = [await aPlan(ctx, bank), await aPlan(ctx, bank, { kind: 'own' })];
    await deciding.proposing(one, [{ customerId: customerId!, staffId: other }]);
    expect(await deciding.touches(one)).toMatchObject([{ state: 'reserved' }]);
    await sql`update customers.relationship set last_two_way_at = ${ctx.now()}
      where customer_id = ${customerId!} and staff_id = ${bank.staffId}`.execute(ctx.db);
    await deciding.proposing(two, [{ customerId: customerId!, staffId: bank.staffId }]);
    expect(await deciding.touches(two)).toMatchObject([
      { state: 'deferred', rule: 'CR-098', verdict: 'day' },
    ]);
    // Seven in the thirty days, the last of them seven days ago: one more, and then no more.
    await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
      select ${full!}, '2026-02-23'::date - n, 'one_to_one', ${bank.corpId}, '', ${ctx.orgId}, 1, 1
        from generate_series(0, 6) n`.execute(ctx.db);
    const three = await aPlan(ctx, bank);
    await deciding.proposing(three, [{ customerId: full!, itemKey: 'eighth' }]);
    await deciding.proposing(three, [
      { customerId: full!, itemKey: 'ninth', plannedAt: at('08:30', '2026-03-09') },
    ]);
    ctx.advance(30 * 24 * 60);
    await deciding.proposing(three, [{ customerId: full!, itemKey: 'tenth' }]);
    expect((await deciding.touches(three)).map((t) => [t.itemKey, t.state, t.verdict])).toEqual([
      ['eighth', 'reserved', null],
      ['ninth', 'refused', 'month'],
      ['tenth', 'reserved', null],
    ]);
  });

  test('CR-096 CR-097 a group and a customer have as many a month as it has days, seven a week, one a day or four a month, as the bank is set', async () => {
    const month = async (contacts: number, day = '2026-03-20') => {
      const [customerId] = await aCrowd(ctx, bank, [{}]);
      await sql`insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
        values (${customerId!}, ${day}, 'member_mass', ${bank.corpId}, '', ${ctx.orgId}, ${contacts}, 0)`.execute(
        ctx.db,
      );
      const planId = await aPlan(ctx, bank);
      await deciding.proposing(planId, [
        { customerId: customerId!, corpId: bank.corpId, plannedAt: at('10:00', '2026-03-05') },
      ]);
      const [{ state, rule, verdict } = {} as never] = await deciding.touches(planId);
      return [state, rule, verdict].filter(Boolean).join(' ');
    };
    expect(await month(30)).toBe('reserved');
    expect(await month(31)).toBe('refused CR-096 month');
    // Those of another month are of another month.
    expect(await month(31, '2026-04-01')).toBe('reserved');
    await aRuleVersion(ctx, 'CR-096', { version: 2, parameters: { mode: 'weekly' } });
    expect(await month(6, '2026-03-02')).toBe('reserved');
    expect(await month(7, '2026-03-02')).toBe('refused CR-096 week');
    expect(await month(7, '2026-03-09')).toBe('reserved');
    await aRuleVersion(ctx, 'CR-096', { version: 3, parameters: { mode: 'daily' } });
    expect(await month(1, '2026-03-05')).toBe('deferred CR-096 day');
    expect(await month(1, '2026-03-04')).toBe('reserved');
    await aRuleVersion(ctx, 'CR-096', { version: 4, on: false, parameters: { mode: 'monthly' } });
    await aRuleVersion(ctx, 'CR-097', { version: 2, parameters: { perMonth: 4 } });
    expect(await month(3)).toBe('reserved');
    expect(await month(4)).toBe('refused CR-097 older');
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
    expect((await deciding.touches(planId)).map((t) => t.mode).toSorted()).toEqual([
      'circle',
      'group',
      'point',
    ]);
  });

  test('of several that want one place the more important has it, whenever it comes', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const campaign = await aPlan(ctx, bank, { class: 'campaign' });
    const sequence = await aPlan(ctx, bank, { class: 'sequence', kind: 'sequence' });
    await deciding.proposing(campaign, [
      { customerId: customerId!, plannedAt: at('10:00', '2026-03-02') },
    ]);
    expect(await deciding.touches(campaign)).toMatchObject([{ state: 'reserved' }]);
    await deciding.proposing(sequence, [
      { customerId: customerId!, plannedAt: at('15:00', '2026-03-02') },
    ]);
    expect(await deciding.touches(sequence)).toMatchObject([
      { state: 'reserved', countedOn: '2026-03-02' },
    ]);
    const [gone] = await deciding.touches(campaign);
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
    await deciding.proposing(service, [
      { customerId: customerId!, plannedAt: at('16:00', '2026-03-02') },
    ]);
    expect(await deciding.touches(service)).toMatchObject([{ state: 'deferred', rule: 'CR-098' }]);
    expect(await deciding.touches(sequence)).toMatchObject([{ state: 'reserved' }]);
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
    for (const planId of plans) states.push((await deciding.touches(planId))[0]!.state);
    expect(states).toEqual(['deferred', 'deferred', 'reserved']);
  });
});
