import type { Phrase } from '#platform/contract/text.ts';
import type { ContentFacts } from '../../contract/content-check.ts';

export interface Misnamed {
  readonly rule: 'CR-069' | 'CR-070' | 'CR-071';
  readonly from: number;
  readonly to: number;
  readonly why: Phrase;
  readonly proposal: string;
}

/** Deposits that the scheme insures: nothing else may be praised with it. */
const INSURED = ['deposit', 'structured_deposit'];
const INSURANCE = /存款保险/g;
const LIMIT = /(50|５０|五十)\s*万/;
/** Of insurance neither is said, but what it is not may be (CR-069); the insurance of deposits is CR-070's. */
const NOT_CALLED =
  '(?<!(?:不同于|区别于|有别于|不等于|不等同于|不属于|不能替代|不可替代|不能代替|不是|非|无|没有|不产生|不支付)(?:银行|普通|一般|定期|储蓄)?)';
const DEPOSIT = new RegExp(`${NOT_CALLED}存款(?!保险|(?:有|存在)?(?:本质)?(?:不同|区别))`, 'g');
const INTEREST = new RegExp(`${NOT_CALLED}利息`, 'g');
/** Whoever reads of them beside insurance reads of their own interest. */
const BEARING_INTEREST = [...INSURED, 'loan', 'credit_card'];
const ORDINARY = /(?<!不同于|区别于|有别于|不等于|不等同于|不是|并非|而非)(普通|一般)存款/g;

/** Where a text speaks of a product as what it is not. */
export function misnamedIn(text: string, { products, nature }: ContentFacts): Misnamed[] {
  const kinds = products.map(({ kind }) => kind);
  const found: Misnamed[] = [];
  const take = (pattern: RegExp, rest: Omit<Misnamed, 'from' | 'to'>) => {
    for (const { index, 0: said } of text.matchAll(pattern))
      found.push({ ...rest, from: index, to: index + said.length });
  };
  // The limit itself is told where people are taught, not where something is sold.
  const sells = kinds.some((kind) => !INSURED.includes(kind));
  const taught = kinds.length === 0 && nature.includes('education');
  if (sells || (LIMIT.test(text) && !taught))
    take(INSURANCE, {
      rule: 'CR-070',
      why: sells
        ? [
            '产品不是被保险存款，不得提及存款保险',
            'No insured deposit: its insurance may not be named',
          ]
        : ['存款保险限额只在投教内容中说明', 'The insured limit is told in education only'],
      proposal: '删除存款保险的表述',
    });
  if (kinds.includes('insurance')) {
    const of = (word: string): Omit<Misnamed, 'from' | 'to'> => ({
      rule: 'CR-069',
      why: [
        `保险产品的宣传不得使用“${word}”`,
        `Insurance is not spoken of as ${word === '存款' ? 'a deposit' : 'bearing interest'}`,
      ],
      proposal: word === '存款' ? '改为“保险产品”“保费”' : '改为保险合同约定的利益表述',
    });
    if (!kinds.some((kind) => INSURED.includes(kind))) take(DEPOSIT, of('存款'));
    if (!kinds.some((kind) => BEARING_INTEREST.includes(kind))) take(INTEREST, of('利息'));
  }
  if (kinds.includes('structured_deposit'))
    take(ORDINARY, {
      rule: 'CR-071',
      why: ['结构性存款不得称为普通存款', 'A structured deposit may not be called an ordinary one'],
      proposal: '改为“结构性存款”',
    });
  return found;
}
