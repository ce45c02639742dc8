import { type ProductDraft, productValues } from '../../contract/product.ts';
import { gradeOf } from '../products/product.view.ts';
import type { StaffFacts } from './staff.repo.ts';

/**
 * What is known of a sender, a product and a bank, by the names of the places in a text. Without a
 * sender, a text that names one cannot be filled.
 */
export const sharedValues = (
  staff: StaffFacts | null,
  products: readonly ProductDraft[],
  ofBank: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...ofBank,
  ...(staff && {
    bank_name: staff.bankName,
    rm_name: staff.name,
    rm_no: staff.number,
    branch_name: staff.unitName,
  }),
  // Of several products none is meant by a place that says "the product".
  ...(products.length === 1 && productValues(products[0]!, gradeOf(products[0]!))),
});
