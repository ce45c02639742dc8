import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { Purged, RecordKind } from '#platform/server/retention.ts';
import * as repo from './partition.repo.ts';

/** Whole days go with their partition, at once; days that other banks share, row by row. */
async function purgeEvents(ctx: TxCtx, before: Date, limit: number): Promise<Purged> {
  const over = (await repo.findPartitions(ctx)).filter(
    (day) => startOfDay(addDays(day, 1)) <= before,
  );
  const shared = await repo.findDaysOfOthers(ctx, over);
  let count = 0;
  for (const day of [null, ...shared]) {
    count += await repo.deleteEvents(ctx, day, before, limit - count);
    if (count === limit) return { count };
  }
  const own = over.filter((day) => !shared.has(day));
  if (own.length > 0) await repo.beBrief(ctx);
  for (const day of own) count += await repo.dropPartition(ctx, day);
  await repo.deleteVolume(ctx, dayOf(before));
  return { count, proof: { partitions: own } };
}

async function purgeVisitors(ctx: TxCtx, before: Date, limit: number): Promise<Purged> {
  const events = await repo.deleteVisitorEvents(ctx, before, limit);
  if (events === limit) return { count: events };
  const visitors = await repo.deleteVisitors(ctx, before, limit - events);
  return { count: events + visitors, proof: { events, visitors } };
}

const shortest = [
  '《个人信息保护法》第19条：最短必要；一年内同比与复购分析',
  'Personal Information Protection Law art. 19: no longer than needed; comparison within a year',
] as const;

const common = { time: 'business', of: 'bank' } as const;

export const trackingRetention: readonly RecordKind[] = [
  {
    ...common,
    name: 'tracking_event',
    title: ['客户行为事件', 'Events of customers'],
    basis: shortest,
    days: 400,
    // Longer than any source may report late, so that nothing returns that was deleted.
    least: 92,
    most: 1096,
    purge: purgeEvents,
  },
  {
    ...common,
    name: 'tracking_visitor_event',
    title: ['匿名访客行为事件', 'Events of unknown visitors'],
    basis: shortest,
    days: 90,
    least: 31,
    most: 366,
    purge: purgeVisitors,
  },
  {
    ...common,
    name: 'tracking_daily',
    title: ['客户行为日汇总', 'Daily roll-ups of customers'],
    basis: shortest,
    days: 1096,
    least: 92,
    most: 1827,
    purge: async (ctx, before, limit) => ({
      count: await repo.deleteDaily(ctx, dayOf(before), limit),
    }),
  },
  {
    ...common,
    name: 'tracking_intake',
    title: ['采集质量统计（不含个人信息）', 'Figures about collection, without personal data'],
    basis: shortest,
    days: 400,
    least: 31,
    most: 1096,
    purge: async (ctx, before, limit) => ({
      count: await repo.deleteIntake(ctx, dayOf(before), limit),
    }),
  },
];
