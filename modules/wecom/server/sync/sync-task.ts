import { z } from 'zod';
import { AppError } from '#platform/contract/errors.ts';
import { said } from '#platform/contract/task.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Progress } from '#platform/server/tasks/progress.ts';
import { defineTask } from '#platform/server/tasks/task.ts';
import { CorpId } from '../../contract/corp.ts';
import { type MirrorKind, mirrorKindText, SyncRunId } from '../../contract/sync.ts';
import { WecomRefusal } from '../mirror/ask.ts';
import { nextReading } from '../mirror/reading.repo.ts';
import { syncCustomers } from './customers.step.ts';
import { syncDepartments, syncStaff, syncTags } from './directory.steps.ts';
import { syncGroups } from './groups.step.ts';
import { type StepWork, stepWork, type Tally } from './step.ts';
import { beginStep, endRun, endStep, findRun, findSteps, type RunRow } from './sync.repo.ts';

const steps: Record<MirrorKind, (ctx: Ctx, work: StepWork) => Promise<void>> = {
  departments: syncDepartments,
  staff: syncStaff,
  tags: syncTags,
  customers: syncCustomers,
  groups: syncGroups,
};

export const SyncPayload = z.object({ corpId: CorpId, runId: SyncRunId });

/** Reads a corp kind by kind. What fails does not keep the next from being read. */
export const syncCorp = defineTask({
  kind: 'wecom.sync-corp',
  payload: SyncPayload,
  async run(ctx, { corpId, runId }, progress) {
    const run = await findRun(ctx, corpId, runId);
    if (!run) return undefined;
    const before = await findSteps(ctx, [runId]);
    const tally: Tally = {
      done: new Map(before.map((step) => [step.kind, step.done])),
      total: new Map(before.map((step) => [step.kind, step.total ?? 1])),
    };
    for (const { kind, state } of before) {
      progress.check();
      if (state === 'waiting' || state === 'running')
        await runStep(ctx, run, kind, progress, tally);
    }
    const after = await findSteps(ctx, [runId]);
    return { message: said(...endText(after.map((step) => step.changed))) };
  },
  async ended(ctx, { runId }, { state }) {
    const steps = await findSteps(ctx, [runId]);
    const failed = state === 'done' && steps.some((step) => step.state === 'failed');
    await endRun(ctx, runId, failed ? 'failed' : state);
  },
});

const endText = (changed: readonly number[]) =>
  [
    ['读完，{n} 条有变化', 'Read; {n} records had changed'],
    { n: changed.reduce((a, b) => a + b, 0) },
  ] as const;

async function runStep(
  ctx: Ctx,
  { id: runId, corpId, mode }: RunRow,
  kind: MirrorKind,
  progress: Progress,
  tally: Tally,
): Promise<void> {
  const began = await beginStep(ctx, runId, kind, await nextReading(ctx));
  progress.report({
    message: said(['正在读取{what}', 'Reading {what}'], { what: mirrorKindText[kind] }),
  });
  try {
    await steps[kind](ctx, stepWork({ runId, corpId, kind, mode, began }, progress, tally));
    await endStep(ctx, runId, kind, 'done');
  } catch (err) {
    if (err instanceof WecomRefusal) return endStep(ctx, runId, kind, 'failed', err.code);
    if (err instanceof AppError && err.code === 'wecom.noApp')
      return endStep(ctx, runId, kind, 'skipped');
    throw err;
  }
}
