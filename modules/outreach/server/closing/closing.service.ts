import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { orderJobs } from '../handover/hand-over.service.ts';
import { addCounts, findHandover, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { closeHandovers } from '../handover/jobs.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches } from '../handover/touch-state.repo.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { closeCalledOff, endUnwanted } from '../results/call-off.service.ts';
import { endIfOver, mayEnd } from '../results/over.service.ts';
import { takeOff } from '../results/take-off.service.ts';
import { type BankHours, bankHours, momentsOf } from './bank-hours.service.ts';
import {
  putBack,
  setClosings,
  setClosingsAnew,
  strictestOf,
  takeClosing,
  tooLate,
} from './closing.repo.ts';
import { closingAt, givenOutAt } from './window.ts';

const DUE_AT_ONCE = 1_000;
const LANES = 8;
/** What was not called off by then is ordered again. */
const QUEUED_MS = 60_000;

/** A ticker's turn: what is out while its customers' hours end is called off. */
export async function orderClosings(ctx: Ctx): Promise<number> {
  const due = await takeClosing(ctx, DUE_AT_ONCE, QUEUED_MS);
  await orderJobs(ctx, closeHandovers, due);
  return due.length;
}

/**
 * WeCom asks nobody when a colleague confirms. So that nothing goes out when customers must not be
 * reached (CR-094, CR-095), nothing waits for a confirmation at such hours: it is taken back before they
 * begin and given out anew when they are over. What turns out to have time, because a window began since
 * or the bank has other hours by now, is left alone until its own end.
 */
export async function closeAll(
  ctx: Ctx,
  deps: HandoverDeps,
  ids: readonly string[],
): Promise<void> {
  const hours = await bankHours(ctx);
  const strictest = await strictestOf(ctx, ids, hours.age);
  const over: string[] = [];
  const others: { id: string; at: Date | null }[] = [];
  for (const id of ids) {
    const elderly = strictest.get(id);
    const at = elderly === undefined ? null : closingAt(momentsOf(hours, elderly), ctx.now());
    if (at !== null && at <= ctx.now()) over.push(id);
    else others.push({ id, at });
  }
  await setClosings(ctx, others);
  let failed: unknown = null;
  await Promise.all(
    Array.from({ length: Math.min(LANES, over.length) }, async () => {
      for (let id = over.shift(); id; id = over.shift())
        await closeOne(ctx, deps, id, hours, strictest.get(id) ?? false).catch((error) => {
          failed = error;
        });
    }),
  );
  // The others are done: the job is tried again for what is left, and finds nothing to do for them.
  if (failed) throw failed;
}

async function closeOne(
  ctx: Ctx,
  deps: HandoverDeps,
  id: string,
  hours: BankHours,
  elderly: boolean,
): Promise<void> {
  const handover = await findHandover(ctx, id);
  if (!handover || !mayEnd(handover)) return;
  if ((await findPlan(ctx, handover.planId))?.state !== 'running') {
    await endIfOver(ctx, deps, id, async () => {});
    return;
  }
  if (!(await takeOff(ctx, deps, id))) return;
  await inTx(ctx, async (ctx) => {
    const now = await lockHandover(ctx, id);
    if (!now || !mayEnd(now)) return;
    await endUnwanted(ctx, [id]);
    const again = comesAgain(ctx, hours, now, elderly);
    const ends = await tooLate(ctx, id, now.expiresAt, hours.age, again);
    if (ends.length > 0) {
      const ended = await endTouches(ctx, id, ends, 'expired', 'not-confirmed');
      await addCounts(ctx, id, { failed: ended.length });
      await tellSettled(ctx, 'expired', ended, 'not-confirmed');
    }
    const back = await putBack(ctx, id, now.expiresAt, hours.age, again);
    if (back > 0 || now.state === 'confirmed') return closeCalledOff(ctx, now, 'hours-over');
    // It was the last time.
    await setHandover(ctx, id, {
      ...{ state: 'expired', failure: 'not-confirmed' },
      ...{ settledAt: ctx.now(), pollAt: null },
    });
  });
}

/**
 * Whoever may be reached longer than the strictest of a task is given out anew at once. A moment stays
 * whole: its cohort would have to be marked anew for each of its parts, and it disturbs nobody who waits.
 */
function comesAgain(ctx: Ctx, hours: BankHours, { channel }: HandoverRow, elderly: boolean) {
  const last = givenOutAt(hours.elderly, ctx.now());
  const whole = channel === 'moments' && elderly;
  return { ordinary: whole ? last : givenOutAt(hours.ordinary, ctx.now()), elderly: last };
}

const OF_HOURS: ReadonlySet<string> = new Set(['CR-094', 'CR-095', 'CR-108']);

/** What is out is looked at when other hours begin to hold. */
export async function hoursChanged(
  ctx: TxCtx,
  { rule, effectiveFrom }: { rule: string; effectiveFrom: string },
): Promise<void> {
  if (OF_HOURS.has(rule)) await setClosingsAnew(ctx, new Date(effectiveFrom));
}

/** Everything of this bank whose hours end now: for tests. */
export async function closeDue(ctx: Ctx, deps: HandoverDeps): Promise<void> {
  const due = await takeClosing(ctx, DUE_AT_ONCE, QUEUED_MS, ctx.orgId);
  await closeAll(
    ctx,
    deps,
    due.map(({ id }) => id),
  );
}
