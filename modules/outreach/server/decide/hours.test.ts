import { beforeEach, describe, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { readySettings } from '../../contract/setting.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { aCrowd, aPlan, type CrowdPerson, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { insertSettings } from '../settings/setting.repo.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, aRuleVersion, at, type Deciding, local } from './deciding.fixture.ts';

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

  /** `time` → reserved, or the rule that put it off. */
  const inHours = async (
    person: CrowdPerson,
    times: readonly string[],
    given: Partial<CandidateInput> = {},
  ) => {
    const ids = await aCrowd(
      ctx,
      bank,
      times.map(() => person),
    );
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      times.map((time, i) => ({
        customerId: ids[i]!,
        ...given,
        plannedAt: at(time.slice(-5), time.length > 5 ? time.slice(0, 10) : undefined),
      })),
    );
    const rows = await deciding.touches(planId);
    return ids.map((id) => {
      const { state, rule, until } = rows.find((r) => r.customerId === id)!;
      return [state, rule, until && local(until).slice(0, 13)].filter(Boolean).join(' ');
    });
  };

  test('CR-094 22:00 is quiet and 21:59 is not, 07:59 is and 08:00 is not; a bank sets other hours, or none', async () => {
    const times = ['21:59', '22:00', '07:59', '08:00'];
    expect(await inHours({}, times)).toEqual([
      'reserved',
      'deferred CR-094 2026-03-04 08',
      'deferred CR-094 2026-03-03 08',
      'reserved',
    ]);
    const parameters = { quiet: [['21:00', '09:00']] };
    await aRuleVersion(ctx, 'CR-094', { version: 2, parameters });
    expect(await inHours({}, ['20:59', '21:00', '08:59', '09:00'])).toEqual([
      'reserved',
      'deferred CR-094 2026-03-04 09',
      'deferred CR-094 2026-03-03 09',
      'reserved',
    ]);
    await aRuleVersion(ctx, 'CR-094', { version: 3, on: false, parameters });
    expect(await inHours({}, times)).toEqual(Array(4).fill('reserved'));
  });

  test('CR-105 calls are made from nine to before eight in the evening, twice a day and three times in thirty days', async () => {
    const call = { channel: 'call_list' as const };
    const person = { phone: true };
    expect(await inHours(person, ['08:59', '09:00', '19:59', '20:00'], call)).toEqual([
      'deferred CR-105 2026-03-03 09',
      'reserved',
      'reserved',
      'deferred CR-105 2026-03-04 09',
    ]);
    expect(await deciding.refusedBy({ ...person, attributes: { do_not_call: true } }, call)).toBe(
      'refused CR-105',
    );
    const [customerId] = await aCrowd(ctx, bank, [person]);
    const planId = await aPlan(ctx, bank);
    const calls = ['1', '2', '3', '4'].map((itemKey, i) => ({
      ...{ customerId: customerId!, itemKey, ...call },
      plannedAt: at('10:00', i < 3 ? '2026-03-03' : '2026-03-05'),
    }));
    await deciding.proposing(planId, calls);
    expect(
      (await deciding.touches(planId)).map((t) => `${t.state} ${t.verdict ?? ''}`.trim()),
    ).toEqual(expect.arrayContaining(['deferred day', 'reserved', 'reserved', 'reserved']));
    expect((await deciding.touches(planId)).filter((t) => t.verdict === 'day')).toHaveLength(1);
    await deciding.proposing(planId, [
      { ...calls[0]!, itemKey: '5', plannedAt: at('10:00', '2026-03-06') },
    ]);
    expect((await deciding.touches(planId)).at(-1)).toMatchObject({
      state: 'refused',
      rule: 'CR-105',
      verdict: 'month',
    });
  });

  test('CR-108 CR-095 nothing of marketing goes out on a public holiday, the elderly wait for their first window after it; a working Saturday is a day like others', async () => {
    ctx.advance((at('09:00', '2026-05-03').getTime() - ctx.now().getTime()) / 60_000);
    const times = ['2026-05-04 10:00', '2026-05-05 15:00', '2026-05-09 10:00', '2026-05-09 12:00'];
    expect(await inHours(elderly, times)).toEqual([
      'deferred CR-108 2026-05-06 09',
      'deferred CR-108 2026-05-06 09',
      'reserved',
      'deferred CR-095 2026-05-09 14',
    ]);
    expect(await inHours({}, times)).toEqual([
      'deferred CR-108 2026-05-06 08',
      'deferred CR-108 2026-05-06 08',
      'reserved',
      'reserved',
    ]);
    // A bank that sends on holidays keeps the windows of the elderly there as well.
    const settings = { ...readySettings, onHolidays: true };
    await inTx(ctx, (ctx) => insertSettings(ctx, 1, settings, '测试'));
    expect(await inHours(elderly, ['2026-05-04 10:59', '2026-05-04 11:00'])).toEqual([
      'reserved',
      'deferred CR-095 2026-05-04 14',
    ]);
  });

  test('CR-095 somebody is elderly from the birthday on that the rule names', async () => {
    const born = (day: string) => ({ attributes: { birth_date: day } });
    expect(await inHours(born('1966-03-03'), ['12:00'])).toEqual(['deferred CR-095 2026-03-03 14']);
    expect(await inHours(born('1966-03-04'), ['12:00'])).toEqual(['reserved']);
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
