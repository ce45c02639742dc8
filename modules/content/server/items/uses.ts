import type { Ctx } from '#platform/server/ctx.ts';
import type { Use } from '../../contract/item.ts';

/** What of a module would send an item. */
export type FindUses = (ctx: Ctx, itemId: string) => Promise<readonly Use[]>;

const finders = new Map<string, FindUses>();

/** A module that sends content says where it would, so that nobody withdraws in the dark. */
export function usesContent(module: string, find: FindUses): void {
  finders.set(module, find);
}

export async function usesOf(ctx: Ctx, itemId: string): Promise<Use[]> {
  const found = await Promise.all([...finders.values()].map((find) => find(ctx, itemId)));
  return found.flat();
}
