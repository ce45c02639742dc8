import { type ConditionInput, Rule } from '#modules/audiences/contract.ts';
import { kind } from './crowd.ts';

const rule = (include: ConditionInput): Rule => Rule.parse({ version: 1, include });
const tag = (...places: number[]): ConditionInput => ({
  kind: 'tag',
  tags: places.map((place) => `bench_${place}`),
});
const attribute = (code: string, test: object): ConditionInput =>
  ({ kind: 'attribute', attribute: code, test }) as ConditionInput;
const all = (...of: ConditionInput[]): ConditionInput => ({ kind: 'all', of });
const any = (...of: ConditionInput[]): ConditionInput => ({ kind: 'any', of });
const not = (of: ConditionInput): ConditionInput => ({ kind: 'not', of });
const events = (from: number, to: number, last: number, test: object, measure = 'count') =>
  ({
    kind: 'event',
    events: Array.from({ length: to - from }, (_, i) => kind(from + i)),
    window: { kind: 'days', last },
    measure,
    test,
  }) as ConditionInput;

export const ruleNames = ['R1', 'R2', 'R3', 'R4', 'R5'] as const;
export type RuleName = (typeof ruleNames)[number];

/** From simple to hard; `n` moves the thresholds, so that each is a family of rules. */
export const RULES: Record<RuleName, (n?: number) => Rule> = {
  R1: (n = 0) =>
    rule(
      all(
        attribute('aum', { op: 'ge', value: 20_000_000 - n * 700_000 }),
        attribute('city_tier', { op: 'in', values: ['tier2', 'tier3'] }),
        attribute('age_band', { op: 'in', values: ['35_44', '25_34'] }),
        attribute('risk_level', { op: 'in', values: ['C2', 'C3'] }),
      ),
    ),
  R2: (n = 0) =>
    rule(
      all(
        any(tag(20 + n), tag(50 + n)),
        not(tag(5)),
        attribute('aum', { op: 'ge', value: 1_000_000 }),
        attribute('payroll', { op: 'eq', value: true }),
      ),
    ),
  R3: (n = 0) =>
    rule(
      any(
        all(tag(3 + n, 8 + n), attribute('aum', { op: 'between', from: 500_000, to: 9_000_000 })),
        all(
          any(tag(40), tag(60), attribute('age_band', { op: 'eq', value: '65up' })),
          not(all(tag(1), attribute('city_tier', { op: 'eq', value: 'tier3' }))),
        ),
        all(tag(100 + n), tag(7)),
      ),
    ),
  R4: (n = 0) =>
    rule(
      all(
        events(0, 4, 7 + (n % 5), { op: 'ge', value: 3 }),
        attribute('aum', { op: 'ge', value: 1_000_000 }),
        not(tag(9 + n)),
      ),
    ),
  R5: (n = 0) =>
    rule(
      all(
        tag(2 + n),
        events(0, 3, 30, { op: 'ge', value: 1 }),
        events(12, 15, 30, { op: 'eq', value: 0 }),
        events(0, 30, 90, { op: 'gt', value: 9_000 }, 'sum'),
      ),
    ),
};

/** What the hand-written statements need to know of how a profile is laid out. */
export interface HotAttribute {
  readonly code: string;
  readonly slot: string;
}
export const HOT = ['aum', 'city_tier', 'age_band', 'risk_level', 'payroll'] as const;
