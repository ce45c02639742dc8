import { asSystem, type Ctx, inTx, NO_BANK, type TxCtx } from '../ctx.ts';
import { addDays, dayOf, startOfDay } from '../holidays.ts';
import type { Ticker } from '../module.ts';

/** Work of the installation once a business day, after an hour of the bank's night. */
export interface DailyTask {
  readonly name: string;
  readonly hour: number;
  /** In one transaction with the note that it was done today; long work is queued. */
  readonly run: (ctx: TxCtx) => Promise<void>;
}

const HOUR_MS = 3_600_000;

export function dailyTicker(tasks: readonly DailyTask[]): Ticker {
  return {
    name: 'platform.daily',
    async run(ctx) {
      const now = ctx.now();
      // A clock set back leaves the next time far ahead: that counts as due, too.
      const tooFar = new Date(now.getTime() + 48 * HOUR_MS);
      const due = await ctx.db
        .selectFrom('platform.dailyTask')
        .select(['name', 'dueAt'])
        .where((eb) => eb.or([eb('dueAt', '<=', now), eb('dueAt', '>', tooFar)]))
        .execute();
      let count = 0;
      for (const { name, dueAt } of due) {
        const task = tasks.find((t) => t.name === name);
        if (task && (await runOnce(ctx, task, dueAt, nextTime(now, task.hour)))) count += 1;
      }
      return count;
    },
  };
}

function runOnce(ctx: Ctx, task: DailyTask, dueAt: Date, next: Date): Promise<boolean> {
  return inTx(asSystem(ctx, NO_BANK, 'daily'), async (ctx) => {
    const { numUpdatedRows } = await ctx.db
      .updateTable('platform.dailyTask')
      .set({ dueAt: next })
      .where('name', '=', task.name)
      .where('dueAt', '=', dueAt)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await task.run(ctx);
    return true;
  });
}

/** The coming time the bank's clock shows the hour. */
function nextTime(now: Date, hour: number): Date {
  const today = startOfDay(dayOf(now)).getTime() + hour * HOUR_MS;
  if (today > now.getTime()) return new Date(today);
  return new Date(startOfDay(addDays(dayOf(now), 1)).getTime() + hour * HOUR_MS);
}

/** Every bank that ever did anything: each has an audit chain. */
export async function eachBank(ctx: TxCtx, work: (ctx: TxCtx) => Promise<void>): Promise<void> {
  const banks = await ctx.db.selectFrom('platform.auditHead').select('orgId').execute();
  for (const { orgId } of banks.filter((bank) => bank.orgId !== NO_BANK))
    await work(asSystem(ctx, orgId, 'daily'));
}
