import type { Phrase } from '#platform/contract/text.ts';
import { RULE_VERSION, type RuleInput } from '../contract/rule.ts';

type Include = RuleInput['include'];

const flag = (attribute: string): Include => ({
  kind: 'attribute',
  attribute,
  test: { op: 'eq', value: true },
});
const tagged = (tag: string): Include => ({ kind: 'tag', tags: [tag] });
const any = (...of: Include[]): Include => ({ kind: 'any', of });
const all = (...of: Include[]): Include => ({ kind: 'all', of });
const band = (value: string): Include => ({
  kind: 'attribute',
  attribute: 'quality_band',
  test: { op: 'eq', value },
});
const activity = (value: string): Include => ({
  kind: 'attribute',
  attribute: 'activity',
  test: { op: 'eq', value },
});

export interface ReadyAudience {
  readonly code: string;
  readonly name: Phrase;
  readonly rule: RuleInput;
}

const ready = (code: string, zh: string, en: string, include: Include): ReadyAudience => ({
  code,
  name: [zh, en],
  rule: { version: RULE_VERSION, include },
});

/**
 * Groups that every bank begins with: by what a bank knows of its customers, the four with an
 * operating mode of their own, broad classes, needs, bands.
 */
export const readyAudiences: readonly ReadyAudience[] = [
  ready(
    'credit_card',
    '信用卡客群',
    'Credit card customers',
    any(
      {
        kind: 'attribute',
        attribute: 'products',
        test: { op: 'has_any', values: ['credit_card'] },
      },
      { kind: 'attribute', attribute: 'credit_card_level', test: { op: 'present' } },
    ),
  ),
  ready('payroll', '代发薪客群', 'Payroll customers', flag('payroll')),
  ready(
    'social_security',
    '社保客群',
    'Social security customers',
    any(flag('social_security_card'), flag('pension_account')),
  ),
  ready(
    'branch_neighbourhood',
    '网周客群',
    'Neighbours of outlets',
    any(
      {
        kind: 'event',
        events: ['branch.visited'],
        window: { kind: 'days', last: 180 },
        test: { op: 'ge', value: 1 },
      },
      { kind: 'relationship', sources: ['scan'] },
    ),
  ),
  ready('car_owner', '车主客群', 'Car owners', flag('car_owner')),
  ready('student', '大学生客群', 'Students', {
    kind: 'attribute',
    attribute: 'occupation',
    test: { op: 'eq', value: 'student' },
  }),
  ready('direct', '直营客户', 'Direct customers', tagged('direct')),
  ready('agency', '代工客户', 'Agency customers', tagged('agency')),
  ready('need_card', '信用卡需求', 'Needs a card', tagged('need_card')),
  ready('need_deposit', '存款需求', 'Needs deposits', tagged('need_deposit')),
  ready('need_wealth', '理财需求', 'Needs wealth products', tagged('need_wealth')),
  ready('need_fund', '基金需求', 'Needs funds', tagged('need_fund')),
  ready('need_insurance', '保险需求', 'Needs insurance', tagged('need_insurance')),
  ready('need_loan', '贷款需求', 'Needs a loan', tagged('need_loan')),
  ready('need_pension', '养老需求', 'Needs a pension', tagged('need_pension')),
  ready('high_quality', '高质量客群', 'High quality', band('high_quality')),
  ready('mid', '中端客群', 'Mid', band('mid')),
  ready('long_tail', '长尾客群', 'Long tail', band('long_tail')),
  ready(
    'long_tail_pool',
    '无客户经理的长尾客群',
    'Long tail without an RM',
    all(band('long_tail'), { kind: 'rm', has: false }),
  ),
  ready('silent', '沉默客户', 'Silent customers', activity('silent')),
  ready('near_lost', '濒临流失客户', 'Nearly lost customers', activity('near_lost')),
];
