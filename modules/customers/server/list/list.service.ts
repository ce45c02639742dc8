import type { Ctx } from '#platform/server/ctx.ts';
import {
  type CustomerFilter,
  type CustomerHead,
  type CustomerSelection,
  customerErrors,
} from '../../contract/customer.ts';
import { headRows } from '../customers/head.repo.ts';
import { type ClearHead, clearHeads, maskedHead } from '../customers/head.service.ts';
import { nameGrams } from '../customers/name.ts';
import { holdersOf } from '../identities/identity.repo.ts';
import { keyOf } from '../identities/identity-key.ts';
import { conditions, countUpTo, estimate, pageOfIds, type Wanted } from './list.repo.ts';

const EXACT_TO = 10_000;

/** A phone or a number as a whole leads to its customers; anything else is part of a name. */
async function wantedOf(ctx: Ctx, q: string | undefined): Promise<Wanted | null> {
  if (!q) return null;
  const keys = (['phone', 'bank_no'] as const).map((kind) => keyOf(ctx, { kind, value: q }).hash);
  const ids = await holdersOf(ctx, keys);
  const digits = /^[\d\s+-]+$/.test(q);
  return { ids, grams: ids.length > 0 || digits ? [] : nameGrams(ctx, q) };
}

async function whereOf(ctx: Ctx, filter: CustomerFilter, permission?: string) {
  return conditions(ctx, filter, await wantedOf(ctx, filter.q), permission);
}

export async function listCustomers(
  ctx: Ctx,
  {
    cursor,
    size,
    sort,
    ...filter
  }: CustomerFilter & {
    cursor?: string | undefined;
    size: number;
    sort: 'newest' | 'oldest';
  },
): Promise<{ items: CustomerHead[]; next: string | null }> {
  const after = cursor === undefined ? null : Number(cursor);
  if (after !== null && !Number.isSafeInteger(after)) throw customerErrors.cursorInvalid();
  const where = await whereOf(ctx, filter);
  const ids = await pageOfIds(ctx, where, {
    after,
    newestFirst: sort === 'newest',
    limit: size + 1,
  });
  const page = ids.slice(0, size);
  const clear = await clearInOrder(ctx, page);
  return {
    items: clear.map(maskedHead),
    next: ids.length > size ? String(page.at(-1)) : null,
  };
}

async function clearInOrder(ctx: Ctx, ids: readonly number[]): Promise<ClearHead[]> {
  const rows = await clearHeads(ctx, await headRows(ctx, ids, { unseen: true }));
  const byId = new Map(rows.map((row) => [row.customerId, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function countCustomers(
  ctx: Ctx,
  filter: CustomerFilter,
): Promise<{ count: number; exact: boolean }> {
  const where = await whereOf(ctx, filter);
  const count = await countUpTo(ctx, where, EXACT_TO + 1);
  if (count <= EXACT_TO) return { count, exact: true };
  return { count: Math.max(count, await estimate(ctx, where)), exact: false };
}

/**
 * The customers that bulk work is done to, in batches by id; only those the caller sees and may do
 * this to. The same for tags, exports and whatever else works on many.
 */
export async function* selectedCustomers(
  ctx: Ctx,
  selection: CustomerSelection,
  {
    permission,
    size = 1000,
    after = null,
  }: { permission?: string; size?: number; after?: number | null } = {},
): AsyncGenerator<number[]> {
  const filter: CustomerFilter =
    'ids' in selection ? { ids: selection.ids.map(String) } : selection.filter;
  const where = await whereOf(ctx, filter, permission);
  let last = after;
  for (;;) {
    const ids = await pageOfIds(ctx, where, { after: last, newestFirst: false, limit: size });
    if (ids.length > 0) yield ids;
    if (ids.length < size) return;
    last = ids.at(-1)!;
  }
}

/** The same with what a file of them holds, personal data in the clear. */
export async function* selectedHeads(
  ctx: Ctx,
  filter: CustomerFilter,
  permission: string,
): AsyncGenerator<ClearHead[]> {
  for await (const ids of selectedCustomers(ctx, { filter }, { permission }))
    yield await clearInOrder(ctx, ids);
}
