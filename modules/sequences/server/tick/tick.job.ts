import { z } from 'zod';
import { propose, withdraw } from '#modules/outreach/server/index.ts';
import {
  type BucketRange,
  forgetBuckets,
  layOutBuckets,
  workBuckets,
} from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { defineJob, enqueue, handleOutside } from '#platform/server/jobs.ts';
import type { Ticker } from '#platform/server/module.ts';
import { stepOf } from '../../contract/definition.ts';
import { type ExitReason, enrolmentsEnded, type RunId } from '../../contract/run.ts';
import { roundOf, stageOfDay } from '../../definition/layout.ts';
import { lockEnrolmentsIn } from '../run/lock.repo.ts';
import {
  findRun,
  nextRunAt,
  type RunRow,
  setNextDue,
  setProgress,
  takeDueRuns,
} from '../run/run.repo.ts';
import { RUN_READ } from '../run/run.view.ts';
import { knownVersion } from '../sequence/known-version.ts';
import {
  candidates,
  countDue,
  joinAsSets,
  leftNow,
  moveDue,
  noteHeld,
  planForThisTime,
  type Tick,
  type TickVersion,
  versionsOf,
} from './tick.repo.ts';

const tickJob = defineJob('sequences.tick', z.object({ runId: z.uuid(), at: z.iso.datetime() }));

/** Runs that have customers who are due. One indexed look-up while there are none. */
export const ticksDue: Ticker = {
  name: 'sequences.tick',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const due = await takeDueRuns(ctx, 'next_at', 50);
      for (const { orgId, id, at } of due)
        await enqueue(asSystem(ctx, orgId), tickJob, { runId: id, at: at.toISOString() });
      return due.length;
    }),
  nextAt: nextRunAt('next_at'),
};

/** Below this many customers a range more costs more than it gives. */
const PER_RANGE = 8_000;

/** Halved and halved again, so that ranges end where the locked stripes end and never wait for each other. */
export const rangesOf = (due: number): number =>
  Math.min(64, 2 ** Math.max(0, Math.ceil(Math.log2(due / PER_RANGE))));

/**
 * Everybody who is due, range by range. A range is one transaction with its done-mark, touches have
 * ids made of what they are: killed anywhere and begun again, each customer is moved once.
 */
export const tickHandler = handleOutside(tickJob, async (ctx, { runId, at }) => {
  const bank = still(asSystem(ctx, ctx.orgId, 'sequences'));
  const run = await findRun(bank, runId as RunId, RUN_READ);
  if (run?.state !== 'running' || !run.planId) return;
  const name = `sequences.tick/${runId}/${at}`;
  const { tick, ranges } = await inTx(bank, async (tx) => {
    const ranges = rangesOf(await countDue(tx, run.planId!));
    await layOutBuckets(tx, name, ranges);
    return { tick: await tickOf(tx, run), ranges };
  });
  await workBuckets(bank, name, async (tx, range) => void (await tickRange(tx, run, tick, range)), {
    // Whoever finds no range of their own would wait for the end of the other's.
    workers: Math.min(2, ranges),
    onProgress: (done, total) =>
      void setProgress(bank, runId, { what: 'tick', done, total, at: bank.now().toISOString() }),
  });
  await inTx(bank, async (tx) => {
    await forgetBuckets(tx, name);
    await setNextDue(tx, runId, tick.planId);
  });
  await setProgress(bank, runId, null);
});

/** A tick has one moment: what it moved is told by it from what it did not. */
export function still<C extends Ctx>(ctx: C): C {
  const at = ctx.now();
  return { ...ctx, now: () => at };
}

export async function tickOf(
  ctx: TxCtx,
  run: Pick<RunRow, 'planId' | 'sequenceId'>,
): Promise<Tick> {
  const today = dayOf(ctx.now());
  const planId = run.planId!;
  const versions = await versionsOf(ctx, planId);
  return {
    planId,
    today,
    tomorrowAt: startOfDay(addDays(today, 1)),
    versions: await Promise.all(
      versions.map((version) => tickVersion(ctx, run.sequenceId, version)),
    ),
  };
}

async function tickVersion(ctx: Ctx, sequenceId: string, version: number): Promise<TickVersion> {
  const definition = await knownVersion(ctx, sequenceId, version);
  const days = Array.from({ length: definition.method.total_days }, (_, i) => {
    const stage = stageOfDay(definition, i + 1);
    return {
      day: i + 1,
      round: roundOf(definition, i + 1),
      stage: stage?.stage ?? 1,
      step: stage ? stepOf(stage) : 1,
    };
  });
  return { version, inactivityDays: definition.guards.inactivity_days, days };
}

/** One range: moved, told, proposed, in the caller's transaction. */
export async function tickRange(
  ctx: TxCtx,
  run: Pick<RunRow, 'planId'>,
  tick: Tick,
  range: BucketRange,
): Promise<number> {
  await lockEnrolmentsIn(ctx, range);
  await planForThisTime(ctx);
  await joinAsSets(ctx, true);
  const moved = await moveDue(ctx, tick, range);
  await joinAsSets(ctx, false);
  if (moved === 0) return 0;
  await propose(ctx, run.planId!, candidates(ctx, tick, range), {
    from: startOfDay(tick.today),
    to: tick.tomorrowAt,
  });
  await noteHeld(ctx, tick, range);
  const left = await leftNow(ctx, tick, range);
  await tellEnded(ctx, tick.planId, left as { customerId: number; reason: ExitReason }[]);
  const quiet = left.filter(({ reason }) => reason !== 'completed');
  if (quiet.length > 0)
    await withdraw(
      ctx,
      { planId: tick.planId, customers: quiet.map(({ customerId }) => customerId) },
      ['客户已离开序列', 'The customer left the sequence'],
    );
  return moved;
}

const AT_ONCE = 500;

export async function tellEnded(
  ctx: TxCtx,
  planId: string,
  ended: readonly { customerId: number; reason: ExitReason }[],
): Promise<void> {
  const parts = [];
  for (let i = 0; i < ended.length; i += AT_ONCE)
    parts.push({ planId, ended: ended.slice(i, i + AT_ONCE).map((e) => ({ ...e })) });
  await publishMany(ctx, enrolmentsEnded, parts);
}
