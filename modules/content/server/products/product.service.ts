import { investmentKinds } from '#modules/compliance/contract.ts';
import { findAllOpen } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import {
  type Product,
  type ProductChange,
  type ProductDraft,
  type ProductId,
  productChangeKind,
  productErrors,
} from '../../contract/product.ts';
import {
  findProducts,
  insertProduct,
  type ProductFilter,
  type ProductRow,
  pageOfProducts,
  setProduct,
} from './product.repo.ts';
import { asProduct, gradeOf } from './product.view.ts';

export async function listProducts(ctx: Ctx, filter: ProductFilter) {
  const today = dayOf(ctx.now());
  const { items, total } = await pageOfProducts(ctx, filter, today);
  const pending = await findAllOpen(ctx, productChangeKind);
  return {
    items: items.map((row) => asProduct(row, today, pending.get(row.id) ?? null)),
    total,
  };
}

export async function showProduct(ctx: Ctx, id: ProductId): Promise<Product> {
  const [row] = await findProducts(ctx, [id]);
  if (!row) throw productErrors.productNotFound({ id });
  const pending = await findAllOpen(ctx, productChangeKind);
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

/** Refuses a change that could never hold, before anybody is asked to approve it. */
export async function checkProductChange(
  ctx: Ctx,
  { id, version, state, product }: ProductChange,
): Promise<ProductRow> {
  const [before] = await findProducts(ctx, [id]);
  if (!before) throw productErrors.productNotFound({ id });
  if (before.version !== version)
    throw productErrors.productChangedMeanwhile({ version: before.version });
  if (before.product.code !== product.code)
    throw productErrors.productIncomplete({ fields: ['code'] });
  const missing =
    state === 'listed' && investmentKinds.includes(product.kind) && gradeOf(product) === null;
  if (missing) throw productErrors.productIncomplete({ fields: ['ownGrade'], rule: 'CR-046' });
  return before;
}

export async function applyProductChange(ctx: TxCtx, change: ProductChange): Promise<void> {
  const before = await checkProductChange(ctx, change);
  await setProduct(ctx, change.id, change.product, change.state);
  audit(ctx, {
    action: 'content.product-changed',
    subject: { kind: 'product', id: change.id, name: change.product.name },
    before: { state: before.state, ...before.product },
    after: { state: change.state, ...change.product },
  });
}
