import type { EventInput } from '#modules/tracking/contract.ts';
import { cell } from '#platform/server/imports/cells.ts';

/** What a line of a bank's file says that a customer did, in the words banks use. */
export const movementCell = cell.oneOf(
  {
    purchase: ['消费', 'Purchase'],
    refund: ['退款', 'Refund'],
    repayment: ['信用卡还款', 'Card repayment'],
    wage: ['代发工资', 'Salary'],
    pension: ['养老金', 'Pension'],
    money_in: ['转入', 'Money in'],
    money_out: ['转出', 'Money out'],
    deposit_bought: ['购买定期', 'Time deposit bought'],
    wealth_bought: ['购买理财', 'Wealth product bought'],
    product_redeemed: ['赎回', 'Redemption'],
    app_opened: ['登录手机银行', 'Mobile bank opened'],
    product_viewed: ['查看产品', 'Product viewed'],
    advice_asked: ['咨询', 'Asked for advice'],
    branch_visited: ['到访网点', 'Outlet visited'],
  },
  {
    支付: 'purchase',
    刷卡消费: 'purchase',
    信用卡消费: 'purchase',
    快捷支付: 'purchase',
    消费退款: 'refund',
    还款: 'repayment',
    工资: 'wage',
    代发: 'wage',
    他行转入: 'money_in',
    存入: 'money_in',
    存款: 'money_in',
    转出他行: 'money_out',
    取款: 'money_out',
    取现: 'money_out',
    定期存款: 'deposit_bought',
    理财申购: 'wealth_bought',
    基金申购: 'wealth_bought',
    理财赎回: 'product_redeemed',
    基金赎回: 'product_redeemed',
  },
);

export type Movement = ReturnType<typeof movementCell.parse>;

const deeds = {
  app_opened: 'app.opened',
  product_viewed: 'product.viewed',
  advice_asked: 'consultation.asked',
  branch_visited: 'branch.visited',
} as const;
const isDeed = (movement: Movement): movement is keyof typeof deeds => movement in deeds;

/** Money moved, so the line says how much. */
export const hasAmount = (movement: Movement): boolean => !isDeed(movement);
export const hasProduct = (movement: Movement): boolean => movement === 'product_viewed';

/**
 * As an event: what was bought counts as a purchase, with its sum; what only moves to and fro is a
 * change of the deposit, with its sign. Files write money that leaves with a minus or without.
 */
export function eventOf(
  movement: Movement,
  amount: number | null | undefined,
  product: string | null | undefined,
): Pick<EventInput, 'kind' | 'amount' | 'subject'> {
  if (isDeed(movement)) return { kind: deeds[movement], subject: product ?? null };
  const sum = Math.abs(amount ?? 0);
  switch (movement) {
    case 'purchase':
      return { kind: 'transaction.made', amount: sum };
    case 'refund':
      return { kind: 'transaction.made', amount: -sum };
    case 'wage':
    case 'pension':
      return { kind: 'salary.arrived', amount: sum };
    case 'money_in':
      return { kind: 'deposit.changed', amount: sum };
    case 'money_out':
    case 'repayment':
      return { kind: 'deposit.changed', amount: -sum };
    case 'deposit_bought':
      return { kind: 'product.bought', amount: sum, subject: product ?? 'time_deposit' };
    case 'wealth_bought':
      return { kind: 'product.bought', amount: sum, subject: product ?? 'wealth' };
    case 'product_redeemed':
      return { kind: 'product.redeemed', amount: sum, subject: product ?? 'wealth' };
  }
}
