import type { CalendarDay, CalendarMonth, DayOverride } from '../../contract/holiday.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { addDays, calendarDay, type DayOverrides, isAnnounced } from '../holidays.ts';

/** What a bank says about the days of a span, for the functions of holidays.ts. */
export async function findOverrides(ctx: Ctx, from: string, to: string): Promise<DayOverrides> {
  const rows = await ctx.db
    .selectFrom('platform.calendarDay')
    .select(['day', 'workday', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute();
  return new Map(rows.map(({ day, workday, name }) => [day, { workday, name }]));
}

export async function calendarMonth(ctx: Ctx, month: string): Promise<CalendarMonth> {
  const first = `${month}-01`;
  const days: string[] = [];
  for (let day = first; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  const overrides = await findOverrides(ctx, first, days.at(-1)!);
  return {
    month,
    announced: isAnnounced(Number(month.slice(0, 4))),
    days: days.map((day) => calendarDay(day, overrides)),
  };
}

export function setCalendarDay(ctx: Ctx, day: string, given: DayOverride): Promise<CalendarDay> {
  return inTx(ctx, async (ctx) => {
    const before = await findOverrides(ctx, day, day);
    await ctx.db
      .insertInto('platform.calendarDay')
      .values({ orgId: ctx.orgId, day, ...given })
      .onConflict((c) => c.columns(['orgId', 'day']).doUpdateSet(given))
      .execute();
    audit(ctx, {
      action: 'platform.calendar-day-set',
      subject: { kind: 'calendar-day', id: day, name: given.name },
      before: before.get(day),
      after: given,
    });
    return calendarDay(day, new Map([[day, given]]));
  });
}

export function clearCalendarDay(ctx: Ctx, day: string): Promise<CalendarDay> {
  return inTx(ctx, async (ctx) => {
    const before = await findOverrides(ctx, day, day);
    await ctx.db
      .deleteFrom('platform.calendarDay')
      .where('orgId', '=', ctx.orgId)
      .where('day', '=', day)
      .execute();
    audit(ctx, {
      action: 'platform.calendar-day-cleared',
      subject: { kind: 'calendar-day', id: day },
      before: before.get(day),
    });
    return calendarDay(day);
  });
}
