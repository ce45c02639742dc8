import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '../../rule/day.ts';
import type { AudienceRow } from './audience.repo.ts';
import { findCountsBefore, findGrowth } from './member.repo.ts';

interface Day {
  day: string;
  count: number;
  entered: number;
  left: number;
}

/** One line a day up to today, with days on which nobody came or left, from the day it was made. */
export async function growthOf(
  ctx: Ctx,
  audiences: readonly Pick<AudienceRow, 'id' | 'createdAt'>[],
  days: number,
): Promise<ReadonlyMap<string, Day[]>> {
  const today = dayOf(ctx.now());
  const first = addDays(today, 1 - days);
  const ids = audiences.map((a) => a.id);
  const [rows, before] = await Promise.all([
    findGrowth(ctx, ids, first),
    findCountsBefore(ctx, ids, first),
  ]);
  const known = new Map(rows.map((row) => [`${row.audienceId}/${row.day}`, row]));
  return new Map(
    audiences.map(({ id, createdAt }) => {
      const items: Day[] = [];
      const begun = dayOf(createdAt);
      let count = before.get(id) ?? 0;
      for (let day = begun > first ? begun : first; day <= today; day = addDays(day, 1)) {
        const row = known.get(`${id}/${day}`);
        count = row?.count ?? count;
        items.push({ day, count, entered: row?.entered ?? 0, left: row?.left ?? 0 });
      }
      return [id, items];
    }),
  );
}
