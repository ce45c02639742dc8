import { unitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { GroupAhead } from '../../contract/handover.ts';
import { groupRows } from './ahead.repo.ts';

/** How long each group would go on if nobody planned anything more: the shortest first. */
export async function groupsAhead(ctx: Ctx, days: number): Promise<{ items: GroupAhead[] }> {
  const today = dayOf(ctx.now());
  const until = startOfDay(addDays(today, days));
  const scope = await unitScope(ctx, 'outreach.handover.read');
  const items = (await groupRows(ctx, until, scope)).map((group): GroupAhead => {
    const { days: planned, name, chatId, ...row } = group;
    const list = planned.toSorted();
    return {
      ...row,
      chatId,
      name: name || chatId,
      daysAhead: unbroken(list, today),
      lastOn: list.at(-1) ?? null,
    };
  });
  return { items: items.toSorted((a, b) => a.daysAhead - b.daysAhead) };
}

/** Days in a row from today on; a group whose content for today is out begins tomorrow. */
export function unbroken(days: readonly string[], today: string): number {
  const planned = new Set(days);
  let day = planned.has(today) ? today : addDays(today, 1);
  let count = 0;
  for (; planned.has(day); day = addDays(day, 1)) count += 1;
  return count;
}
