import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
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
import { aDecidingBank, at, type Deciding, local } from './deciding.fixture.ts';

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
