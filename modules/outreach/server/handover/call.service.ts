import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { issuePermit } from '../senders/permit.ts';
import type { Sender } from '../senders/sender.ts';
import { type Begun, beginAll, type Ready } from './begin.service.ts';
import type { HandoverDeps } from './deps.ts';
import { type Answered, type Called, fail, putOff, release, settleSent } from './end.service.ts';
import { gathered } from './gathered.ts';
import { holdHandovers, isHeld, setHandover } from './handover.repo.ts';
import type { HandoverRow } from './handover.ts';
import { eachInLanes } from './lanes.ts';
import { messageOf } from './message.ts';
import { targetsOf } from './recipients.repo.ts';
import { afterRefusal } from './refusal.ts';
import { returnTouches } from './touch-state.repo.ts';

/** Until the other one with the same words has its answer. */
const WAIT_MS = 1_000;

/** Takes one handover a step on; see callTogether. */
export const callHandover = async (ctx: Ctx, deps: HandoverDeps, id: string): Promise<Called> =>
  (await callTogether(ctx, deps, [id])).get(id) ?? 'held';

/**
 * Takes handovers a step on: calls what was never called, and looks for what was called and never
 * answered before it calls again. May be run by anybody at any time, and again after a crash. What needs
 * much preparing, or counts by the platform's own quota, holds nobody else up. Of several that fail,
 * the first is thrown when all have had their turn.
 */
export async function callTogether(
  ctx: Ctx,
  deps: HandoverDeps,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Called>> {
  const holder = newId(ctx.realNow());
  const called = new Map<string, Called>();
  const settle = gathered(async (answered: readonly Answered[]) => {
    const settled = await settleSent(ctx, deps, answered);
    return ({ handover: { id } }): Called => (settled.has(id) ? 'sent' : 'held');
  });
  const held = await holdHandovers(ctx, ids, holder, deps.leaseMs);
  const apart = Map.groupBy(held, ({ id, channel }) => {
    const sender = deps.senders.get(channel);
    return sender?.prepare || sender?.room ? id : '';
  });
  await eachInLanes([...apart.values()], async (some) => {
    const ready: Ready[] = [];
    const made = eachInLanes(some, async (handover) => {
      const one = await makeReady(ctx, deps, handover, holder, settle);
      if (typeof one === 'string') called.set(handover.id, one);
      else ready.push(one);
    });
    const failed = await made.catch((error: unknown) => ({ error }));
    // The same words to the same colleague leave one after the other: as long as some leave, the next may.
    let turn: readonly Ready[] = ready;
    for (let left = true; left && turn.length > 0; ) {
      const begun = await beginAll(ctx, deps, holder, turn);
      const next: Ready[] = [];
      left = false;
      await eachInLanes(turn, async (one) => {
        const { id } = one.handover;
        const parcel = begun.get(id)!();
        if (parcel === 'words-out') {
          next.push(one);
          return;
        }
        const outcome = await send(ctx, deps, one, holder, parcel, settle);
        called.set(id, outcome);
        left ||= outcome === 'sent';
      });
      turn = next;
    }
    for (const { handover } of turn)
      called.set(handover.id, await release(ctx, handover, holder, later(ctx, WAIT_MS)));
    if (failed) throw failed.error;
  });
  return called;
}

type Settle = (answered: Answered) => Promise<Called>;

const later = (ctx: Ctx, ms: number) => new Date(ctx.realNow().getTime() + ms);

/** Everything that has to stand before it may leave; or what becomes of it instead. */
async function makeReady(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
  holder: string,
  settle: Settle,
): Promise<Ready | Called> {
  const sender = deps.senders.get(handover.channel);
  if (!sender) return release(ctx, handover, holder, later(ctx, deps.retryMs));
  if (handover.state === 'calling') {
    const found = await lookFor(ctx, sender, handover, holder, settle);
    if (found) return found;
  }
  const message = handover.message ?? (await messageOf(ctx, deps, handover));
  if ('later' in message) return release(ctx, handover, holder, message.later);
  if ('refused' in message) return fail(ctx, handover, holder, null, message.refused);
  const prepared = (await sender.prepare?.(ctx, handover)) ?? { outcome: 'ready' };
  if (prepared.outcome === 'later') return release(ctx, handover, holder, prepared.retryAt);
  if (prepared.outcome === 'refused') return refused(ctx, deps, handover, holder, prepared.code);
  return { handover, sender, message };
}

/** Called, and nobody has the answer. Null: it never arrived, and is called anew. */
async function lookFor(
  ctx: Ctx,
  sender: Sender,
  handover: HandoverRow,
  holder: string,
  settle: Settle,
): Promise<Called | null> {
  const found = sender.find
    ? await sender.find(ctx, { ...handover, targets: await targetsOf(ctx, handover) })
    : { found: 'no' as const };
  if (found.found === 'later') return release(ctx, handover, holder, found.retryAt);
  if (found.found === 'yes')
    return settle({
      handover,
      sent: { outcome: 'sent', task: found.task, unreachable: [], confirm: true },
      called: null,
    });
  await inTx(ctx, async (ctx) => {
    if (!(await isHeld(ctx, handover.id, holder))) return;
    await returnTouches(ctx, handover.id, true);
    await setHandover(ctx, handover.id, { state: 'prepared' });
  });
  return null;
}

async function send(
  ctx: Ctx,
  deps: HandoverDeps,
  { handover, sender }: Ready,
  holder: string,
  parcel: Exclude<Begun, 'words-out'>,
  settle: Settle,
): Promise<Called> {
  if (parcel === 'over') return 'over';
  if ('why' in parcel) return release(ctx, handover, holder, parcel.retryAt, parcel.why);
  const sent = await sender.send(ctx, issuePermit(holder, parcel));
  switch (sent.outcome) {
    case 'sent':
      return settle({ handover: parcel.handover, sent, called: parcel.recipients });
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
