import { randomInt } from 'node:crypto';
import type { TxCtx } from '#platform/server/ctx.ts';
import { hashedId } from '#platform/server/ids.ts';
import { trackingErrors } from '../../contract/errors.ts';
import type { EventInput } from '../../contract/event.ts';
import { kindsOf } from '../kinds/catalogue.ts';
import { checkEvent } from '../kinds/check-event.ts';
import { keyOf } from './event.repo.ts';
import type { EventRow } from './event-row.ts';
import { announce, noteTally, storeEvents } from './store.service.ts';
import { Tally } from './tally.ts';

export interface Recorded {
  readonly stored: number;
  readonly duplicates: number;
  /** For each event, in the order given, whether it was new. */
  readonly fresh: readonly boolean[];
}

const ROWS_AT_ONCE = 5_000;
/** Slots below this belong to the collectors, which write all the time. */
const COLLECTOR_SLOTS = 64;
const SLOTS = 1_024;

/**
 * Records what a module saw customers do, in the module's own transaction. An event that was
 * recorded before, with the same customer, time and id, is left as it is. One that its kind does not
 * allow is a mistake of ours and fails the transaction.
 */
export async function recordEvents(ctx: TxCtx, events: readonly EventInput[]): Promise<Recorded> {
  if (events.length === 0) return { stored: 0, duplicates: 0, fresh: [] };
  const kinds = await kindsOf(ctx);
  const rows = events.map((event, index): EventRow => {
    const { customerId, source, at, ...given } = event;
    const checked = checkEvent(
      kinds,
      { ...given, at: at.getTime() },
      { reporter: 'product', now: ctx.now().getTime(), consent: true },
    );
    if ('refused' in checked)
      throw trackingErrors.eventRefused({
        index,
        kind: event.kind,
        code: checked.refused,
        field: checked.field,
      });
    if (!Number.isSafeInteger(customerId) || !/^[a-z][a-z0-9-]{0,39}$/.test(source))
      throw trackingErrors.eventRefused({ index, kind: event.kind, code: 'malformed' });
    return { ...checked, customerId, source, visitorId: null };
  });
  const fresh: boolean[] = [];
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    fresh.push(...(await recordRows(ctx, rows.slice(i, i + ROWS_AT_ONCE))));
  const stored = fresh.filter(Boolean).length;
  return { stored, duplicates: rows.length - stored, fresh };
}

async function recordRows(ctx: TxCtx, rows: readonly EventRow[]): Promise<boolean[]> {
  const fresh = await storeEvents(ctx, rows);
  const tally = new Tally(ctx.now());
  const told: EventRow[] = [];
  const isNew = rows.map((row) => {
    if (!fresh.delete(keyOf(row))) {
      tally.duplicate(row.source, row.kind);
      return false;
    }
    told.push(row);
    tally.stored(row.source, row.kind, row.at);
    return true;
  });
  await announce(ctx, told);
  await noteTally(ctx, randomInt(COLLECTOR_SLOTS, SLOTS), tally);
  return isNew;
}

/**
 * The id of an event that a module derives from something of its own: `eventId('wecom', callbackId)`
 * is the same at every try.
 */
export const eventId = (...parts: readonly (string | number)[]): string =>
  hashedId('event', ...parts);
