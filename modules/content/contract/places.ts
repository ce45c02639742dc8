import type { Phrase } from '#platform/contract/text.ts';
import { variables } from './body.ts';

/** Places that a text of the product names and only the bank can fill: once, with the content. */
const ofContent = {
  news_1: ['资讯一', 'News, first'],
  news_2: ['资讯二', 'News, second'],
  news_3: ['资讯三', 'News, third'],
  entry_link: ['入口或出处', 'Where it is found'],
  rule_link: ['规则在哪里看', 'Where the rules stand'],
  event_title: ['活动名称', 'Name of the event'],
  event_date: ['活动日期', 'Day of the event'],
  event_time: ['活动时间', 'Hour of the event'],
  event_place: ['活动地点', 'Place of the event'],
  event_quota: ['活动名额', 'Places at the event'],
  merchant_name: ['商户名称', 'Merchant'],
  partner_name: ['合作单位', 'Partner'],
  enterprise_name: ['企业名称', 'Company'],
  offer_rule: ['优惠规则', 'Rule of the offer'],
  prize_name: ['奖品名称', 'Prize'],
  benefit_how: ['权益领取方式', 'How the benefit is claimed'],
  benefit_expire: ['权益截止日', 'Last day of the benefit'],
  benefit_highlight: ['权益亮点', 'What the benefit is good for'],
  benefit_reason: ['权益由来', 'Why there is a benefit'],
  benefit_list: ['权益清单', 'List of benefits'],
  min_amount: ['起点金额', 'Least amount'],
  term_text: ['期限说明', 'Term in words'],
  invest_scope: ['投资范围', 'What it invests in'],
  withdraw_rule: ['支取规则', 'When it can be withdrawn'],
  last_assessment_date: ['上次测评日', 'Day of the last assessment'],
  assessment_path: ['测评入口', 'Where to be assessed'],
  rule_reason_now: ['为什么是现在', 'Why now'],
  interest: ['爱好', 'What the RM likes'],
  rm_years: ['从业年数', 'Years of the RM'],
  community_name: ['社群名称', 'Name of the community'],
  common_trait: ['群友共同点', 'What its members share'],
  payday: ['发薪日', 'Payday'],
  question: ['题目', 'Question'],
  answer: ['答案', 'Answer'],
  winner_masked: ['获奖人（脱敏）', 'Winner, masked'],
  colleague_name: ['接手同事', 'Colleague who takes over'],
  stock: ['剩余数量', 'What is left'],
  deadline: ['截止时间', 'Deadline'],
} as const satisfies Record<string, Phrase>;

/** What a place is called; a place that nobody has named is shown as it is written. */
export const placeName = (place: string): Phrase =>
  (variables as Readonly<Record<string, Phrase>>)[place] ??
  (ofContent as Readonly<Record<string, Phrase>>)[place] ?? [place, place];

/** Filled for each customer or sender, whatever the content. */
export const filledBySender: ReadonlySet<string> = new Set([
  'customer_title',
  'rm_name',
  'rm_no',
  'bank_name',
  'branch_name',
]);
/** Filled by the product that the content is about, where it is about one. */
export const filledByProduct: ReadonlySet<string> = new Set([
  'product_name',
  'product_risk_level',
  'issuer_name',
  'term',
]);

/** Every place that stands in what a version says, once, in reading order. */
export function placesOf(body: { readonly values?: unknown }): string[] {
  const { values: _, ...said } = body;
  return [
    ...new Set([...JSON.stringify(said).matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map((m) => m[1]!)),
  ];
}

/** A form gives a field for each place: one that nobody has filled is open. */
export const filledIn = ({
  values,
}: {
  readonly values: Readonly<Record<string, string | undefined>>;
}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([place, text]) => (text ? [[place, text]] : [])),
  );
