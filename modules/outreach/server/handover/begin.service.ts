import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { findPlans } from '../plans/plan.repo.ts';
import { endUnwanted } from '../results/call-off.service.ts';
import type { NoRoom, Sender } from '../senders/sender.ts';
import { MustBeAlone } from '../touches/lock.repo.ts';
import { type Calling, setCalling, waitForWords } from './calling.repo.ts';
import type { HandoverDeps } from './deps.ts';
import { close, failTouches } from './end.service.ts';
import { lockHeld } from './handover.repo.ts';
import type { HandoverRow, Message, Parcel } from './handover.ts';
import { type Addressed, recipientsOf } from './recipients.repo.ts';
import { handOver, releaseTouches, returnTouches } from './touch-state.repo.ts';

/** A handover whose message is made and for which everything is prepared. */
export interface Ready {
  readonly handover: HandoverRow;
  readonly sender: Sender;
  readonly message: Message;
}

/** What may leave; or why not now; `over`: nothing of it leaves, or another has it. */
export type Begun = Parcel | NoRoom | 'words-out' | 'over';

/**
 * The point of no return: what may have changed is judged once more, what no longer passes is taken
 * out, and the rest is marked as leaving before anything does. Most of the time all of it passes, so
 * many begin in one transaction and beside others; alone begins only one that has to give something back.
 */
export async function beginAll(
  ctx: Ctx,
  deps: HandoverDeps,
  holder: string,
  ready: readonly Ready[],
): Promise<Map<string, () => Begun>> {
  const begun = new Map<string, () => Begun>();
  try {
    const together = await begin(ctx, deps, holder, ready, { beside: true });
    for (const [id, one] of together) begun.set(id, () => one);
  } catch (error) {
    // One of them has to give something back, or stands in the way of the others: each by itself.
    if (!(error instanceof MustBeAlone)) ctx.log.warn({ err: error }, 'handovers begin one by one');
  }
  for (const one of ready) {
    const { id } = one.handover;
    if (begun.has(id)) continue;
    try {
      const alone = (await begin(ctx, deps, holder, [one], { beside: false })).get(id)!;
      begun.set(id, () => alone);
    } catch (error) {
      begun.set(id, () => {
        throw error;
      });
    }
  }
  return begun;
}

/** Beside others, those that have to begin alone are missing in the answer. */
function begin(
  ctx: Ctx,
  deps: HandoverDeps,
  holder: string,
  ready: readonly Ready[],
  how: { readonly beside: boolean },
): Promise<Map<string, Begun>> {
  return inTx(ctx, async (ctx) => {
    const begun = new Map<string, Begun>(ready.map(({ handover: { id } }) => [id, 'over']));
    const stay = await whoStays(ctx, deps, holder, ready, begun, how);
    if (stay.length === 0) return begun;
    const ids = stay.map(({ handover: { id } }) => id);
    await releaseTouches(ctx, ids);
    await handOver(ctx, ids);
    // Noted while it was out the time before.
    await endUnwanted(ctx, ids);
    const at = {
      calledAt: ctx.now(),
      nextAt: new Date(ctx.realNow().getTime() + deps.leaseMs),
    };
    const addressed = await addressedIn(ctx, stay);
    const calling: Calling[] = [];
    for (const { handover, message } of stay) {
      const { id } = handover;
      const recipients = await reachable(ctx, id, addressed.get(id) ?? []);
      if (recipients.length === 0) {
        await close(ctx, id, 'withdrawn', 'nobody-left');
        continue;
      }
      const change = { size: recipients.length, message, link: linkOf(message) };
      calling.push({ id, ...change });
      begun.set(id, {
        handover: {
          ...{ ...handover, ...change, calledAt: at.calledAt },
          ...{ state: 'calling', calls: handover.calls + 1 },
        },
        message,
        recipients,
      });
    }
    await setCalling(ctx, calling, at);
    return begun;
  });
}

/** Those that may leave in this transaction; of the others `begun` says what becomes of them. */
async function whoStays(
  ctx: TxCtx,
  deps: HandoverDeps,
  holder: string,
  ready: readonly Ready[],
  begun: Map<string, Begun>,
  { beside }: { readonly beside: boolean },
): Promise<Ready[]> {
  const rows = await lockHeld(
    ctx,
    ready.map(({ handover: { id } }) => id),
    holder,
  );
  const locked = new Map(rows.map((row) => [row.id, row]));
  const plans = await findPlans(
    ctx,
    rows.map(({ planId }) => planId),
  );
  let stay: Ready[] = [];
  for (const one of ready) {
    const { id, planId, calls } = one.handover;
    const handover = locked.get(id);
    if (handover?.state !== 'prepared' || handover.calls !== calls) continue;
    if (plans.get(planId)?.state !== 'running') {
      // A paused plan holds what has not left: it is formed anew when the plan goes on.
      await returnTouches(ctx, id, false);
      await releaseTouches(ctx, [id]);
      await close(ctx, id, 'withdrawn', 'plan-stopped');
      continue;
    }
    const full = await one.sender.room?.(ctx, handover);
    if (full) begun.set(id, full);
    else stay.push({ ...one, handover });
  }
  const waiting = await waitForWords(
    ctx,
    stay.flatMap(({ handover, sender, message }) =>
      sender.find && !linkOf(message) ? [{ ...handover, text: message.text }] : [],
    ),
  );
  for (const id of waiting) begun.set(id, 'words-out');
  stay = stay.filter(({ handover: { id } }) => !waiting.has(id));
  if (stay.length === 0) return [];
  const changed = await deps.judgeAgain(
    ctx,
    stay.map(({ handover: { id } }) => id),
    { beside },
  );
  for (const id of changed) begun.delete(id);
  return stay.filter(({ handover: { id } }) => !changed.includes(id));
}

async function addressedIn(
  ctx: TxCtx,
  ready: readonly Ready[],
): Promise<ReadonlyMap<string, Addressed[]>> {
  const found = [];
  const alike = Map.groupBy(ready, ({ handover: { channel, corpId } }) => `${channel} ${corpId}`);
  for (const some of alike.values())
    found.push(
      ...(await recipientsOf(
        ctx,
        some.map(({ handover: { id } }) => id),
        some[0]!.handover,
      )),
    );
  return new Map(
    [...Map.groupBy(found, ({ handoverId }) => handoverId)].map(([id, some]) => [
      id,
      some.map(({ handoverId: _, ...touch }) => touch),
    ]),
  );
}

/** Who has a target; the others are settled. */
async function reachable(ctx: TxCtx, id: string, addressed: readonly Addressed[]) {
  const lost = addressed.filter(({ target }) => target === null);
  if (lost.length > 0) await failTouches(ctx, id, lost, 'no-friend');
  return addressed.flatMap(({ target, ...touch }) =>
    target === null ? [] : [{ ...touch, target }],
  );
}

/** The tracked address by which the task is known again. */
const linkOf = ({ attachments }: Message): string | null =>
  attachments.flatMap((a) => (a.kind === 'link' ? [a.url] : []))[0] ?? null;
