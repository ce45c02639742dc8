import type { Ctx } from '#platform/server/ctx.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { orderJobs } from '../handover/hand-over.service.ts';
import { findHandover, setHandover, takeDuePolls } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { readHandovers } from '../handover/jobs.ts';
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
const QUEUED_MS = 60_000;
const MINUTE_MS = 60_000;

/** A ticker's turn: orders the looks that are due by the business clock. */
export async function orderReads(ctx: Ctx): Promise<number> {
  const due = await takeDuePolls(ctx, DUE_AT_ONCE, QUEUED_MS);
  await orderJobs(ctx, readHandovers, due);
  return due.length;
}

export async function readAll(
  ctx: Ctx,
  deps: HandoverDeps,
  ids: readonly string[],
): Promise<number> {
  const left = [...ids];
  let news = 0;
  await Promise.all(
    Array.from({ length: Math.min(LANES, left.length) }, async () => {
      for (let id = left.shift(); id; id = left.shift())
        if ((await readHandover(ctx, deps, id)) === 'news') news += 1;
    }),
  );
  return news;
}

/** Asks what came of one handover, reminds whoever has not confirmed, ends what nobody will. */
export async function readHandover(ctx: Ctx, deps: HandoverDeps, id: string): Promise<Read> {
  const handover = await findHandover(ctx, id);
  if (!handover || (handover.state !== 'sent' && handover.state !== 'confirmed')) return 'over';
  const reader = deps.readers?.[handover.channel] ?? readers[handover.channel];
  const read = reader ? await reader(ctx, deps, handover) : 'nothing';
  if (read === 'over') return read;
  const ended = await endIfOver(ctx, deps, id, async (now) => reader?.(ctx, deps, now));
  if (ended) return 'over';
  await setHandover(ctx, id, { pollAt: nextLook(ctx, handover) });
  return read;
}

/** Often at first, rarely when hours have passed. */
export function nextLook(ctx: Ctx, { sentAt }: Pick<HandoverRow, 'sentAt'>): Date {
  const now = ctx.now().getTime();
  const minutes = (now - (sentAt?.getTime() ?? now)) / MINUTE_MS;
  const pause = minutes < 15 ? 1 : minutes < 120 ? 5 : minutes < 1440 ? 15 : 60;
  return new Date(now + pause * MINUTE_MS);
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
