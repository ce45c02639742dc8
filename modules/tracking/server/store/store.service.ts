import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { trackingRecorded } from '../../contract/event.ts';
import { addIntake, addVolume, insertEvents, keyOf } from './event.repo.ts';
import { type EventRow, inWritingOrder } from './event-row.ts';
import { dayOfMoment, type Tally } from './tally.ts';

const MOST_CUSTOMERS = 1_000;

/**
 * Stores events of known customers, once each. Answers the keys of the new ones; an event that
 * stands twice in the batch counts as new once.
 */
export async function storeEvents(ctx: TxCtx, rows: readonly EventRow[]): Promise<Set<string>> {
  const once = new Map(rows.map((row) => [`${keyOf(row)} ${row.at}`, row]));
  if (once.size === 0) return new Set();
  const given = inWritingOrder([...once.values()], (row) => row.customerId);
  const fresh = await insertEvents(ctx, given);
  return fresh ?? new Set(given.map(keyOf));
}

/** Tells who has new events, and of which kinds. */
export async function announce(ctx: TxCtx, rows: readonly EventRow[]): Promise<void> {
  const ids = [...new Set(rows.map((row) => row.customerId))];
  const kinds = [...new Set(rows.map((row) => row.kind))].sort();
  for (let i = 0; i < ids.length; i += MOST_CUSTOMERS)
    await publish(ctx, trackingRecorded, {
      customerIds: ids.slice(i, i + MOST_CUSTOMERS),
      kinds,
    });
}

/** Writes down what became of a batch. Last, because others of this process may wait for the slot. */
export async function noteTally(ctx: TxCtx, slot: number, tally: Tally): Promise<void> {
  const [volume, intake] = [tally.volume(), tally.intake()];
  if (volume.length > 0) await addVolume(ctx, slot, volume);
  if (intake.length > 0) await addIntake(ctx, slot, dayOfMoment(ctx.now().getTime()), intake);
}
