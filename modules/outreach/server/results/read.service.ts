import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { orderJobs } from '../handover/hand-over.service.ts';
import { findUnderWay, setPolls, takeDuePolls } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { readHandovers } from '../handover/jobs.ts';
import { findPlans } from '../plans/plan.repo.ts';
import { readMass } from './mass.service.ts';
import { readMoment } from './moments.service.ts';
import { readNotice } from './notice.service.ts';
import { endIfOver } from './over.service.ts';

/** What a look at a handover came to. */
export type Read = 'news' | 'nothing' | 'over';
export type ReadOne = (ctx: Ctx, deps: HandoverDeps, handover: HandoverRow) => Promise<Read>;

const readers: Readonly<Record<string, ReadOne>> = {
  one_to_one: readMass,
  group: readMass,
  moments: readMoment,
  app_message: readNotice,
};

const DUE_AT_ONCE = 1_000;
const LANES = 8;
const READ_TOGETHER = 100;
const QUEUED_MS = 60_000;
const MINUTE_MS = 60_000;

/** A ticker's turn: orders the looks that are due by the business clock. */
export async function orderReads(ctx: Ctx): Promise<number> {
  const due = await takeDuePolls(ctx, DUE_AT_ONCE, QUEUED_MS);
  await orderJobs(ctx, readHandovers, due, READ_TOGETHER);
  return due.length;
}

/**
 * Asks what came of these, reminds whoever has not confirmed, ends what nobody will. What was read is
 * looked up and put off together: a look that finds nothing costs the call and nothing else. Answers
 * how many had news.
 */
export async function readAll(
  ctx: Ctx,
  deps: HandoverDeps,
  ids: readonly string[],
): Promise<number> {
  const left = await findUnderWay(ctx, ids);
  const plans = await findPlans(
    ctx,
    left.map(({ planId }) => planId),
  );
  const nextLooks: { id: string; at: Date }[] = [];
  let news = 0;
  await Promise.all(
    Array.from({ length: Math.min(LANES, left.length) }, async () => {
      for (let handover = left.shift(); handover; handover = left.shift()) {
        const stopped = plans.get(handover.planId)?.state !== 'running';
        const read = await readOne(ctx, deps, handover, stopped);
        if (read === 'news') news += 1;
        if (read !== 'over') nextLooks.push({ id: handover.id, at: nextLook(ctx, handover) });
      }
    }),
  );
  await setPolls(ctx, nextLooks);
  return news;
}

async function readOne(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
  stopped: boolean,
): Promise<Read> {
  const reader = deps.readers?.[handover.channel] ?? readers[handover.channel];
  const read = reader ? await reader(ctx, deps, handover) : 'nothing';
  if (read === 'over') return read;
  const mayBeOver = stopped || (handover.expiresAt !== null && handover.expiresAt <= ctx.now());
  if (!mayBeOver) return read;
  const ended = await endIfOver(ctx, deps, handover.id, async (now) => reader?.(ctx, deps, now));
  return ended ? 'over' : read;
}

/** At night nobody confirms: looks that are not about the last minutes wait for the morning. */
const MORNING = 7;
const EVENING = 23;

/** Often at first, rarely when hours have passed. */
export function nextLook(ctx: Ctx, { sentAt }: Pick<HandoverRow, 'sentAt'>): Date {
  const now = ctx.now().getTime();
  const minutes = (now - (sentAt?.getTime() ?? now)) / MINUTE_MS;
  const pause = minutes < 15 ? 1 : minutes < 120 ? 5 : minutes < 1440 ? 15 : 60;
  const at = new Date(now + pause * MINUTE_MS);
  return minutes < 120 ? at : afterNight(at);
}

/** The moment itself, or the morning after it. */
export function afterNight(at: Date): Date {
  const day = dayOf(at);
  const hour = (at.getTime() - startOfDay(day).getTime()) / (60 * MINUTE_MS);
  if (hour >= MORNING && hour < EVENING) return at;
  const morning = startOfDay(hour < MORNING ? day : addDays(day, 1)).getTime();
  return new Date(morning + MORNING * 60 * MINUTE_MS);
}

/** Everything of this bank that is due now: for tests and rehearsals. */
export async function readResults(ctx: Ctx, deps: HandoverDeps): Promise<number> {
  const due = await takeDuePolls(ctx, DUE_AT_ONCE, QUEUED_MS, ctx.orgId);
  return readAll(
    ctx,
    deps,
    due.map(({ id }) => id),
  );
}
