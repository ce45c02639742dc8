import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { endUnwanted } from '../results/call-off.service.ts';
import { watchOwnMass } from '../results/own-mass.repo.ts';
import { issuePermit } from '../senders/permit.ts';
import type { NoRoom, Sender, Sent } from '../senders/sender.ts';
import { MustBeAlone } from '../touches/lock.repo.ts';
import type { HandoverDeps } from './deps.ts';
import {
  addCounts,
  holdHandover,
  lockHandover,
  lockHeld,
  sameWordsOut,
  setHandover,
} from './handover.repo.ts';
import type { HandoverRow, Message, Parcel } from './handover.ts';
import { messageOf } from './message.ts';
import { type Addressed, recipientsOf, targetsOf } from './recipients.repo.ts';
import { afterRefusal } from './refusal.ts';
import { insertSenders } from './sender.repo.ts';
import { tellSettled } from './settle.service.ts';
import {
  endTouches,
  handOver,
  releaseTouches,
  returnTouches,
  type TouchKey,
} from './touch-state.repo.ts';

/** Until the other one with the same words has its answer. */
const WAIT_MS = 1_000;

export type Called = 'sent' | 'waiting' | 'over' | 'held';

/**
 * Takes a handover one step on: calls what was never called, and looks for what was called and never
 * answered before it calls again. May be run by anybody at any time, and again after a crash.
 */
export async function callHandover(ctx: Ctx, deps: HandoverDeps, id: string): Promise<Called> {
  const holder = newId(ctx.realNow());
  const handover = await holdHandover(ctx, id, holder, deps.leaseMs);
  if (!handover) return 'held';
  const sender = deps.senders.get(handover.channel);
  if (!sender) return release(ctx, handover, holder, later(ctx, deps.retryMs));
  if (handover.state === 'prepared') return call(ctx, deps, sender, handover, holder);

  const found = sender.find
    ? await sender.find(ctx, { ...handover, targets: await targetsOf(ctx, handover) })
    : { found: 'no' as const };
  if (found.found === 'later') return release(ctx, handover, holder, found.retryAt);
  if (found.found === 'yes')
    return settleSent(ctx, deps, handover, {
      outcome: 'sent',
      task: found.task,
      unreachable: [],
      confirm: true,
    });
  await inTx(ctx, async (ctx) => {
    if (!(await lockHeld(ctx, id, holder))) return;
    await returnTouches(ctx, id, true);
    await setHandover(ctx, id, { state: 'prepared' });
  });
  return call(ctx, deps, sender, handover, holder);
}

const later = (ctx: Ctx, ms: number) => new Date(ctx.realNow().getTime() + ms);

async function call(
  ctx: Ctx,
  deps: HandoverDeps,
  sender: Sender,
  handover: HandoverRow,
  holder: string,
): Promise<Called> {
  const message = handover.message ?? (await messageOf(ctx, deps, handover));
  if ('later' in message) return release(ctx, handover, holder, message.later);
  if ('refused' in message) return fail(ctx, handover, holder, null, message.refused);
  const prepared = (await sender.prepare?.(ctx, handover)) ?? { outcome: 'ready' };
  if (prepared.outcome === 'later') return release(ctx, handover, holder, prepared.retryAt);
  if (prepared.outcome === 'refused') return refused(ctx, deps, handover, holder, prepared.code);
  const parcel = await begin(ctx, deps, sender, handover, holder, message);
  if (parcel === 'wait') return release(ctx, handover, holder, later(ctx, WAIT_MS));
  if (parcel === null) return 'over';
  if ('why' in parcel) return release(ctx, handover, holder, parcel.retryAt, parcel.why);
  const sent = await sender.send(ctx, issuePermit(holder, parcel));
  switch (sent.outcome) {
    case 'sent':
      return settleSent(ctx, deps, parcel.handover, sent, parcel.recipients);
    case 'refused':
      return refused(ctx, deps, parcel.handover, holder, sent.code);
    case 'later':
      return putOff(ctx, parcel.handover, holder, sent.retryAt);
    default:
      // Whatever may still be on its way has arrived by then.
      return release(ctx, parcel.handover, holder, later(ctx, deps.settleMs));
  }
}

/** What time or somebody at WeCom puts right waits for it, and says so; anything else ends here. */
function refused(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
  holder: string,
  code: number,
): Promise<Called> {
  const after = afterRefusal(code);
  const until = handover.formedAt.getTime() + deps.expireDays * 86_400_000;
  if (after.step === 'wait' && (after.forever || ctx.now().getTime() < until))
    return putOff(ctx, handover, holder, later(ctx, deps.mendMs), after.why);
  const reason = after.step === 'wait' ? after.why : after.reason;
  return fail(ctx, handover, holder, code, reason);
}

type Begun = Parcel | NoRoom | 'wait' | null;

/**
 * The point of no return: what may have changed is judged once more, what no longer passes is taken
 * out, and the rest is marked as leaving before anything does. Most of the time all of it passes, so
 * handovers begin beside each other and alone only when one has to give something back.
 */
async function begin(
  ...[ctx, deps, sender, handover, holder, message]: Parameters<typeof beginHow>
): Promise<Begun> {
  try {
    return await beginHow(ctx, deps, sender, handover, holder, message, { beside: true });
  } catch (error) {
    if (!(error instanceof MustBeAlone)) throw error;
    return beginHow(ctx, deps, sender, handover, holder, message);
  }
}

function beginHow(
  ctx: Ctx,
  deps: HandoverDeps,
  sender: Sender,
  { id, planId, calls }: HandoverRow,
  holder: string,
  message: Message,
  how: { readonly beside: boolean } = { beside: false },
): Promise<Begun> {
  return inTx(ctx, async (ctx) => {
    const handover = (await lockHeld(ctx, id, holder)) ? await lockHandover(ctx, id) : null;
    if (handover?.state !== 'prepared' || handover.calls !== calls) return null;
    const plan = await findPlan(ctx, planId);
    if (plan?.state !== 'running') {
      // A paused plan holds what has not left: it is formed anew when the plan goes on.
      await returnTouches(ctx, id, false);
      await releaseTouches(ctx, id);
      await close(ctx, id, 'withdrawn', 'plan-stopped');
      return null;
    }
    const full = await sender.room?.(ctx, handover);
    if (full) return full;
    const link = linkOf(message);
    if (sender.find && !link && (await sameWordsOut(ctx, handover, message.text))) return 'wait';
    await deps.judgeAgain(ctx, id, how);
    await releaseTouches(ctx, id);
    await handOver(ctx, id);
    // Noted while it was out the time before.
    await endUnwanted(ctx, id);
    const addressed = await recipientsOf(ctx, handover);
    const lost = addressed.filter(({ target }) => target === null);
    const recipients = addressed.flatMap(({ target, ...touch }) =>
      target === null ? [] : [{ ...touch, target }],
    );
    if (lost.length > 0) await failTouches(ctx, id, lost, 'no-friend');
    if (recipients.length === 0) {
      await close(ctx, id, 'withdrawn', 'nobody-left');
      return null;
    }
    const change = {
      state: 'calling' as const,
      size: recipients.length,
      calls: calls + 1,
      calledAt: ctx.now(),
      nextAt: new Date(ctx.realNow().getTime() + deps.leaseMs),
    };
    await setHandover(ctx, id, { ...change, message, link });
    return { handover: { ...handover, ...change, message, link }, message, recipients };
  });
}

/** The tracked address by which the task is known again. */
const linkOf = ({ attachments }: Message): string | null =>
  attachments.flatMap((a) => (a.kind === 'link' ? [a.url] : []))[0] ?? null;

async function failTouches(
  ctx: TxCtx,
  id: string,
  touches: readonly TouchKey[] | undefined,
  reason: string,
): Promise<void> {
  const settled = await endTouches(ctx, id, touches, 'failed', reason);
  await addCounts(ctx, id, { failed: settled.length });
  await tellSettled(ctx, 'failed', settled, reason);
}

const close = (ctx: TxCtx, id: string, state: 'withdrawn' | 'failed', failure: string) =>
  setHandover(ctx, id, {
    state,
    failure,
    settledAt: ctx.now(),
    pollAt: null,
    holder: null,
    heldUntil: null,
  });

/** The platform has it. Written down by whoever knows, even when the lease has run out meanwhile. */
function settleSent(
  ctx: Ctx,
  deps: HandoverDeps,
  { id, calls }: HandoverRow,
  sent: Extract<Sent, { outcome: 'sent' }>,
  /** As they were called; unknown to whoever finds it at the platform later. */
  called: readonly Addressed[] | null = null,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    const handover = await lockHandover(ctx, id);
    if (handover?.state !== 'calling' || handover.calls !== calls) return 'held';
    const now = ctx.now();
    const recipients = called ?? (await recipientsOf(ctx, handover));
    const gone = new Set(sent.unreachable);
    const unreachable = recipients.filter(({ target }) => target !== null && gone.has(target));
    if (unreachable.length > 0) await failTouches(ctx, id, unreachable, 'unreachable');
    await insertSenders(ctx, handover, recipients);
    if (handover.corpId) await watchOwnMass(ctx, handover.corpId);
    await setHandover(ctx, id, {
      state: sent.confirm ? 'sent' : 'confirmed',
      ...(sent.task === null ? {} : { task: sent.task }),
      job: sent.job ?? null,
      sentAt: now,
      ...(sent.confirm ? {} : { confirmedAt: now }),
      expiresAt: sent.confirm ? new Date(now.getTime() + deps.expireDays * 86_400_000) : null,
      pollAt: new Date(now.getTime() + deps.firstPollMs),
      code: null,
      failure: null,
      holder: null,
      heldUntil: null,
    });
    audit(ctx, {
      action: 'outreach.handed-over',
      subject: { kind: 'handover', id },
      after: {
        planId: handover.planId,
        itemKey: handover.itemKey,
        channel: handover.channel,
        size: handover.size,
        task: sent.task ?? sent.job ?? null,
      },
    });
    return 'sent';
  });
}

function fail(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  code: number | null,
  reason: string,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockHeld(ctx, id, holder))) return 'held';
    await handOver(ctx, id);
    await failTouches(ctx, id, undefined, reason);
    await setHandover(ctx, id, { code });
    await close(ctx, id, 'failed', reason);
    return 'over';
  });
}

/** Nothing has left: the touches may be withdrawn or displaced again until its next turn. */
function putOff(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  retryAt: Date,
  why: string | null = null,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockHeld(ctx, id, holder))) return 'held';
    await returnTouches(ctx, id, true);
    await setHandover(ctx, id, {
      state: 'prepared',
      nextAt: retryAt,
      failure: why,
      holder: null,
      heldUntil: null,
    });
    return 'waiting';
  });
}

async function release(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  retryAt: Date,
  why: string | null = null,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockHeld(ctx, id, holder))) return 'held';
    await setHandover(ctx, id, { nextAt: retryAt, failure: why, holder: null, heldUntil: null });
    return 'waiting';
  });
}
