import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { ProductId } from '../../contract/product.ts';
import { findProducts } from '../products/product.repo.ts';
import { checkDraft } from './check.service.ts';
import { findAbout, lockVersion } from './item.repo.ts';
import { makeUnusable } from './item.service.ts';

/**
 * A product is not as it was: what was approved before and now says something else of it than its master
 * is not sent any more until somebody has mended it and another has approved it (CR-061).
 */
export async function withdrawDiffering(
  ctx: TxCtx,
  { productId }: { productId: ProductId },
): Promise<void> {
  const [product] = await findProducts(ctx, [productId]);
  if (!product) return;
  for (const found of await findAbout(ctx, { id: productId, name: product.product.name })) {
    const row = await lockVersion(ctx, found.itemId, found.version);
    if (row?.state !== 'approved') continue;
    const { findings } = await checkDraft(ctx, row);
    const differs = findings.filter(({ rule, level }) => rule === 'CR-061' && level === 'block');
    if (differs.length === 0) continue;
    await makeUnusable(ctx, row.itemId, row.version, 'withdrawn');
    audit(ctx, {
      action: 'content.item-withdrawn',
      subject: { kind: 'content', id: row.itemId, name: row.name },
      before: { version: row.version },
      reason: `CR-061：${[...new Set(differs.map(({ why }) => why[0]))].join('；')}`,
    });
  }
}
