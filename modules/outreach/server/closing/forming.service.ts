import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type BankHours, momentsOf } from './bank-hours.service.ts';
import { holdBack, strictestOf } from './closing.repo.ts';
import { closingAt, endsSoon, givenOutAt } from './window.ts';

/**
 * What would be called off as soon as it is given out is not given out: it waits for the next hours of
 * its customers. True: there was something.
 */
export async function holdEnding(ctx: TxCtx, hours: BankHours): Promise<boolean> {
  const now = ctx.now();
  const soon = { ordinary: endsSoon(hours.ordinary, now), elderly: endsSoon(hours.elderly, now) };
  if (!soon.ordinary && !soon.elderly) return false;
  const again = {
    ordinary: givenOutAt(hours.ordinary, now),
    elderly: givenOutAt(hours.elderly, now),
  };
  return (await holdBack(ctx, hours.age, soon, again)) > 0;
}

/** Until when each of these may be confirmed: as long as the strictest customer of it may be reached. */
export async function closingsOf(
  ctx: Ctx,
  hours: BankHours,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const strictest = await strictestOf(ctx, ids, hours.age);
  return new Map(
    [...strictest].map(([id, elderly]) => [id, closingAt(momentsOf(hours, elderly), ctx.now())]),
  );
}
