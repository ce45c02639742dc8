import { type ChangeLine, defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import {
  ProductChange,
  type ProductDraft,
  productChangeKind,
  productErrors,
} from '../../contract/product.ts';
import { lockProduct } from './product.repo.ts';
import { applyProductChange, checkProductChange } from './product.service.ts';

const stateText = {
  draft: ['未上架', 'not listed'],
  listed: ['在准入名单', 'on the list'],
  unlisted: ['已移出', 'taken off'],
} as const;

/** Only what a second person has put on the list may be spoken of (CR-058). */
defineApprovalKind({
  kind: productChangeKind,
  name: ['产品准入与变更', 'Listing and change of a product'],
  payload: ProductChange,
  draftPermission: 'content.product.manage',
  decidePermission: 'content.product.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, change) => {
    const [before, head] = [await checkProductChange(ctx, change), await headOffice(ctx)];
    if (!head) throw productErrors.productNotFound({ id: change.id });
    const { name } = change.product;
    return {
      subject: { id: change.id, name, version: before.version },
      unitId: head.id,
      title: [`产品：${name}`, `Product: ${name}`],
      changes: [
        {
          label: ['状态', 'State'],
          before: stateText[before.state],
          after: stateText[change.state],
        },
        ...changedLines(before.product, change.product),
      ],
      link: `/content/products/${change.id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockProduct(ctx, payload.id))?.version ?? null,
  onApproved: (ctx, { payload }) => applyProductChange(ctx, payload),
});

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

const changedLines = (before: ProductDraft, after: ProductDraft): ChangeLine[] =>
  Object.entries(labels)
    .map(([key, label]) => ({
      label,
      before: said(before[key as keyof typeof labels]),
      after: said(after[key as keyof typeof labels]),
    }))
    .filter((line) => line.before !== line.after);
