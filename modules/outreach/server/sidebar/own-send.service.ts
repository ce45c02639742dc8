import type { ContentAttachment } from '#modules/content/contract.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { decideDue } from '../decide/decide.service.ts';
import { callHandover } from '../handover/call.service.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { insertHandovers, setHandover } from '../handover/handover.repo.ts';
import { forOne } from '../reminder/reminder.repo.ts';
import { addReminders, withReminder } from '../reminder/reminder.service.ts';
import { takeResults } from '../results/take-results.service.ts';
import { propose } from '../touches/propose.service.ts';
import { bucketOf } from '../touches/touch.repo.ts';
import { touchIdOf } from '../touches/touch.ts';
import { assignOwn, findOwnTouch, leaveOwn } from './own-send.repo.ts';

export interface OwnSend {
  /** A plan of kind `own`. */
  readonly planId: string;
  readonly customerId: number;
  readonly staffId: string;
  readonly corpId: string;
  readonly itemId: string;
  readonly version: number;
}

export type OpenedSend =
  | {
      readonly allowed: true;
      readonly touchId: string;
      readonly text: string;
      readonly attachments: readonly ContentAttachment[];
    }
  /** Why is told by `explainTouch`. */
  | { readonly allowed: false; readonly touchId: string; readonly rule: string | null };

/** How long an opened chat stays open: then the place in the ledger goes back. */
const OPEN_MS = 30 * 60_000;

/**
 * A colleague wants to send this to a customer now. It goes through the gate like everything else;
 * what passes is opened for this one chat, once, filled for this one person.
 */
export async function openOwnSend(
  ctx: Ctx,
  deps: HandoverDeps,
  { planId, itemId, version, customerId, staffId, corpId }: OwnSend,
): Promise<OpenedSend> {
  const candidate = {
    customerId,
    plannedAt: ctx.now(),
    itemKey: `own:${itemId}`,
    occurrence: newId(ctx.realNow()),
    channel: 'sidebar' as const,
    corpId,
    staffId,
    recipient: null,
    contentKind: 'content.item',
    contentId: itemId,
    contentVersion: version,
  };
  const touchId = touchIdOf(planId, candidate);
  const id = newId(ctx.realNow());
  const against = await inTx(ctx, async (ctx) => {
    await propose(ctx, planId, [candidate]);
    const bucket = await bucketOf(ctx, customerId);
    await decideDue(ctx, { buckets: [bucket, bucket + 1] });
    const touch = await findOwnTouch(ctx, customerId, touchId);
    if (!touch) throw outreachErrors.touchNotFound({ customerId });
    if (touch.state !== 'reserved') {
      // Now or never: nobody opens the chat when the hour has come, and a place would be held for nothing.
      await leaveOwn(ctx, touch);
      return touch;
    }
    const { itemKey, channel, contentKind } = candidate;
    const content = { contentKind, contentId: itemId, contentVersion: version };
    await insertHandovers(ctx, [
      {
        id,
        planId,
        itemKey,
        channel,
        corpId,
        staffId,
        userid: null,
        ...content,
        params: null,
        size: 1,
      },
    ]);
    await assignOwn(ctx, touch, id);
    await addReminders(ctx, forOne(customerId, touchId));
    return null;
  });
  if (against) return { allowed: false, touchId, rule: against.rule };
  const [rendered] = await deps.render(
    ctx,
    { itemId, version },
    {
      customerIds: [customerId],
      staffId,
      channel: 'one_to_one',
      voice: 'human',
      links: { kind: 'each', marks: new Map([[customerId, touchId]]) },
    },
  );
  const opened = (await callHandover(ctx, deps, id)) === 'sent' && rendered?.outcome === 'ready';
  if (!opened) {
    await confirmOwnSend(ctx, { customerId, touchId, sent: false });
    return { allowed: false, touchId, rule: null };
  }
  const until = new Date(ctx.now().getTime() + OPEN_MS);
  await setHandover(ctx, id, { expiresAt: until, pollAt: until });
  const params = (await findOwnTouch(ctx, customerId, touchId))?.params ?? null;
  const { attachments } = rendered;
  return { allowed: true, touchId, text: withReminder(rendered.text, params), attachments };
}

/** What the page saw: the colleague sent it, or let it be. Told twice it counts once. */
export async function confirmOwnSend(
  ctx: Ctx,
  { customerId, touchId, sent }: { customerId: number; touchId: string; sent: boolean },
): Promise<boolean> {
  const touch = await findOwnTouch(ctx, customerId, touchId);
  if (!touch?.handoverId) throw outreachErrors.touchNotFound({ touchId });
  const at = ctx.now();
  return takeResults(ctx, touch.handoverId, {
    delivered: sent ? [{ ...touch, at }] : [],
    failed: sent ? [] : [{ ...touch, reason: 'not-sent' }],
  });
}
