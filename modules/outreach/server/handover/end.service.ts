import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { watchOwnMass } from '../results/own-mass.repo.ts';
import type { Sent } from '../senders/sender.ts';
import { setSent } from './calling.repo.ts';
import type { HandoverDeps } from './deps.ts';
import { addCounts, isHeld, lockHandovers, setHandover } from './handover.repo.ts';
import type { HandoverRow } from './handover.ts';
import { type Addressed, recipientsOf } from './recipients.repo.ts';
import { insertSenders } from './sender.repo.ts';
import { tellSettled } from './settle.service.ts';
import { endTouches, handOver, returnTouches, type TouchKey } from './touch-state.repo.ts';

export type Called = 'sent' | 'waiting' | 'over' | 'held';

export async function failTouches(
  ctx: TxCtx,
  id: string,
  touches: readonly TouchKey[] | undefined,
  reason: string,
): Promise<void> {
  const settled = await endTouches(ctx, id, touches, 'failed', reason);
  await addCounts(ctx, id, { failed: settled.length });
  await tellSettled(ctx, 'failed', settled, reason);
}

export const close = (ctx: TxCtx, id: string, state: 'withdrawn' | 'failed', failure: string) =>
  setHandover(ctx, id, {
    state,
    failure,
    settledAt: ctx.now(),
    pollAt: null,
    holder: null,
    heldUntil: null,
  });

export interface Answered {
  readonly handover: HandoverRow;
  readonly sent: Extract<Sent, { outcome: 'sent' }>;
  /** As they were called; unknown to whoever finds it at the platform later. */
  readonly called: readonly Addressed[] | null;
}

/**
 * The platform has them. Written down by whoever knows, even when the lease has run out meanwhile;
 * those for which somebody else did are missing in the answer.
 */
export function settleSent(
  ctx: Ctx,
  deps: HandoverDeps,
  answered: readonly Answered[],
): Promise<ReadonlySet<string>> {
  return inTx(ctx, async (ctx) => {
    const rows = await lockHandovers(
      ctx,
      answered.map(({ handover: { id } }) => id),
    );
    const locked = new Map(rows.map((row) => [row.id, row]));
    const settled = [];
    for (const { handover: before, sent, called } of answered) {
      const handover = locked.get(before.id);
      if (handover?.state !== 'calling' || handover.calls !== before.calls) continue;
      const recipients = called ?? (await recipientsOf(ctx, [handover.id], handover));
      const gone = new Set(sent.unreachable);
      const unreachable = recipients.filter(({ target }) => target !== null && gone.has(target));
      if (unreachable.length > 0) await failTouches(ctx, handover.id, unreachable, 'unreachable');
      settled.push({ handover, sent, recipients });
    }
    await insertSenders(ctx, settled);
    for (const corpId of new Set(settled.map(({ handover }) => handover.corpId)))
      if (corpId) await watchOwnMass(ctx, corpId);
    const now = ctx.now().getTime();
    await setSent(
      ctx,
      settled.map(({ handover: { id }, sent: { task, job = null, confirm } }) => ({
        ...{ id, task, job, confirm },
      })),
      {
        expiresAt: new Date(now + deps.expireDays * 86_400_000),
        pollAt: new Date(now + deps.firstPollMs),
      },
    );
    for (const { handover, sent } of settled) {
      const { id, planId, itemKey, channel, size } = handover;
      audit(ctx, {
        action: 'outreach.handed-over',
        subject: { kind: 'handover', id },
        after: { planId, itemKey, channel, size, task: sent.task ?? sent.job ?? null },
      });
    }
    return new Set(settled.map(({ handover }) => handover.id));
  });
}

export function fail(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  code: number | null,
  reason: string,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await isHeld(ctx, id, holder))) return 'held';
    await handOver(ctx, [id]);
    await failTouches(ctx, id, undefined, reason);
    await setHandover(ctx, id, { code });
    await close(ctx, id, 'failed', reason);
    return 'over';
  });
}

/** Nothing has left: the touches may be withdrawn or displaced again until its next turn. */
export function putOff(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  retryAt: Date,
  why: string | null = null,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await isHeld(ctx, id, holder))) return 'held';
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

export async function release(
  ctx: Ctx,
  { id }: HandoverRow,
  holder: string,
  retryAt: Date,
  why: string | null = null,
): Promise<Called> {
  return inTx(ctx, async (ctx) => {
    if (!(await isHeld(ctx, id, holder))) return 'held';
    await setHandover(ctx, id, { nextAt: retryAt, failure: why, holder: null, heldUntil: null });
    return 'waiting';
  });
}
