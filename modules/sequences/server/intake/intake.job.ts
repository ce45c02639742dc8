import { z } from 'zod';
import { BUCKETS, forgetBuckets, layOutBuckets, workBuckets } from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { defineJob, enqueue, handleOutside } from '#platform/server/jobs.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { RunId } from '../../contract/run.ts';
import {
  findRun,
  nextRunAt,
  setNextDue,
  setProgress,
  setRun,
  takeDueRuns,
} from '../run/run.repo.ts';
import { RUN_READ } from '../run/run.view.ts';
import { still } from '../tick/tick.job.ts';
import { countEligible, countEnrolledOn, type Intake, takeIn } from './intake.repo.ts';

const takeInJob = defineJob(
  'sequences.take-in',
  z.object({ runId: z.uuid(), at: z.iso.datetime() }),
);

/** Runs whose next customers are to be taken in: at the start, then at the beginning of each day. */
export const intakeDue: Ticker = {
  name: 'sequences.intake',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const due = await takeDueRuns(ctx, 'intake_at', 50);
      for (const { orgId, id, at } of due)
        await enqueue(asSystem(ctx, orgId), takeInJob, { runId: id, at: at.toISOString() });
      return due.length;
    }),
  nextAt: nextRunAt('intake_at'),
};

const RANGES = 32;
const PER_RANGE = 1_000;
/** A range costs a dozen statements, whoever is in it. */
const rangesOf = (audience: number | null): number =>
  audience === null
    ? RANGES
    : Math.min(RANGES, 2 ** Math.max(0, Math.ceil(Math.log2(audience / PER_RANGE))));

/** One range of customers in one transaction: killed anywhere, it goes on where it was. */
export const takeInHandler = handleOutside(takeInJob, async (ctx, { runId, at }) => {
  const bank = still(asSystem(ctx, ctx.orgId, 'sequences'));
  const run = await findRun(bank, runId as RunId, RUN_READ);
  if (run?.state !== 'running' || !run.planId) return;
  const today = dayOf(bank.now());
  const { draft } = run;
  const intake: Intake = {
    runId,
    planId: run.planId,
    sequenceId: run.sequenceId,
    version: run.version,
    audienceId: run.audienceId,
    maxPerRm: draft.maxPerRm,
    tiers: draft.tiers,
    startedOn: today,
    firstAt: startOfDay(addDays(today, 1)),
  };
  const ranges = rangesOf(run.audienceCount);
  const name = `sequences.intake/${runId}/${at}/${ranges}`;
  const waiting = await countEligible(bank, intake, ranges);
  const quotas =
    draft.intakePerDay === null ? null : await shares(bank, intake, waiting, draft.intakePerDay);
  if (waiting.size > 0) {
    await inTx(bank, (tx) => layOutBuckets(tx, name, ranges));
    await workBuckets(
      bank,
      name,
      async (tx, range) => {
        const quota = quotas ? (quotas.get((range.from * ranges) / BUCKETS) ?? 0) : null;
        if (quota !== 0) await takeIn(tx, intake, range, quota);
      },
      { onProgress: (done, total) => void report(bank, runId, done, total) },
    );
  }
  await inTx(bank, async (tx) => {
    await forgetBuckets(tx, name);
    const more = draft.followAudience || draft.intakePerDay !== null;
    if (more) await setRun(tx, runId, { intakeAt: startOfDay(addDays(today, 1)) });
    await setNextDue(tx, runId, intake.planId);
  });
  await setProgress(bank, runId, null);
});

/** The day's limit, shared among the ranges by how many wait in each: exact, and nobody is preferred. */
async function shares(
  ctx: Ctx,
  intake: Intake,
  counts: Map<number, number>,
  limit: number,
): Promise<Map<number, number>> {
  // Whoever was taken in before a break of today counts.
  limit = Math.max(0, limit - (await countEnrolledOn(ctx, intake.planId, intake.startedOn)));
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  if (total <= limit) return counts;
  const wanted = [...counts].map(([slot, count]) => ({ slot, exact: (count * limit) / total }));
  const quotas = new Map(wanted.map(({ slot, exact }) => [slot, Math.floor(exact)]));
  let left = limit - [...quotas.values()].reduce((a, b) => a + b, 0);
  for (const { slot } of wanted.sort((a, b) => (b.exact % 1) - (a.exact % 1)))
    if (left-- > 0) quotas.set(slot, quotas.get(slot)! + 1);
  return quotas;
}

const report = (ctx: Ctx, runId: string, done: number, total: number): Promise<void> =>
  setProgress(ctx, runId, { what: 'intake', done, total, at: ctx.now().toISOString() });
