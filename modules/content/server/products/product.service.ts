import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import {
  type Product,
  type ProductDraft,
  type ProductId,
  productErrors,
} from '../../contract/product.ts';
import { findProducts, insertProduct, type ProductFilter, pageOfProducts } from './product.repo.ts';
import { asProduct } from './product.view.ts';
import { productChanges } from './product-change.kind.ts';

export async function listProducts(ctx: Ctx, filter: ProductFilter) {
  const today = dayOf(ctx.now());
  const { items, total } = await pageOfProducts(ctx, filter, today);
  const pending = await productChanges.pending(ctx);
  return {
    items: items.map((row) => asProduct(row, today, pending.get(row.id) ?? null)),
    total,
  };
}

export async function showProduct(ctx: Ctx, id: ProductId): Promise<Product> {
  const [row] = await findProducts(ctx, [id]);
  if (!row) throw productErrors.productNotFound({ id });
  const pending = await productChanges.pending(ctx);
  return asProduct(row, dayOf(ctx.now()), pending.get(id) ?? null);
}

/** A product nobody may speak of yet: it is listed when another person has approved it (CR-058). */
export function createProduct(ctx: Ctx, draft: ProductDraft): Promise<Product> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as ProductId;
    if (!(await insertProduct(ctx, id, draft, 'draft')))
      throw productErrors.productCodeTaken({ code: draft.code });
    audit(ctx, {
      action: 'content.product-added',
      subject: { kind: 'product', id, name: draft.name },
      after: draft,
    });
    return showProduct(ctx, id);
  });
}
