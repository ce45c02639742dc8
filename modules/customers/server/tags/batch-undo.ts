import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { tellChanged } from '../changed.ts';
import { findChanged, putBackTags } from './batch.repo.ts';
import type { KnownTag } from './dictionary.service.ts';
import { deleteTags, findHeld, type HeldTagRow, insertChanges } from './tagging.repo.ts';
import { orderPush } from './wecom-push.job.ts';

/**
 * Puts back what one part of a batch changed. Whoever was changed again since stays as they are:
 * the later word counts.
 */
export async function undoPart(
  ctx: TxCtx,
  batchId: string,
  tags: readonly KnownTag[],
  after: number,
  limit: number,
): Promise<number[]> {
  const results = await findChanged(ctx, batchId, after, limit);
  const ids = results.map((r) => r.customerId);
  const tagIds = tags.map((tag) => tag.id);
  const now = new Map((await findHeld(ctx, ids, tagIds)).map((h) => [key(h), h]));
  const taken: { customerId: number; tagId: number }[] = [];
  const back: HeldTagRow[] = [];
  for (const { customerId, before } of results) {
    const { at, held } = before as { at: string; held: HeldTagRow[] };
    for (const tagId of tagIds) {
      const was = held.find((h) => h.tagId === tagId);
      const is = now.get(key({ customerId, tagId }));
      const touchedSince = is !== undefined && is.changedAt.toISOString() !== at;
      if (touchedSince) continue;
      if (was) back.push(was);
      else if (is) taken.push({ customerId, tagId });
    }
  }
  await deleteTags(ctx, taken);
  await putBackTags(ctx, back);
  await insertChanges(ctx, newId(ctx.now()), [
    ...taken.map((pair) => ({ ...pair, act: 'taken' as const, source: 'undo' })),
    ...back.map(({ customerId, tagId }) => ({
      customerId,
      tagId,
      act: 'given' as const,
      source: 'undo',
    })),
  ]);
  await tellChanged(ctx, ids);
  await orderPush(ctx, ids);
  return ids;
}

const key = ({ customerId, tagId }: { customerId: number; tagId: number }) =>
  `${customerId}/${tagId}`;
