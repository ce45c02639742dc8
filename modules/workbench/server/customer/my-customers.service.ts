import { listVisibleCustomers } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { lastTwoWay } from './last-two-way.repo.ts';

const PAGE = 30;

/** Whom the caller looks after, by part of the name or a whole number. */
export async function myCustomers(
  ctx: Ctx,
  { q, cursor }: { q?: string | undefined; cursor?: string | undefined },
) {
  const { items, next } = await listVisibleCustomers(ctx, {
    ...(q ? { q } : {}),
    rm: 'me',
    cursor,
    size: PAGE,
    sort: 'newest',
  });
  const last = await lastTwoWay(
    ctx,
    items.map((head) => head.id),
  );
  return {
    now: ctx.now().toISOString(),
    items: items.map((head) => ({
      id: head.id as number,
      name: head.name,
      lastTwoWayAt: last.get(head.id)?.toISOString() ?? null,
    })),
    next,
  };
}
