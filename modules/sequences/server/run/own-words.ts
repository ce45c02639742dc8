import { productValues } from '#modules/content/contract.ts';
import { findProducts, gradeOf } from '#modules/content/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RunDraft } from '../../contract/run.ts';

/** A draft with what its product says of itself: the texts of a run are not about it by themselves. */
export async function withProduct(ctx: Ctx, draft: RunDraft): Promise<RunDraft> {
  if (!draft.productId) return draft;
  const [found] = await findProducts(ctx, [draft.productId]);
  if (!found) return draft;
  const own = productValues(found.product, gradeOf(found.product));
  return { ...draft, values: { ...draft.values, ...own } };
}
