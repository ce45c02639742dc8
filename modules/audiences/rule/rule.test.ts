import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Condition, type ConditionInput, Rule } from '../contract/rule.ts';
import { canonicalRule } from './canonical.ts';
import { addDays, anniversaries, dayOf, periodOf, startOf } from './day.ts';
import { oneNeedOf } from './one-need.ts';
import { sentenceOf } from './sentence.ts';
import { daysOf, windowOf } from './span.ts';
import { dependenciesOf } from './walk.ts';
import type { RuleWords } from './words.ts';

const words: RuleWords = {
  attribute: (code) =>
    ({
      aum: {
        name: ['管理资产 AUM', 'Assets under management'] as const,
        type: 'money' as const,
        unit: '元',
        options: new Map(),
        purposes: [],
      },
      birth_date: {
        name: ['出生日期', 'Date of birth'] as const,
        type: 'day' as const,
        unit: null,
        options: new Map(),
        purposes: [],
      },
      city: {
        name: ['城市等级', 'City tier'] as const,
        type: 'choice' as const,
        unit: null,
        options: new Map([
          ['t1', ['一线', 'Tier 1'] as const],
          ['t2', ['二线', 'Tier 2'] as const],
        ]),
        purposes: [],
      },
    })[code],
  tag: (code) => [`标签 ${code}`, `tag ${code}`],
  event: (name) =>
    name === 'page.*' ? ['页面行为', 'anything on pages'] : ['交易', 'transaction'],
  property: () => ['类别', 'category'],
  score: () => ['需求强度', 'Need'],
  audience: () => '老客户',
  unit: () => '苏州分行',
  staff: () => '王小明',
  corp: () => '江海银行',
};
const say = (include: ConditionInput, exclude?: ConditionInput) =>
  sentenceOf(Rule.parse({ version: 1, include, ...(exclude ? { exclude } : {}) }), words);

test('every rule has a sentence in Chinese and in English', () => {
  expect(
    say(
      {
        kind: 'all',
        of: [
          {
            kind: 'attribute',
            attribute: 'aum',
            test: { op: 'between', from: 5_000_000, to: 50_000_000 },
          },
          {
            kind: 'any',
            of: [
              { kind: 'tag', tags: ['tag_a', 'tag_b'], sources: ['manual'], confidence: 0.6 },
              {
                kind: 'attribute',
                attribute: 'city',
                test: { op: 'not_in', values: ['t1', 't2'] },
              },
            ],
          },
          {
            kind: 'event',
            events: ['transaction.made'],
            where: [{ property: 'category', test: { op: 'eq', value: 'shop' } }],
            window: { kind: 'period', period: 'last_month' },
            measure: 'sum',
            test: { op: 'gt', value: 1000 },
          },
        ],
      },
      {
        kind: 'event',
        events: ['page.*'],
        window: { kind: 'days', last: 30, skip: 7 },
        test: { op: 'eq', value: 0 },
      },
    ),
  ).toEqual([
    '管理资产 AUM 介于 5 万元与 50 万元之间，且（有标签“标签 tag_a”或“标签 tag_b”（来源为人工录入，置信度不低于 60%），或城市等级不为“一线”或“二线”），且上月“交易”（类别为“shop”）的金额合计超过 1,000；排除：7 天前的 30 天内没有“页面行为”',
    'Assets under management from ¥50,000 to ¥500,000, and (with the tag “tag tag_a” or “tag tag_b” (from Entered by hand, at least 60% certain), or City tier is neither “Tier 1” nor “Tier 2”), and last month “transaction” (category is “shop”) in all: more than 1,000; except: in the 30 days up to 7 days ago did not “anything on pages”',
  ]);
  expect(
    say({ kind: 'attribute', attribute: 'birth_date', test: { op: 'anniversary', days: 7 } })[0],
  ).toBe('出生日期在 7 天内周年');
  expect(say({ kind: 'all', of: [] })[0]).toBe('全部客户');
  expect(
    say({
      kind: 'relationship',
      unitIds: ['01a00000-0000-7000-8000-000000000001'],
      started: { op: 'last_days', days: 30 },
    })[0],
  ).toBe('有好友关系（与苏州分行的员工，添加时间在近 30 天内）');
});

test('a rule keeps its hash when its parts change places, and loses it when they change', () => {
  const leaf = fc
    .constantFrom('ta', 'tb', 'tc', 'td')
    .map((t): Condition => ({ kind: 'tag', tags: [t], match: 'any' }));
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
    ),
  }));
  const turned = (c: Condition): Condition =>
    c.kind === 'all' || c.kind === 'any'
      ? { kind: c.kind, of: [...c.of].reverse().map(turned) }
      : c.kind === 'not'
        ? { kind: 'not', of: turned(c.of) }
        : c;
  fc.assert(
    fc.property(condition, (include) => {
      const rule = Rule.parse({ version: 1, include });
      expect(canonicalRule({ ...rule, include: turned(include) })).toBe(canonicalRule(rule));
      expect(canonicalRule({ ...rule, include: { kind: 'not', of: include } })).not.toBe(
        canonicalRule(rule),
      );
    }),
  );
});

test('days begin at midnight in Shanghai, and windows end where today does', () => {
  const now = new Date('2026-11-22T16:30:00Z'); // half past midnight on the 23rd
  expect(dayOf(now)).toBe('2026-11-23');
  expect(startOf('2026-11-23').toISOString()).toBe('2026-11-22T16:00:00.000Z');
  expect(windowOf({ kind: 'days', last: 7, skip: 0 }, now).days).toEqual({
    from: '2026-11-17',
    to: '2026-11-24',
  });
  expect(windowOf({ kind: 'days', last: 7, skip: 7 }, now).days).toEqual({
    from: '2026-11-10',
    to: '2026-11-17',
  });
  expect(windowOf({ kind: 'period', period: 'this_month' }, now).days).toEqual({
    from: '2026-11-01',
    to: '2026-11-24',
  });
  expect(daysOf({ op: 'before_last_days', days: 30 }, '2026-11-23')).toEqual({
    from: null,
    to: '2026-10-25',
  });
});

test('weeks begin on Monday; quarters and years at their first day', () => {
  expect(periodOf.this_week('2026-11-22')).toEqual(['2026-11-16', '2026-11-23']);
  expect(periodOf.last_week('2026-11-23')).toEqual(['2026-11-16', '2026-11-23']);
  expect(periodOf.last_month('2026-01-31')).toEqual(['2025-12-01', '2026-01-01']);
  expect(periodOf.this_quarter('2026-11-22')).toEqual(['2026-10-01', '2027-01-01']);
  expect(periodOf.last_quarter('2026-02-01')).toEqual(['2025-10-01', '2026-01-01']);
  expect(periodOf.last_year('2026-02-01')).toEqual(['2025-01-01', '2026-01-01']);
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
});

test('whoever was born on the 29th of February has the day on the 28th in other years', () => {
  expect(anniversaries('2026-02-27', 2)).toEqual([227, 228, 229]);
  expect(anniversaries('2028-02-27', 2)).toEqual([227, 228]);
  expect(anniversaries('2026-12-31', 2)).toEqual([1231, 101]);
});

test('a rule knows what may change its answer', () => {
  const of = (include: ConditionInput) => dependenciesOf(Rule.parse({ version: 1, include }));
  expect(of({ kind: 'tag', tags: ['tag_a'] }).clock).toBe('never');
  expect(
    of({ kind: 'attribute', attribute: 'activity', test: { op: 'eq', value: 'lost' } }),
  ).toMatchObject({
    activity: true,
    clock: 'daily',
  });
  const both = of({
    kind: 'any',
    of: [
      {
        kind: 'event',
        events: ['page.*'],
        window: { kind: 'hours', last: 2 },
        test: { op: 'ge', value: 1 },
      },
      {
        kind: 'event',
        events: ['login.done'],
        window: { kind: 'ever' },
        test: { op: 'ge', value: 1 },
      },
    ],
  });
  expect(both).toMatchObject({ clock: 'always', events: ['page.*', 'login.done'] });
});

test('R-059 a group of one need alone is told from a broad class', () => {
  const needs = new Set(['need_loan', 'need_insurance']);
  const of = (include: ConditionInput) => oneNeedOf(Rule.parse({ version: 1, include }), needs);
  const loan = { kind: 'tag', tags: ['need_loan'] } as const;
  const cars = {
    kind: 'attribute',
    attribute: 'car_owner',
    test: { op: 'eq', value: true },
  } as const;
  expect(of({ kind: 'all', of: [loan] })).toBe('need_loan');
  expect(of({ kind: 'all', of: [cars, loan] })).toBeNull();
  expect(of({ kind: 'tag', tags: ['need_loan', 'need_insurance'] })).toBeNull();
  expect(of({ kind: 'tag', tags: ['direct'] })).toBeNull();
  expect(of(cars)).toBeNull();
});
