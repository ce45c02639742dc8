import type { ProductGrade } from '#modules/compliance/contract.ts';
import { higherGrade } from '#modules/compliance/server/index.ts';
import type { Product, ProductDraft } from '../../contract/product.ts';
import type { ProductRow } from './product.repo.ts';

/** Of the issuer's grade and the bank's own the higher (CR-047). */
export function gradeOf({ issuerGrade, ownGrade }: ProductDraft): ProductGrade | null {
  if (issuerGrade && ownGrade) return higherGrade(issuerGrade, ownGrade);
  return issuerGrade ?? ownGrade;
}

export const isOnSale = ({ state, product }: ProductRow, today: string): boolean =>
  state === 'listed' &&
  (product.saleFrom === null || product.saleFrom <= today) &&
  (product.saleTo === null || product.saleTo >= today);

export const asProduct = (row: ProductRow, today: string, pending: string | null): Product => ({
  ...row.product,
  id: row.id,
  version: row.version,
  state: row.state,
  grade: gradeOf(row.product),
  onSale: isOnSale(row, today),
  pendingApprovalId: pending,
  changedAt: row.changedAt.toISOString(),
});
