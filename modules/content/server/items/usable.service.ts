import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { findUsable, pageOfItems, type VersionRow } from './item.repo.ts';
import { READ } from './item.view.ts';

const MOST = 100;

/** What may go to a place today, by what it is called; of what the caller's unit sees. */
export async function usableFor(
  ctx: Ctx,
  wanted: { readonly place: string; readonly q?: string | undefined },
): Promise<VersionRow[]> {
  const { items } = await pageOfItems(ctx, READ, {
    ...wanted,
    ...{ usable: true, page: 1, size: MOST },
  });
  return findUsable(
    ctx,
    items.map(({ id }) => id),
    dayOf(ctx.now()),
  );
}
