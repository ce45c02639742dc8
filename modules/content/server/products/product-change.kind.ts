import { investmentKinds } from '#modules/compliance/contract.ts';
import type { ChangeLine } from '#modules/org/server/index.ts';
import { publish } from '#platform/server/events.ts';
import { filledIn } from '../../contract/places.ts';
import {
  ProductChange,
  type ProductDraft,
  type ProductId,
  productChanged,
  productChangeKind,
  productErrors,
} from '../../contract/product.ts';
import { defineChange } from '../documents/change.kind.ts';
import type { Line } from '../documents/changed-lines.ts';
import { productStore } from './product.repo.ts';
import { gradeOf } from './product.view.ts';

const states = {
  draft: ['未上架', 'not listed'],
  listed: ['在准入名单', 'on the list'],
  unlisted: ['已移出', 'taken off'],
} as const;

const labels = {
  name: ['名称', 'Name'],
  kind: ['类别', 'Kind'],
  issuerGrade: ['发行方等级', 'Issuer’s grade'],
  ownGrade: ['本行等级', 'Own grade'],
  periodic: ['定期定额', 'Instalments'],
  issuer: ['发行机构', 'Issuer'],
  privateOffering: ['私募', 'Private'],
  saleFrom: ['开始销售', 'On sale from'],
  saleTo: ['结束销售', 'On sale to'],
  facts: ['要素', 'Facts'],
  eligibility: ['适用人群', 'Eligibility'],
  offers: ['优惠', 'Offers'],
} as const satisfies Partial<Record<keyof ProductDraft, readonly [string, string]>>;

const said = (value: unknown): ChangeLine['before'] =>
  value === null || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value);

const lines: Line<ProductDraft>[] = Object.entries(labels).map(([key, label]) => [
  label,
  (product) =>
    key === 'facts'
      ? Object.entries(filledIn({ values: product.facts }))
          .map(([name, value]) => `${name}：${value}`)
          .join('\n') || null
      : said(product[key as keyof typeof labels]),
]);

/** Only what a second person has put on the list may be spoken of (CR-058). */
export const productChanges = defineChange({
  subject: 'product',
  kind: productChangeKind,
  name: ['产品准入与变更', 'Listing and change of a product'],
  payload: ProductChange,
  read: ({ product, ...change }) => ({ ...change, document: product }),
  permission: 'content.product',
  title: ({ name }) => ({ name, title: [`产品：${name}`, `Product: ${name}`] }),
  states,
  lines,
  link: (id) => `/content/products/${id}`,
  store: {
    ...productStore,
    set: async (ctx, id, document, state) => {
      await productStore.set(ctx, id, document, state);
      await publish(ctx, productChanged, { productId: id as ProductId });
    },
  },
  errors: {
    notFound: productErrors.productNotFound,
    changedMeanwhile: productErrors.productChangedMeanwhile,
  },
  demand: async (_, { state, document }, before) => {
    if (before.document.code !== document.code)
      throw productErrors.productIncomplete({ fields: ['code'] });
    const graded = !investmentKinds.includes(document.kind) || gradeOf(document) !== null;
    if (state === 'listed' && !graded)
      throw productErrors.productIncomplete({ fields: ['ownGrade'], rule: 'CR-046' });
  },
});
