import fc from 'fast-check';
import type { AttributeType } from '#modules/customers/contract.ts';
import { dayOf } from '../../rule/day.ts';
import type { CustomerFacts } from '../../rule/facts.ts';

/** Attributes of the test bank: some in columns of the profile, some not. */
export const ATTRIBUTES: readonly { code: string; type: AttributeType; hot: boolean }[] = [
  { code: 'aum', type: 'money', hot: true },
  { code: 'age', type: 'number', hot: true },
  { code: 'visits', type: 'number', hot: false },
  { code: 'city_tier', type: 'choice', hot: true },
  { code: 'education', type: 'choice', hot: false },
  { code: 'hobbies', type: 'choices', hot: false },
  { code: 'birth_date', type: 'day', hot: true },
  { code: 'card_until', type: 'day', hot: false },
  { code: 'payroll', type: 'flag', hot: true },
  { code: 'pet', type: 'flag', hot: false },
  { code: 'outlet', type: 'text', hot: false },
];
export const TAGS = Array.from({ length: 70 }, (_, i) => `tag_${i}`);
export const KINDS = [
  'page.viewed',
  'page.left',
  'button.clicked',
  'transaction.made',
  'content.read',
  'message.delivered',
];
export const CHOICES = ['a', 'b', 'c'];
export const SCORES = ['need', 'churn'];

export interface Places {
  readonly now: Date;
  readonly units: readonly string[];
  readonly staff: readonly string[];
  readonly corps: readonly string[];
  readonly audiences: readonly string[];
}

const DAY_MS = 86_400_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });

/** Moments around the ends of days and around now, where mistakes live. */
export function moment(now: Date): fc.Arbitrary<Date> {
  const midnight = Date.parse(`${dayOf(now)}T00:00:00Z`) - 8 * 3_600_000;
  return fc.oneof(
    fc
      .tuple(fc.integer({ min: -95, max: 1 }), fc.constantFrom(0, -1, 1, 43_200_000))
      .map(([days, ms]) => new Date(midnight + days * DAY_MS + ms)),
    fc.integer({ min: -30, max: 2 }).map((hours) => new Date(now.getTime() + hours * 3_600_000)),
  );
}

export const day = (now: Date): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: -40, max: 40 }).map((d) => dayOf(new Date(now.getTime() + d * DAY_MS))),
    fc.constantFrom('1988-02-29', '1990-03-02', '1975-03-09', '2001-12-31', '1960-03-01'),
  );

const attributes = (now: Date): fc.Arbitrary<CustomerFacts['attributes']> => {
  const values: Record<AttributeType, fc.Arbitrary<unknown>> = {
    money: fc.integer({ min: 0, max: 12 }).map((n) => n * 5_000_000),
    number: fc.integer({ min: 0, max: 6 }).map((n) => n / 2),
    choice: fc.constantFrom(...CHOICES),
    choices: fc.uniqueArray(fc.constantFrom(...CHOICES), { minLength: 1 }),
    day: day(now),
    flag: fc.boolean(),
    text: fc.constantFrom('城东支行', '城西支行', '50%_off'),
  };
  return fc
    .record(Object.fromEntries(ATTRIBUTES.map(({ code, type }) => [code, maybe(values[type])])))
    .map(
      (given) =>
        Object.fromEntries(
          Object.entries(given).filter(([, value]) => value !== undefined),
        ) as CustomerFacts['attributes'],
    );
};

const property = fc.oneof(
  fc.constantFrom('shop', 'food', '', 'shopping'),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);

/** Customers of a small bank, with everything a rule may ask. */
export function people({
  now,
  units,
  staff,
  corps,
  audiences,
}: Places): fc.Arbitrary<CustomerFacts> {
  const at = moment(now);
  return fc
    .record({
      unitId: fc.constantFrom(...units),
      rmId: fc.option(fc.constantFrom(...staff)),
      attributes: attributes(now),
      tags: fc.uniqueArray(
        fc.record({
          tag: fc.constantFrom(...TAGS.slice(0, 4), ...TAGS.slice(62, 66)),
          source: fc.constantFrom('manual', 'rule', 'bank_data'),
          confidence: fc.constantFrom(0.3, 0.5, 0.7, 1),
          since: at,
          expiresAt: fc.option(at, { freq: 4 }),
        }),
        { selector: (t) => t.tag, maxLength: 5 },
      ),
      events: fc.array(
        fc.record({
          kind: fc.constantFrom(...KINDS),
          at,
          source: fc.constantFrom('h5', 'bank'),
          subject: fc.option(fc.constantFrom('p1', 'p2')),
          amount: fc.option(fc.integer({ min: -200, max: 1000 }).map((n) => n / 100)),
          properties: fc
            .record({ category: maybe(property), n: maybe(property) })
            .map((p) => JSON.parse(JSON.stringify(p)) as Record<string, unknown>),
        }),
        { maxLength: 12 },
      ),
      relationships: fc.uniqueArray(
        fc
          .record({
            staffId: fc.option(fc.constantFrom(...staff)),
            corpId: fc.constantFrom(...corps),
            state: fc.constantFrom('half' as const, 'active' as const, 'ended' as const),
            source: fc.constantFrom('scan', 'group'),
            startedAt: at,
            endedAt: at,
            endedBy: fc.option(fc.constantFrom('customer', 'staff', 'bank')),
            lastTwoWayAt: fc.option(at),
          })
          .map((r) => (r.state === 'ended' ? r : { ...r, endedAt: null, endedBy: null })),
        { selector: (r) => r.corpId, maxLength: 2 },
      ),
      consents: fc.uniqueArray(
        fc.record({
          purpose: fc.constantFrom('marketing' as const, 'modelling' as const),
          channel: fc.constantFrom('one_to_one' as const, 'group' as const, 'any' as const),
          state: fc.constantFrom('given' as const, 'withdrawn' as const),
          textVersion: fc.integer({ min: 1, max: 3 }),
        }),
        { selector: (c) => `${c.purpose}/${c.channel}`, maxLength: 4 },
      ),
      audiences: fc.subarray([...audiences]).map((ids) => new Set(ids)),
      scores: fc
        .record({
          need: maybe(fc.integer({ min: 0, max: 100 })),
          churn: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
        })
        .map((s) => JSON.parse(JSON.stringify(s)) as Record<string, number>),
    })
    .map((facts) => ({
      ...facts,
      customerId: 0,
      qualityBand: bandOf(facts.attributes.aum as number | undefined),
      lastActiveAt: facts.events
        .filter((e) => e.kind !== 'message.delivered')
        .reduce<Date | null>((last, e) => (last && last > e.at ? last : e.at), null),
    }));
}

const bandOf = (aum: number | undefined): string | null =>
  aum === undefined
    ? null
    : aum >= 50_000_000
      ? 'high_quality'
      : aum >= 5_000_000
        ? 'mid'
        : 'long_tail';
