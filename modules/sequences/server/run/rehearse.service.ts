import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { type RunId, runErrors } from '../../contract/run.ts';
import { findRun } from './run.repo.ts';
import { start } from './run.service.ts';
import { RUN_READ } from './run.view.ts';

/**
 * In the bank of a rehearsal: the run begins today, whatever its own day is and without a second
 * person. Answers its plan.
 */
export function startRehearsedRun(ctx: Ctx, id: RunId): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const run = await findRun(ctx, id, RUN_READ);
    if (!run) throw runErrors.runNotFound({ id });
    await start(ctx, { ...run, draft: { ...run.draft, startsOn: dayOf(ctx.now()) } });
    return (await findRun(ctx, id, RUN_READ))!.planId!;
  });
}
