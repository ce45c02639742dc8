import { z } from 'zod';
import type { AttributeType } from '#modules/customers/contract.ts';

/** The name of an attribute, a score, a purpose, a channel. */
export const Key = z.string().regex(/^[a-z][a-z0-9_.]{0,79}$/);
const Day = z.iso.date();
const Days = z.int().min(1).max(3_660);
const Text = z.string().min(1).max(200);
const Scalar = z.union([z.string().max(200), z.number(), z.boolean()]);

/**
 * Where in time something lies. Days are calendar days of the bank and today counts; windows are
 * half-open: `to` is the first day that no longer belongs.
 */
export const PastTest = z.discriminatedUnion('op', [
  /** Within the last `days` days; with `skip`, the last days before the `skip` most recent ones. */
  z.object({ op: z.literal('last_days'), days: Days, skip: z.int().min(0).max(3_660).default(0) }),
  /** Longer ago than the last `days` days. */
  z.object({ op: z.literal('before_last_days'), days: Days }),
  z.object({ op: z.literal('within'), from: Day, to: Day }),
  z.object({ op: z.literal('since'), day: Day }),
  z.object({ op: z.literal('before'), day: Day }),
]);
export type PastTest = z.infer<typeof PastTest>;

export const TimeTest = z.discriminatedUnion('op', [
  ...PastTest.options,
  /** Today or within the `days` days that begin today. */
  z.object({ op: z.literal('next_days'), days: Days }),
  /** The same day of a year (birthday, card anniversary) comes round within `days` days. */
  z.object({ op: z.literal('anniversary'), days: z.int().min(1).max(366) }),
]);
export type TimeTest = z.infer<typeof TimeTest>;

export const NumberTest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('eq'), value: z.number() }),
  z.object({ op: z.literal('ne'), value: z.number() }),
  z.object({ op: z.literal('lt'), value: z.number() }),
  z.object({ op: z.literal('le'), value: z.number() }),
  z.object({ op: z.literal('gt'), value: z.number() }),
  z.object({ op: z.literal('ge'), value: z.number() }),
  /** Both ends belong. */
  z.object({ op: z.literal('between'), from: z.number(), to: z.number() }),
]);
export type NumberTest = z.infer<typeof NumberTest>;

/**
 * What an attribute is asked; which of these fit is a matter of its type. A customer without a value
 * passes only `missing` and, of a list, `has_none`.
 */
export const ValueTest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('eq'), value: Scalar }),
  z.object({ op: z.literal('ne'), value: Scalar }),
  z.object({
    op: z.literal('in'),
    values: z
      .array(z.union([Text, z.number()]))
      .min(1)
      .max(500),
  }),
  z.object({
    op: z.literal('not_in'),
    values: z
      .array(z.union([Text, z.number()]))
      .min(1)
      .max(500),
  }),
  ...NumberTest.options.slice(2),
  z.object({ op: z.literal('contains'), value: Text }),
  z.object({ op: z.literal('starts_with'), value: Text }),
  z.object({ op: z.literal('has_any'), values: z.array(Text).min(1).max(500) }),
  z.object({ op: z.literal('has_all'), values: z.array(Text).min(1).max(500) }),
  z.object({ op: z.literal('has_none'), values: z.array(Text).min(1).max(500) }),
  ...TimeTest.options,
  z.object({ op: z.literal('missing') }),
  z.object({ op: z.literal('present') }),
]);
export type ValueTest = z.infer<typeof ValueTest>;

const numberTests = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between'] as const;
const presence = ['missing', 'present'] as const;

/** Which tests fit which type of value; amounts are in fen, days are `2026-11-22`. */
export const testsOf: Record<AttributeType, readonly ValueTest['op'][]> = {
  number: [...numberTests, 'in', 'not_in', ...presence],
  money: [...numberTests, ...presence],
  text: ['eq', 'ne', 'in', 'not_in', 'contains', 'starts_with', ...presence],
  choice: ['eq', 'ne', 'in', 'not_in', ...presence],
  choices: ['has_any', 'has_all', 'has_none', ...presence],
  day: [
    'last_days',
    'before_last_days',
    'next_days',
    'anniversary',
    'within',
    'since',
    'before',
    ...presence,
  ],
  flag: ['eq', ...presence],
};

export const PropertyTest = z.object({
  /** `subject`, `source`, `amount`, or a property of the event. */
  property: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,59}$/),
  test: z.discriminatedUnion('op', [
    z.object({ op: z.literal('eq'), value: Scalar }),
    z.object({ op: z.literal('ne'), value: Scalar }),
    z.object({
      op: z.literal('in'),
      values: z
        .array(z.union([Text, z.number()]))
        .min(1)
        .max(200),
    }),
    ...NumberTest.options.slice(2),
    z.object({ op: z.literal('contains'), value: Text }),
    z.object({ op: z.literal('present') }),
    z.object({ op: z.literal('missing') }),
  ]),
});
export type PropertyTest = z.infer<typeof PropertyTest>;

export const periods = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
] as const;

/** The stretch of time in which events count. */
export const Window = z.discriminatedUnion('kind', [
  /** The last calendar days, today included; with `skip`, ending so many days ago. */
  z.object({ kind: z.literal('days'), last: Days, skip: z.int().min(0).max(3_660).default(0) }),
  /** To the minute: slides with the clock. */
  z.object({ kind: z.literal('hours'), last: z.int().min(1).max(720) }),
  /** From one day up to, and without, another. */
  z.object({ kind: z.literal('between'), from: Day, to: Day }),
  z.object({ kind: z.literal('period'), period: z.enum(periods) }),
  z.object({ kind: z.literal('ever') }),
]);
export type Window = z.infer<typeof Window>;
