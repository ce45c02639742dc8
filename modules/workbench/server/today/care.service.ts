import { said } from '#platform/contract/task.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { hashedId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { WorkItemId } from '../../contract/item.ts';
import { leaveOutAssessed } from '../assessments/assessment.service.ts';
import { insertItems, type NewItem, openItems } from '../items/item.repo.ts';
import { findSettings } from '../settings.repo.ts';
import { banksWithRms } from './banks.repo.ts';
import { type Neglected, neglected, takeDay, unplannedStaff } from './care.repo.ts';

const HOUR = 3_600_000;
/** The lists stand when people come to work. */
const FROM_HOUR = 7;
const AT_ONCE = 50;
/** Nobody waits for it: a week is early enough, and what others asked for stays visibly late. */
const CARE_DAYS = 7;

/**
 * Fills what is left of each RM's day with customers nobody has been in touch with for the whole
 * cycle, longest first, so that everybody's turn comes.
 */
export const planCare: Ticker = {
  name: 'workbench.plan-care',
  run: async (ctx) => {
    const now = ctx.now();
    const day = dayOf(now);
    if (now.getTime() < startOfDay(day).getTime() + FROM_HOUR * HOUR) return 0;
    let planned = 0;
    for (const orgId of await banksWithRms(ctx, day)) {
      const bank = asSystem(ctx, orgId);
      for (const staffId of await unplannedStaff(bank, day, AT_ONCE)) {
        await inTx(bank, (ctx) => planDay(ctx, staffId, day));
        planned += 1;
      }
    }
    return planned;
  },
};

/** Once for each colleague and day, whoever comes first: the ticker, or the RM who opens the list. */
export async function planDay(ctx: TxCtx, staffId: string, day: string): Promise<void> {
  if (!(await takeDay(ctx, staffId, day))) return;
  const { dailyLimit, cycleDays } = await findSettings(ctx);
  let open = await openItems(ctx, staffId);
  if (open.some(({ kind }) => kind === 'assessment')) {
    await leaveOutAssessed(ctx, staffId, day);
    open = await openItems(ctx, staffId);
  }
  const room = dailyLimit - open.length;
  if (room <= 0) return;
  const since = startOfDay(addDays(day, -cycleDays));
  const found = await neglected(ctx, staffId, since, room);
  const dueAt = new Date(startOfDay(addDays(day, CARE_DAYS)).getTime() - HOUR);
  await insertItems(
    ctx,
    found.map((who) => careItem(ctx, who, { staffId, day, cycleDays, dueAt })),
  );
}

function careItem(
  ctx: Ctx,
  { customerId, lastAt }: Neglected,
  {
    staffId,
    day,
    cycleDays,
    dueAt,
  }: { staffId: string; day: string; cycleDays: number; dueAt: Date },
): NewItem {
  const days = lastAt ? Math.floor((ctx.now().getTime() - lastAt.getTime()) / (24 * HOUR)) : null;
  const evidence =
    days === null
      ? said(['还没有过双向联系', 'No two-way contact so far'])
      : said(['已 {days} 天没有双向联系', 'No two-way contact for {days} days'], { days });
  return {
    customerId,
    itemId: hashedId('care', staffId, customerId, day) as WorkItemId,
    staffId,
    kind: 'care',
    title: said(['问候一声，看看近况', 'Say hello and see how things are']),
    evidence: [
      { text: evidence, at: lastAt ? new Date(lastAt).toISOString() : null },
      {
        text: said(
          [
            '本行约定每 {cycleDays} 天至少联系一次',
            'The bank keeps in touch every {cycleDays} days',
          ],
          {
            cycleDays,
          },
        ),
        at: null,
      },
    ],
    // A cycle missed is 40; missed again and again it grows, but never above what somebody asked for.
    score: Math.min(70, 40 + (days === null ? 10 : (days - cycleDays) / 6)),
    planId: null,
    planName: null,
    touchPlannedAt: null,
    scriptId: null,
    scriptVersion: null,
    dueAt,
  };
}
