import { z } from 'zod';
import { platformErrors } from '#platform/contract/errors.ts';
import { said, type TaskId } from '#platform/contract/task.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays } from '#platform/server/holidays.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import { compareDay, findOldestDay, insertCheck, mendDay } from './rollup.repo.ts';

const MOST_DAYS = 400;

const Days = z.object({ from: z.iso.date(), to: z.iso.date(), mend: z.boolean() });

/** Compares roll-ups and events day by day, and mends what differs when asked to. */
export const rollupTask = defineTask({
  kind: 'tracking.check-rollups',
  payload: Days,
  async run(ctx, { from, to, mend }, progress) {
    const oldest = await findOldestDay(ctx);
    const first = oldest && oldest > from ? oldest : from;
    let state = (progress.cursor ?? { day: first, events: 0, wrongRows: 0 }) as {
      day: string;
      events: number;
      wrongRows: number;
    };
    const total = daysBetween(first, to);
    progress.report({ total });
    while (oldest !== null && state.day <= to) {
      const { day } = state;
      state = await inTx(ctx, async (ctx) => {
        const { events, wrongRows } = await compareDay(ctx, day);
        if (mend && wrongRows > 0) await mendDay(ctx, day);
        const next = {
          day: addDays(day, 1),
          events: state.events + events,
          wrongRows: state.wrongRows + wrongRows,
        };
        await progress.save(ctx, next, { done: daysBetween(first, day) });
        return next;
      });
    }
    const { events, wrongRows } = state;
    const check = { id: progress.taskId, dayFrom: from, dayTo: to, events, wrongRows };
    await inTx(ctx, (ctx) => insertCheck(ctx, { ...check, mended: mend && wrongRows > 0 }));
    const outcome = wrongRows === 0 ? right : mend ? mended : wrong;
    return { message: said(outcome, { events, rows: wrongRows }) };
  },
});

const right = ['汇总与 {events} 条事件一致', 'The roll-ups agree with {events} events'] as const;
const wrong = ['{rows} 行汇总与事件不一致', '{rows} roll-ups differ from their events'] as const;
const mended = [
  '{rows} 行汇总不一致，已按事件改正',
  '{rows} roll-ups differed and were put right',
] as const;

export function checkRollups(ctx: Ctx, days: z.output<typeof Days>): Promise<{ taskId: TaskId }> {
  if (days.to < days.from || days.to > addDays(days.from, MOST_DAYS))
    throw platformErrors.invalid({ issues: [{ path: 'to' }] });
  return inTx(ctx, async (ctx) => {
    const id = await startTask(ctx, rollupTask, days, {
      title: days.mend
        ? said(['重建行为日汇总', 'Rebuild the daily roll-ups'])
        : said(['核对行为日汇总', 'Check the daily roll-ups']),
      permission: 'tracking.rollup.check',
    });
    audit(ctx, {
      action: 'tracking.rollups-checked',
      subject: { kind: 'task', id },
      after: days,
    });
    return { taskId: id as TaskId };
  });
}

const daysBetween = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
