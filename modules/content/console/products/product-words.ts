import { lexiconScopes } from '#modules/compliance/contract.ts';
import type { ProductDraft } from '../../contract.ts';

/** The kinds of products, in words. */
export const productKinds: Readonly<Record<ProductDraft['kind'], readonly [string, string]>> = {
  deposit: lexiconScopes.deposit,
  structured_deposit: lexiconScopes.structured_deposit,
  wealth: lexiconScopes.wealth,
  fund: lexiconScopes.fund,
  insurance: lexiconScopes.insurance,
  precious_metal: lexiconScopes.precious_metal,
  pension: lexiconScopes.pension,
  loan: lexiconScopes.loan,
  credit_card: lexiconScopes.credit_card,
  other: ['其他', 'Other'],
};
