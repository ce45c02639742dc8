import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { countOn } from '../decide/again.repo.ts';
import { addCounts, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { setConfirmed } from '../handover/sender.repo.ts';
import { tellSettled } from '../handover/settle.service.ts';
import {
  confirmTouches,
  deliverTouches,
  endTouches,
  isUnderWay,
  type TouchKey,
} from '../handover/touch-state.repo.ts';
import { hearDeletions } from '../hear/deletions.service.ts';
import { lockCustomers } from '../touches/lock.repo.ts';

/** What became of touches, as the platform tells. */
export interface Results {
  readonly delivered: readonly (TouchKey & { readonly at: Date })[];
  readonly failed: readonly (TouchKey & { readonly reason: string })[];
}

/** A colleague has sent or published: then, and when reactions to it are first asked for. */
export interface Confirmation {
  readonly userid: string;
  readonly at: Date;
  readonly hearAt: Date | null;
}

/** Refused by the platform itself: it had counted more than we knew of (CR-096). */
export const CAPPED = 'platform-cap';

/** Of a confirmation nothing more is known yet. */
export const NO_RESULTS: Results = { delivered: [], failed: [] };

/**
 * Writes results down with the confirmation that they came with, tells of them, and closes the handover
 * when nothing of it is under way.
 */
export function takeResults(
  ctx: Ctx,
  id: string,
  results: Results,
  confirmation: Confirmation | null = null,
): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const handover = await lockHandover(ctx, id);
    if (!handover) return false;
    const news = await store(ctx, handover, results, confirmation);
    if (!(await isUnderWay(ctx, id)))
      await setHandover(ctx, id, { state: 'done', settledAt: ctx.now(), pollAt: null });
    return news;
  });
}

async function store(
  ctx: TxCtx,
  handover: HandoverRow,
  results: Results,
  confirmation: Confirmation | null,
): Promise<boolean> {
  const { id } = handover;
  const delivered = await deliverTouches(ctx, id, results.delivered, confirmation?.at);
  await countWhereDelivered(ctx, delivered);
  // What has arrived is confirmed with it; here is what has not.
  if (confirmation) await confirm(ctx, handover, confirmation);
  await recordEvents(
    ctx,
    delivered
      .filter(({ customerId }) => customerId > 0)
      .map((touch) => ({
        id: eventId('outreach', 'delivered', touch.touchId),
        customerId: touch.customerId,
        kind: 'message.delivered',
        at: touch.at,
        source: 'outreach',
        subject: handover.contentId,
        properties: contactOf(touch),
      })),
  );
  await tellSettled(ctx, 'delivered', delivered, null);
  // Who left between the message and our hearing of it counts to it all the same.
  await hearDeletions(
    ctx,
    delivered.map(({ customerId }) => customerId),
  );
  let failed = 0;
  let capped = 0;
  for (const [reason, some] of Map.groupBy(results.failed, (touch) => touch.reason)) {
    const ended = await endTouches(ctx, id, some, 'failed', reason);
    failed += ended.length;
    if (reason === CAPPED) capped += ended.length;
    await tellSettled(ctx, 'failed', ended, reason);
  }
  await addCounts(ctx, id, { delivered: delivered.length, failed, capped });
  return delivered.length + failed > 0;
}

async function confirm(ctx: TxCtx, { id, state }: HandoverRow, given: Confirmation): Promise<void> {
  if (state !== 'sent' && state !== 'confirmed') return;
  const { userid, at, hearAt } = given;
  await confirmTouches(ctx, id, at, userid);
  await setConfirmed(ctx, id, userid, at, hearAt);
  if (state === 'sent') await setHandover(ctx, id, { state: 'confirmed', confirmedAt: at });
}

/** Colleagues confirm when they can: a contact counts on the day, and in the month, in which it arrived. */
async function countWhereDelivered(
  ctx: TxCtx,
  delivered: readonly (TouchKey & { readonly at: Date; readonly countedOn: string | null })[],
): Promise<void> {
  const moves = delivered.flatMap(({ at, countedOn, ...touch }) =>
    countedOn === null || countedOn === dayOf(at) ? [] : [{ ...touch, movesTo: dayOf(at) }],
  );
  if (moves.length === 0) return;
  await lockCustomers(
    ctx,
    moves.map(({ customerId }) => customerId),
  );
  await countOn(ctx, moves);
}

/** What an event says of the contact it belongs to. */
export const contactOf = (touch: {
  readonly touchId: string;
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
}) => ({
  touch: touch.touchId,
  plan: touch.planId,
  item: touch.itemKey,
  channel: touch.channel,
  ...(touch.staffId ? { staffId: touch.staffId } : {}),
  ...(touch.corpId ? { corpId: touch.corpId } : {}),
});
