import { productValues } from '#modules/content/contract.ts';
import { findProducts, gradeOf } from '#modules/content/server/index.ts';
import { withdraw } from '#modules/outreach/server/index.ts';
import { asSystem, type TxCtx } from '#platform/server/ctx.ts';
import { restateProduct } from '../run/plan-item.repo.ts';
import { findRunsAbout } from '../run/run.repo.ts';
import { pauseRun } from '../run/run.service.ts';
import { wordsAgainst } from '../run/sayable.service.ts';

/**
 * A product is not as it was (CR-061): what a run says of it by the product’s own words follows, and what
 * waits with the old ones is withdrawn; where somebody’s own words say something else now, the run stops.
 */
export async function followProduct(
  ctx: TxCtx,
  { productId }: { productId: string },
): Promise<void> {
  const [found] = await findProducts(ctx, [productId]);
  if (!found) return;
  const own = productValues(found.product, gradeOf(found.product));
  for (const { id, planId, draft, version, state } of await findRunsAbout(ctx, productId)) {
    const itemKeys = await restateProduct(ctx, planId!, own);
    if (itemKeys.length > 0)
      await withdraw(ctx, { planId: planId!, itemKeys }, [
        '产品要素已变更',
        'The terms of the product have changed',
      ]);
    if (state !== 'running') continue;
    const differs = (await wordsAgainst(ctx, { ...draft, version })).filter(
      ({ rule }) => rule === 'CR-061',
    );
    if (differs.length > 0)
      await pauseRun(
        asSystem(ctx, ctx.orgId),
        id,
        `CR-061：${differs.map(({ why: [zh] }) => zh).join('；')}`.slice(0, REASON),
      );
  }
}

const REASON = 300;
