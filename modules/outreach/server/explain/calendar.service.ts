import { rulesAt } from '#modules/compliance/server/index.ts';
import { requireVisibleCustomers } from '#modules/customers/server/index.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { findOverrides } from '#platform/server/system/calendar.service.ts';
import { avoidedBetween } from '../../contract/avoided.ts';
import { ageOf } from '../decide/age.repo.ts';
import { stopDaysOf } from '../decide/hours-basis.ts';
import { both, edgesOf, timeOf, without } from '../rules/hours.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { linesOf, READ } from './explain.service.ts';
import { isWithin, staffDays, touchesOfDays } from './touch.repo.ts';

const MOST_DAYS = 62;

function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length <= MOST_DAYS; day = addDays(day, 1)) days.push(day);
  if (days.length === 0 || days.length > MOST_DAYS)
    throw platformErrors.invalid({
      issues: [{ path: 'to', message: `最多 ${MOST_DAYS} 天 / at most ${MOST_DAYS} days` }],
    });
  return days;
}

async function stopDays(ctx: Ctx, from: string, to: string, days: number) {
  const { settings } = await findSettings(ctx);
  const { 'CR-108': rule } = await rulesAt(ctx, ['CR-108']);
  if (!rule.on) return {};
  return stopDaysOf(settings, await findOverrides(ctx, from, to), from, days);
}

/** A customer's days: what is and was planned, and when the customer is left alone and why. */
export async function customerCalendar(
  ctx: Ctx,
  customerId: number,
  { from, to }: { from: string; to: string },
) {
  await requireVisibleCustomers(ctx, [customerId]);
  const days = daysOf(from, to);
  const stopped = await stopDays(ctx, from, to, days.length);
  const rows = await touchesOfDays(ctx, customerId, from, to, await unitScope(ctx, READ));
  const lines = Map.groupBy(await linesOf(ctx, rows), (line) => dayOf(new Date(line.dueAt)));
  const rules = await rulesAt(ctx, ['CR-094', 'CR-095']);
  const age = await ageOf(ctx, customerId);
  const elderly = rules['CR-095'].on && age !== null && age >= rules['CR-095'].values.age;
  const awake = rules['CR-094'].on ? without(edgesOf(rules['CR-094'].values.quiet)) : [0, 1_440];
  const edges = elderly ? both(awake, edgesOf(rules['CR-095'].values.allowed)) : awake;
  const windows = [];
  for (let i = 0; i < edges.length; i += 2)
    windows.push({ from: timeOf(edges[i]!), to: timeOf(edges[i + 1]!) });
  return {
    windows,
    windowRule: elderly ? 'CR-095' : 'CR-094',
    avoided: avoidedBetween(without(edges), elderly).map(({ from, to, why }) => ({
      from: timeOf(from),
      to: timeOf(to),
      why: say(why, ctx.lang),
    })),
    days: days.map((day) => ({
      day,
      stopped: stopped[day] ?? null,
      touches: lines.get(day) ?? [],
    })),
  };
}

const reservedStates = ['reserved'];
const handedStates = ['handed_over', 'confirmed', 'expired', 'failed', 'delivered'];
const refusedStates = ['refused', 'withdrawn', 'displaced'];

/** A colleague's days: what waits for them and what went out through them. */
export async function staffCalendar(
  ctx: Ctx,
  staffId: string,
  { from, to }: { from: string; to: string },
) {
  const days = daysOf(from, to);
  const stopped = await stopDays(ctx, from, to, days.length);
  const scope = await unitScope(ctx, READ);
  if (!(await isWithin(ctx, staffId, scope))) throw platformErrors.notFound({ staffId });
  const rows = await staffDays(ctx, staffId, from, to, scope);
  const byDay = Map.groupBy(rows, (row) => row.day);
  return {
    days: days.map((day) => {
      const some = byDay.get(day) ?? [];
      const count = (states: readonly string[]) =>
        some.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
      const items = Map.groupBy(some, (row) => `${row.planId}/${row.itemKey}/${row.channel}`);
      return {
        day,
        stopped: stopped[day] ?? null,
        planned: some.reduce((sum, row) => sum + row.count, 0),
        reserved: count(reservedStates),
        handedOver: count(handedStates),
        delivered: count(['delivered']),
        refused: count(refusedStates),
        deferred: count(['deferred', 'proposed']),
        items: [...items.values()]
          .map((same) => ({
            plan: { id: same[0]!.planId, name: same[0]!.planName },
            itemKey: same[0]!.itemKey,
            channel: same[0]!.channel,
            count: same.reduce((sum, row) => sum + row.count, 0),
          }))
          .toSorted((a, b) => b.count - a.count)
          .slice(0, 50),
      };
    }),
  };
}
