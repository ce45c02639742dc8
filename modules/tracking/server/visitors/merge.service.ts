import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { trackingRecorded } from '../../contract/event.ts';
import {
  addToDaily,
  findVisitorsOf,
  giveToOther,
  type Moved,
  moveOldDaily,
  moveVisitors,
  takeFromDaily,
} from './move.repo.ts';

/** Customers were merged: events, roll-ups and devices of the one become the other's. */
export async function mergeHistory(ctx: TxCtx, from: number, to: number): Promise<number> {
  // First the devices: whatever still arrives for them waits, and then goes to the right one.
  await moveVisitors(ctx, from, to, null);
  const moved = await move(ctx, from, to, null);
  await moveOldDaily(ctx, from, to);
  return moved;
}

/**
 * A merge is undone: what was `homes`' before it (the customer's own, and that of whoever had been
 * merged into that customer earlier) goes back. What happened since stays.
 */
export async function splitHistory(
  ctx: TxCtx,
  from: number,
  to: number,
  homes: readonly number[] = [to],
): Promise<number> {
  await moveVisitors(ctx, from, to, await findVisitorsOf(ctx, from, homes));
  return move(ctx, from, to, homes);
}

async function move(
  ctx: TxCtx,
  from: number,
  to: number,
  homes: readonly number[] | null,
): Promise<number> {
  const { taken, given } = await giveToOther(ctx, from, to, homes);
  await takeFromDaily(ctx, from, taken);
  await addToDaily(ctx, to, given);
  const kinds = [...new Set(taken.map(({ kind }: Moved) => kind))];
  if (kinds.length > 0) await publish(ctx, trackingRecorded, { customerIds: [from, to], kinds });
  return given.reduce((sum, { count }) => sum + count, 0);
}
