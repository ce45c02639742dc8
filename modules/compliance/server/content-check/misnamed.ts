import type { Phrase } from '#platform/contract/text.ts';
import type { ContentFacts } from '../../contract/content-check.ts';

export interface Misnamed {
  readonly rule: 'CR-070' | 'CR-071';
  readonly from: number;
  readonly to: number;
  readonly why: Phrase;
  readonly proposal: string;
}

/** Deposits that the scheme insures: nothing else may be praised with it. */
const INSURED = ['deposit', 'structured_deposit'];
const INSURANCE = /存款保险/g;
const LIMIT = /(50|５０|五十)\s*万/;
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
  if (kinds.includes('structured_deposit'))
    take(ORDINARY, {
      rule: 'CR-071',
      why: ['结构性存款不得称为普通存款', 'A structured deposit may not be called an ordinary one'],
      proposal: '改为“结构性存款”',
    });
  return found;
}
