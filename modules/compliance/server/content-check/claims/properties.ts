import type { ContentFacts } from '../../../contract/content-check.ts';

export type Kind = ContentFacts['products'][number]['kind'];

/** Of what a figure is said. Two of one family stand for each other where a product names only one. */
export interface Property {
  readonly family: 'rate' | 'fee' | 'term' | 'least' | 'own';
  readonly key: string;
  readonly words: RegExp;
  readonly units: readonly string[];
}

const of = (
  family: Property['family'],
  units: readonly string[],
  words: Readonly<Record<string, string>>,
): Property[] =>
  Object.entries(words).map(([key, source]) => ({ family, key, units, words: RegExp(source) }));

/** What every product may have, each with the ways in which it is called. */
export const properties: readonly Property[] = [
  ...of('rate', ['percent'], {
    业绩比较基准: '业绩(?:比较)?基准|比较基准',
    收益率: '(?:七|7)日年化(?:收益率)?|年化收益率?|收益率',
    利率: '(?:年化|年)?利率|年利息|单利|年化|APR',
  }),
  ...of('fee', ['percent', 'yuan'], {
    管理费: '(?:固定|投资)?管理费率?',
    托管费: '托管费率?',
    服务费: '(?:销售)?服务费率?',
    认购费: '认购(?:手续)?费率?',
    申购费: '申购(?:手续)?费率?',
    赎回费: '赎回(?:手续)?费率?',
    手续费: '手续费率?',
    年费: '年费',
    费率: '费率|费用',
  }),
  ...of('term', ['days'], {
    封闭期: '封闭期限?',
    持有期: '(?:最短)?持有期限?',
    锁定期: '锁定期限?',
    期限: '(?:产品|投资|贷款|存款|分期|借款)?期限|存期',
  }),
  ...of('least', ['yuan'], {
    起点金额:
      '起[购投存售](?:金额|点)?|(?:认购|申购|购买|投资|存款)?起点(?:金额)?|最低(?:购买|认购|申购|存入|投资)(?:金额)?',
  }),
];

/** The property that a fact of a product’s master is about. */
export function propertyOf(key: string, units: readonly string[]): Property {
  return (
    properties.find(({ words }) => words.test(key)) ?? {
      ...{ family: 'own', key, units },
      words: RegExp(key.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\${sign}`)),
    }
  );
}

/** Words right before a property that make it somebody else’s: 市场利率, 活动期限, 转账手续费. */
const ELSEWHERE: Readonly<Record<Property['family'], RegExp | null>> = {
  rate: /(?:LPR\)?|报价|市场|国债|央行|政策|法定|基准|同业|行业|平均|通胀|通货膨胀|他行|其他银行|别家|原|旧|历史|去年|此前|过去|[日月]|准备金|逾期|罚息|活期|市场的)\s*$/i,
  fee: /(?:ATM|取款|取现|转账|汇款|挂失|工本|物业|停车|快递|邮寄|话|培训|场地|报名|入场|短信|跨行|异地|账户|中介|律师|他行|其他银行)的?\s*$/i,
  term: /(?:活动|优惠|领取|有效|报名|兑换|试用|质保|保修|免息|宽限|犹豫|冷静|还款|考虑|募集|认购|申请|办理|投诉|处理|答复|受理|回复|审批|保存|保管|服务|积分)的?\s*$/,
  least: /(?:消费|满|刷|活动|抽奖|优惠|参与|兑换)的?\s*$/,
  own: null,
};
/** Words that are right for products of some kinds alone. */
const OF_KIND: readonly { readonly words: RegExp; readonly kinds: readonly Kind[] }[] = [
  { words: /(?:存款|定期|定存|存单)的?\s*$/, kinds: ['deposit', 'structured_deposit'] },
  { words: /(?:贷款|房贷|车贷|按揭|公积金|信贷|商贷)的?\s*$/, kinds: ['loan', 'credit_card'] },
];

/** Is a property, with these words before it, one of products of these kinds? */
export const isTheirs = (property: Property, before: string, kinds: readonly Kind[]): boolean =>
  !ELSEWHERE[property.family]?.test(before) &&
  OF_KIND.every((one) => !one.words.test(before) || kinds.some((kind) => one.kinds.includes(kind)));
