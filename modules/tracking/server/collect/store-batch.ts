import type { TxCtx } from '#platform/server/ctx.ts';
import type { CheckedEvent } from '../kinds/check-event.ts';
import { findStored, insertVisitorEvents, keyOf } from '../store/event.repo.ts';
import { type EventRow, inWritingOrder, type VisitorRow } from '../store/event-row.ts';
import { announce, noteTally, storeEvents } from '../store/store.service.ts';
import { Tally } from '../store/tally.ts';
import { lockVisitors, type SeenVisitor, type Visitor } from '../visitors/visitor.repo.ts';

export interface RefusedEvent {
  readonly kind: unknown;
  readonly code: string;
  readonly field: string;
}

/** What one request brought, already checked. */
export interface Submission {
  readonly source: string;
  /** The device of a page; null for bank systems, which say whose each event is. */
  readonly visitor: SeenVisitor | null;
  readonly sentAt: number | null;
  readonly events: readonly (CheckedEvent & { readonly customerId: number | null })[];
  readonly refused: readonly RefusedEvent[];
}

export type Fate = 'stored' | 'duplicate';

/**
 * Stores what several requests brought in the caller's one transaction and says of each event whether
 * it is new. An event that two of the requests bring is new for the first of them.
 */
export async function storeBatch(
  ctx: TxCtx,
  submissions: readonly Submission[],
  slot: number,
  names: Set<string>,
): Promise<Fate[][]> {
  const seen = submissions.flatMap(({ visitor }) => (visitor ? [visitor] : []));
  const visitors = seen.length > 0 ? await lockVisitors(ctx, seen) : new Map<string, Visitor>();

  const known: EventRow[] = [];
  const unknown: VisitorRow[] = [];
  /** Devices that were somebody's: a repeat may lie among that customer's events. */
  const before: EventRow[] = [];
  for (const { source, visitor, events } of submissions) {
    const device = visitor ? visitors.get(visitor.visitorId) : undefined;
    const customerId = device?.state === 'stitched' ? device.customerId : null;
    for (const event of events) {
      const owner = event.customerId ?? customerId;
      const visitorId = visitor?.visitorId ?? null;
      if (owner !== null) known.push({ ...event, customerId: owner, source, visitorId });
      else if (visitorId !== null) unknown.push({ ...event, source, visitorId });
      if (owner === null && device?.customerId != null)
        before.push({ ...event, customerId: device.customerId, source, visitorId });
    }
  }
  const stored = await findStored(ctx, before);
  const formerly = new Set(
    before.filter((row) => stored.has(keyOf(row))).map((row) => `${row.visitorId} ${row.id}`),
  );
  const fresh = await storeEvents(ctx, known);
  const strangers = inWritingOrder(
    unknown.filter((row) => !formerly.has(`${row.visitorId} ${row.id}`)),
    (row) => row.visitorId,
  );
  const freshUnknown =
    strangers.length > 0 ? await insertVisitorEvents(ctx, strangers) : new Set<string>();

  const tally = new Tally(ctx.now(), names);
  const told: EventRow[] = [];
  let [k, u] = [0, 0];
  const fates = submissions.map(({ source, visitor, sentAt, events, refused }) => {
    const device = visitor ? visitors.get(visitor.visitorId) : undefined;
    const mine = device?.state === 'stitched' ? device.customerId : null;
    if (sentAt !== null) tally.clock(source, sentAt);
    for (const { kind, code, field } of refused) tally.refused(source, kind, code, field);
    return events.map((event): Fate => {
      let isNew: boolean;
      if ((event.customerId ?? mine) !== null) {
        const row = known[k++]!;
        isNew = fresh.delete(keyOf(row));
        if (isNew) told.push(row);
      } else {
        const row = unknown[u++]!;
        isNew = freshUnknown.delete(`${row.visitorId} ${row.id}`);
      }
      if (isNew) tally.stored(source, event.kind, event.at);
      else tally.duplicate(source, event.kind);
      return isNew ? 'stored' : 'duplicate';
    });
  });
  await announce(ctx, told);
  await noteTally(ctx, slot, tally);
  return fates;
}
