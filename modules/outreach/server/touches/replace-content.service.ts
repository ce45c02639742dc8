import type { TxCtx } from '#platform/server/ctx.ts';
import { restateBulkSends } from '../bulk/use.repo.ts';
import { lockBuckets } from './lock.repo.ts';
import { restatePlanned } from './withdraw.repo.ts';

/**
 * A new version of a content is approved: whatever is planned and not handed over says it from now on
 * . Each contact is decided anew, because other words may be said to other people.
 */
export async function replaceContent(
  ctx: TxCtx,
  { itemId, version, replaced }: { itemId: string; version: number; replaced: number | null },
): Promise<void> {
  if (replaced === null) return;
  await restateBulkSends(ctx, { itemId, version, replaced });
  await lockBuckets(ctx);
  await restatePlanned(ctx, { itemId, version, replaced });
}
