import fc from 'fast-check';
import type { Condition, Leaf, Rule } from '../../contract/rule.ts';
import { Rule as RuleSchema } from '../../contract/rule.ts';
import {
  type NumberTest,
  type PastTest,
  type PropertyTest,
  periods,
  testsOf,
  type ValueTest,
  type Window,
} from '../../contract/rule-tests.ts';
import { ATTRIBUTES, CHOICES, day, KINDS, type Places, SCORES, TAGS } from './people.fixture.ts';

const few = fc.integer({ min: 1, max: 40 });

const number = (value: fc.Arbitrary<number>): fc.Arbitrary<NumberTest> =>
  fc.oneof(
    fc.record({
      op: fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge'),
      value,
    }) as fc.Arbitrary<NumberTest>,
    fc.record({ op: fc.constant('between' as const), from: value, to: value }),
  );

const past = (now: Date): fc.Arbitrary<PastTest> =>
  fc.oneof(
    fc.record({
      op: fc.constant('last_days' as const),
      days: few,
      skip: fc.constantFrom(0, 0, 1, 20),
    }),
    fc.record({ op: fc.constant('before_last_days' as const), days: few }),
    fc.record({ op: fc.constant('within' as const), from: day(now), to: day(now) }),
    fc.record({ op: fc.constantFrom('since' as const, 'before' as const), day: day(now) }),
  );

const some = <T>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

function value(type: string, op: ValueTest['op'], now: Date): fc.Arbitrary<ValueTest> {
  const scalars: Record<string, fc.Arbitrary<unknown>> = {
    number: fc.integer({ min: 0, max: 6 }).map((n) => n / 2),
    money: fc.integer({ min: 0, max: 12 }).map((n) => n * 5_000_000),
    choice: fc.constantFrom(...CHOICES),
    text: fc.constantFrom('城东支行', '50%_off', '支行'),
    flag: fc.boolean(),
  };
  const one = scalars[type] ?? fc.constant('a');
  const given = (rest: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ op: fc.constant(op), ...rest }) as fc.Arbitrary<ValueTest>;
  switch (op) {
    case 'missing':
    case 'present':
      return given({});
    case 'between':
      return given({ from: one, to: one });
    case 'in':
    case 'not_in':
      return given({ values: fc.uniqueArray(one, { minLength: 1, maxLength: 3 }) });
    case 'has_any':
    case 'has_all':
    case 'has_none':
      return given({ values: some(CHOICES) });
    case 'contains':
    case 'starts_with':
      return given({ value: fc.constantFrom('城', '支', '%', '_') });
    case 'last_days':
      return given({ days: few, skip: fc.constantFrom(0, 1, 20) });
    case 'before_last_days':
    case 'next_days':
    case 'anniversary':
      return given({ days: few });
    case 'within':
      return given({ from: day(now), to: day(now) });
    case 'since':
    case 'before':
      return given({ day: day(now) });
    default:
      return given({ value: one });
  }
}

const attribute = (now: Date): fc.Arbitrary<Leaf> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(...ATTRIBUTES).chain(({ code, type }) =>
        fc
          .constantFrom(...testsOf[type])
          .chain((op) => value(type, op, now))
          .map((test): Leaf => ({ kind: 'attribute', attribute: code, test })),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('active', 'silent', 'near_lost', 'lost').map(
        (state): Leaf => ({
          kind: 'attribute',
          attribute: 'activity',
          test: { op: 'eq', value: state },
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('high_quality', 'mid', 'long_tail').map(
        (band): Leaf => ({
          kind: 'attribute',
          attribute: 'quality_band',
          test: { op: 'ne', value: band },
        }),
      ),
    },
  );

const names = fc.uniqueArray(fc.constantFrom(...KINDS, 'page.*', 'content.*', 'nobody.did'), {
  minLength: 1,
  maxLength: 3,
});

const window = (now: Date): fc.Arbitrary<Window> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('days' as const),
      last: few,
      skip: fc.constantFrom(0, 0, 1, 15),
    }),
    fc.record({ kind: fc.constant('hours' as const), last: fc.integer({ min: 1, max: 72 }) }),
    fc.record({ kind: fc.constant('between' as const), from: day(now), to: day(now) }),
    fc.constantFrom(...periods).map((period) => ({ kind: 'period' as const, period })),
    fc.constant({ kind: 'ever' as const }),
  );

const where: fc.Arbitrary<PropertyTest[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<PropertyTest[]>([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.oneof(
        fc
          .tuple(
            fc.constantFrom('category', 'n', 'amount', 'subject', 'source'),
            fc.oneof(
              fc.record({
                op: fc.constantFrom('eq', 'ne'),
                value: fc.constantFrom('shop', 'p1', 'h5', 1, 2.5, true),
              }),
              fc.record({ op: fc.constant('in'), values: fc.constant(['shop', 'p2', 'bank', 2]) }),
              fc.record({
                op: fc.constant('contains'),
                value: fc.constantFrom('sho', 'p', 'food'),
              }),
              fc.record({ op: fc.constantFrom('present', 'missing') }),
              number(fc.integer({ min: 0, max: 5 })).filter((t) => t.op !== 'eq' && t.op !== 'ne'),
            ),
          )
          .map(([property, test]) => ({ property, test }) as PropertyTest),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

const event = (now: Date): fc.Arbitrary<Leaf> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('event' as const),
        events: names,
        where,
        window: window(now),
        measure: fc.constantFrom('count' as const, 'sum' as const, 'days' as const),
        test: number(fc.integer({ min: 0, max: 4 })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('occurrence' as const),
        which: fc.constantFrom('first' as const, 'last' as const),
        events: names,
        where,
        test: past(now),
      }),
    },
  );

const orNot = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

function leaf({ now, units, staff, corps, audiences }: Places): fc.Arbitrary<Leaf> {
  const given = (record: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record(record).map((r) => JSON.parse(JSON.stringify(r)) as Leaf);
  return fc.oneof(
    { weight: 4, arbitrary: attribute(now) },
    { weight: 5, arbitrary: event(now) },
    {
      weight: 3,
      arbitrary: given({
        kind: fc.constant('tag'),
        tags: some([...TAGS.slice(0, 4), ...TAGS.slice(62, 66)]),
        match: fc.constantFrom('any', 'all', 'none'),
        sources: orNot(some(['manual', 'rule'])),
        confidence: orNot(fc.constantFrom(0.5, 0.7)),
        since: orNot(past(now)),
      }),
    },
    {
      weight: 2,
      arbitrary: given({
        kind: fc.constant('relationship'),
        state: fc.constantFrom('active', 'ended', 'any'),
        staffIds: orNot(some(staff)),
        unitIds: orNot(some(units)),
        corpIds: orNot(some(corps)),
        sources: orNot(some(['scan', 'group'])),
        started: orNot(past(now)),
        ended: orNot(past(now)),
        endedBy: orNot(some(['customer', 'bank'])),
        lastContact: orNot(past(now)),
      }),
    },
    {
      weight: 1,
      arbitrary: given({
        kind: fc.constant('rm'),
        has: fc.boolean(),
        staffIds: orNot(some(staff)),
        unitIds: orNot(some(units)),
      }),
    },
    {
      weight: 1,
      arbitrary: given({
        kind: fc.constant('audience'),
        audienceIds: some(audiences),
        match: fc.constantFrom('any', 'none'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('score' as const),
        score: fc.constantFrom(...SCORES, 'unheard_of'),
        test: fc.oneof(
          number(fc.constantFrom(0, 0.5, 50, 100)),
          fc.constantFrom({ op: 'missing' as const }, { op: 'present' as const }),
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('consent' as const),
        purpose: fc.constantFrom('marketing' as const, 'modelling' as const),
        channel: fc.constantFrom('one_to_one' as const, 'group' as const, 'any' as const),
        state: fc.constantFrom(
          'given' as const,
          'withdrawn' as const,
          'stale' as const,
          'never' as const,
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('reach' as const), reachable: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('unit' as const),
        unitIds: some(units),
        below: fc.boolean(),
      }),
    },
  );
}

/** Rules of every sort of condition, nested to some depth; each is one that the contract takes. */
export function rules(places: Places): fc.Arbitrary<Rule> {
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 3, arbitrary: leaf(places) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('all' as const, 'any' as const),
          of: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
      },
    ),
  }));
  return fc
    .record({
      version: fc.constant(1 as const),
      include: condition,
      exclude: fc.option(condition, { freq: 2 }),
    })
    .map((rule) => RuleSchema.parse(JSON.parse(JSON.stringify(rule))));
}
