import type { Phrase } from '#platform/contract/text.ts';

/** What bank systems name by a code: lines of products. Another code shows itself. */
const lines: Readonly<Record<string, Phrase>> = {
  credit_card: ['信用卡', 'Credit card'],
  deposit: ['存款', 'Deposit'],
  fund: ['基金', 'Fund'],
  insurance: ['保险', 'Insurance'],
  loan: ['贷款', 'Loan'],
  payroll: ['代发', 'Payroll'],
  pension: ['养老', 'Pension'],
  precious_metal: ['贵金属', 'Precious metal'],
  structured_deposit: ['结构性存款', 'Structured deposit'],
  time_deposit: ['定期存款', 'Time deposit'],
  wealth: ['理财', 'Wealth management'],
};

export const subjectWords = (subject: string): string | Phrase => lines[subject] ?? subject;
