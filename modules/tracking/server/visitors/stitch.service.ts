import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { trackingErrors } from '../../contract/errors.ts';
import { trackingRecorded } from '../../contract/event.ts';
import {
  addToDaily,
  findMoments,
  giveBackToVisitor,
  giveToCustomer,
  type Moved,
  takeFromDaily,
} from './move.repo.ts';
import { endOfVisit } from './visit.ts';
import {
  findDevices,
  insertStitch,
  lockVisitors,
  type StitchStep,
  setVisitor,
  type Visitor,
} from './visitor.repo.ts';
import { visitorKey } from './visitor-key.ts';

export interface Stitch {
  /** As the page's script made it: `yuhang.visitor()`. */
  readonly visitor: string;
  readonly customerId: number;
  /** What proves who it is: how they signed in, and where. */
  readonly evidence: { readonly by: 'login' | 'oauth' | 'bank'; readonly reference: string };
  /** The text by which the customer agreed that behaviour joins; without one nothing does. */
  readonly consent: { readonly textVersion: string } | null;
}

export interface Stitched {
  /** `other-person`: the device was another customer's; nothing of what was done on it joins. */
  readonly outcome: 'stitched' | 'confirmed' | 'other-person';
  /** The visitor the page goes on with; a new one when the device is shared. */
  readonly visitor: string;
  readonly events: number;
}

/**
 * Somebody proved on a device who they are: what the unknown visitor did there becomes theirs, once.
 * Where another customer signed in before, the device is shared from now on: what happened since that
 * customer's last visit ended is nobody's, and this one begins with a new visitor.
 */
export function stitchVisitor(ctx: Ctx, stitch: Stitch): Promise<Stitched> {
  if (!stitch.consent) throw trackingErrors.noConsent({ customerId: stitch.customerId });
  return inTx(ctx, async (ctx) => {
    const visitorId = visitorKey(ctx.orgId, stitch.visitor);
    const visitor = await lock(ctx, visitorId, stitch.consent!.textVersion);
    const { customerId } = stitch;
    const mine = visitor.customerId === customerId;
    if (visitor.state === 'shared' || (visitor.customerId !== null && !mine)) {
      if (visitor.state === 'stitched') await closeShared(ctx, visitor, stitch);
      const fresh = newId(ctx.now());
      const freshId = visitorKey(ctx.orgId, fresh);
      await lock(ctx, freshId, stitch.consent!.textVersion);
      await own(ctx, freshId, customerId);
      await note(ctx, { visitorId: freshId, action: 'stitched', customerId }, 0, stitch);
      return { outcome: 'other-person', visitor: fresh, events: 0 };
    }
    const moved = await giveToCustomer(ctx, visitorId, customerId);
    await addToDaily(ctx, customerId, moved);
    await own(ctx, visitorId, customerId);
    const events = sumOf(moved);
    const action = mine && visitor.state === 'stitched' ? 'confirmed' : 'stitched';
    await note(ctx, { visitorId, action, customerId }, events, stitch);
    await tell(ctx, customerId, moved);
    return { outcome: action, visitor: stitch.visitor, events };
  });
}

/** Takes a stitch back: everything done on the device is nobody's again, and the customer's roll-ups go down. */
export function undoStitch(ctx: Ctx, visitorId: string, reason: string): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const visitor = await lock(ctx, visitorId, null);
    if (visitor.customerId === null) throw trackingErrors.notStitched({ visitorId });
    const events = await takeBack(ctx, visitor, null);
    await setVisitor(ctx, visitorId, { state: 'unknown', customerId: null, confirmedAt: null });
    await note(ctx, { visitorId, action: 'undone', customerId: visitor.customerId }, events, {
      reason,
    });
    audit(ctx, {
      action: 'tracking.stitch-undone',
      subject: { kind: 'visitor', id: visitorId },
      before: { customerId: visitor.customerId },
      after: { events },
      reason,
    });
    return events;
  });
}

/** From now on what is done on the device is nobody's: signed out, or consent withdrawn. */
export async function releaseVisitor(ctx: TxCtx, visitorId: string, reason: string): Promise<void> {
  const visitor = await lock(ctx, visitorId, null);
  if (visitor.state !== 'stitched' || visitor.customerId === null) return;
  const { customerId, confirmedAt } = visitor;
  await setVisitor(ctx, visitorId, { state: 'released', customerId, confirmedAt });
  await note(ctx, { visitorId, action: 'released', customerId }, 0, { reason });
}

/** Consent to join was withdrawn: of all these customers' devices. */
export async function releaseCustomers(
  ctx: TxCtx,
  customerIds: readonly number[],
  reason: string,
): Promise<void> {
  for (const visitorId of await findDevices(ctx, customerIds))
    await releaseVisitor(ctx, visitorId, reason);
}

async function closeShared(ctx: TxCtx, visitor: Visitor, stitch: Stitch): Promise<void> {
  const { visitorId, confirmedAt } = visitor;
  const customerId = visitor.customerId!;
  const since = confirmedAt ?? new Date(0);
  const end = endOfVisit(since, await findMoments(ctx, visitorId, customerId, since));
  const events = await takeBack(ctx, visitor, end);
  await setVisitor(ctx, visitorId, { state: 'shared', customerId, confirmedAt });
  await note(ctx, { visitorId, action: 'refused', customerId: stitch.customerId }, events, stitch);
}

async function takeBack(ctx: TxCtx, visitor: Visitor, after: Date | null): Promise<number> {
  const customerId = visitor.customerId!;
  const moved = await giveBackToVisitor(ctx, visitor.visitorId, customerId, after);
  await takeFromDaily(ctx, customerId, moved);
  await tell(ctx, customerId, moved);
  return sumOf(moved);
}

async function lock(ctx: TxCtx, visitorId: string, consent: string | null): Promise<Visitor> {
  const visitors = await lockVisitors(ctx, [{ visitorId, siteId: null, consent }]);
  return visitors.get(visitorId)!;
}

const own = (ctx: TxCtx, visitorId: string, customerId: number) =>
  setVisitor(ctx, visitorId, { state: 'stitched', customerId, confirmedAt: ctx.now() });

const sumOf = (moved: readonly Moved[]) => moved.reduce((sum, { count }) => sum + count, 0);

async function tell(ctx: TxCtx, customerId: number, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  const kinds = [...new Set(moved.map(({ kind }) => kind))];
  await publish(ctx, trackingRecorded, { customerIds: [customerId], kinds });
}

async function note(
  ctx: TxCtx,
  step: Pick<StitchStep, 'visitorId' | 'action' | 'customerId'>,
  events: number,
  why: Stitch | { reason: string },
): Promise<void> {
  const evidence =
    'reason' in why ? why : { ...why.evidence, consent: why.consent?.textVersion ?? null };
  await insertStitch(ctx, { ...step, stitchId: newId(ctx.now()), events, evidence });
}
