import type { Phrase } from '#platform/contract/text.ts';
import type { ProductFacts } from '../../contract.ts';

const words: Readonly<Record<ProductFacts['kind'], Phrase>> = {
  deposit: ['存款', 'Deposit'],
  structured_deposit: ['结构性存款', 'Structured deposit'],
  wealth: ['理财', 'Wealth product'],
  fund: ['基金', 'Fund'],
  insurance: ['保险', 'Insurance'],
  precious_metal: ['贵金属', 'Precious metal'],
  pension: ['养老金', 'Pension'],
  loan: ['贷款', 'Loan'],
  credit_card: ['信用卡', 'Credit card'],
  other: ['其他', 'Other'],
};
export const productKinds = Object.entries(words) as [ProductFacts['kind'], Phrase][];
