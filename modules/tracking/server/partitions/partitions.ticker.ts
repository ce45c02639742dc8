import { inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import type { Ticker } from '#platform/server/module.ts';
import { limits } from '../../contract/collect.ts';
import {
  beBrief,
  findHorizon,
  findPartitions,
  lockHorizon,
  makePartition,
  setHorizon,
} from './partition.repo.ts';

/** So many days lie ready: a week in which nothing needs to run. */
const AHEAD_DAYS = 7;

/** Makes the partitions of the days to come, and of those that late events may still be for. */
export const partitionsTicker: Ticker = {
  name: 'tracking.partitions',
  async run(ctx) {
    const today = dayOf(ctx.now());
    const until = addDays(today, AHEAD_DAYS);
    if ((await findHorizon(ctx)) >= until) return 0;
    return inTx(ctx, async (ctx) => {
      await beBrief(ctx);
      const through = await lockHorizon(ctx);
      if (through >= until) return 0;
      const known = new Set(await findPartitions(ctx));
      const earliest = addDays(today, -limits.lateDays - 1);
      let day = through < earliest ? earliest : addDays(through, 1);
      for (; day <= until; day = addDays(day, 1))
        if (!known.has(day)) await makePartition(ctx, day);
      await setHorizon(ctx, until);
      return 1;
    });
  },
};
