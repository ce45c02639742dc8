import { unitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { READ } from '../load/load.service.ts';
import { showItems } from './item.view.ts';
import { type ItemFilter, pageOfItems } from './item-list.repo.ts';

export async function listItems(ctx: Ctx, filter: ItemFilter) {
  const { items, total } = await pageOfItems(ctx, await unitScope(ctx, READ), filter);
  const shown = await showItems(ctx, items);
  return {
    items: shown.map((item, i) => ({
      ...item,
      staff: { id: items[i]!.staffId, name: items[i]!.staffName },
    })),
    total,
  };
}
