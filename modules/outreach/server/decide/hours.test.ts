import { beforeEach, describe, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { readySettings } from '../../contract/setting.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { aCrowd, aPlan, type CrowdPerson, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { insertSettings } from '../settings/setting.repo.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, at, type Deciding, local } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
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
    await deciding.proposing(
      planId,
      times.map((time, i) => ({ customerId: ids[i]!, plannedAt: at(time) })),
    );
    const rows = await deciding.touches(planId);
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
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId, plannedAt: at('23:30', '2026-03-02') })),
    );
    const rows = await deciding.touches(planId);
    expect(rows.every((r) => r.state === 'deferred' && r.rule === 'CR-094')).toBe(true);
    const minutes = new Set(rows.map((r) => local(r.until!)));
    expect(minutes.size).toBeGreaterThan(15);
    expect([...minutes].every((m) => m >= '2026-03-03 08:00' && m < '2026-03-03 08:30')).toBe(true);
    ctx.advance((at('08:31').getTime() - ctx.now().getTime()) / 60_000);
    await decideDue(ctx);
    expect((await deciding.touches(planId)).every((r) => r.state === 'reserved')).toBe(true);
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
    const day = await deciding.oneOf({}, { plannedAt: at('10:00') });
    expect(day).toMatchObject({ state: 'deferred', rule: 'CR-108', verdict: 'day' });
    expect(local(day.until!) >= '2026-03-04 08:00').toBe(true);
    await set({ stopped: { on: true, reason: '舆情' } }, 2);
    expect(await deciding.oneOf({})).toMatchObject({
      state: 'deferred',
      rule: 'CR-108',
      verdict: 'switch',
    });
  });
});
