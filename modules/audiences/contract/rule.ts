import { z } from 'zod';
import {
  ConsentChannel,
  ConsentPurpose,
  ConsentState,
  EndedBy,
  RelationshipSource,
  Source,
  TagCode,
} from '#modules/customers/contract.ts';
import { Key, NumberTest, PastTest, PropertyTest, ValueTest, Window } from './rule-tests.ts';

/** The language of this file. Rules of an older version are lifted when they are read. */
export const RULE_VERSION = 1;

/** How much a rule may hold: far beyond what people write, near enough to keep a query sane. */
export const RULE_LIMITS = { conditions: 200, depth: 20 } as const;

const AttributeCondition = z.object({
  kind: z.literal('attribute'),
  attribute: Key,
  test: ValueTest,
});

const TagCondition = z.object({
  kind: z.literal('tag'),
  tags: z.array(TagCode).min(1).max(100),
  match: z.enum(['any', 'all', 'none']).default('any'),
  /** Only tags from one of these sources count. */
  sources: z.array(Source).min(1).max(10).optional(),
  /** Only tags at least so certain count, 0–1. */
  confidence: z.number().min(0).max(1).optional(),
  /** Only tags put on at such a time count. */
  since: PastTest.optional(),
});

/** A kind of event, `page.viewed`, or a family of them, `page.*`. */
const EventName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*(\.\*)?$/)
  .max(80);

const EventCondition = z.object({
  kind: z.literal('event'),
  events: z.array(EventName).min(1).max(30),
  where: z.array(PropertyTest).max(10).default([]),
  window: Window,
  /** How often, how much in all, or on how many different days. */
  measure: z.enum(['count', 'sum', 'days']).default('count'),
  test: NumberTest,
});

const OccurrenceCondition = z.object({
  kind: z.literal('occurrence'),
  which: z.enum(['first', 'last']),
  events: z.array(EventName).min(1).max(30),
  where: z.array(PropertyTest).max(10).default([]),
  test: PastTest,
});

const RelationshipCondition = z.object({
  kind: z.literal('relationship'),
  /** One relationship of the customer must fit all that is said here. */
  state: z.enum(['active', 'ended', 'any']).default('active'),
  staffIds: z.array(z.uuid()).min(1).max(500).optional(),
  /** The RM belongs to one of these units or to one below them. */
  unitIds: z.array(z.uuid()).min(1).max(200).optional(),
  corpIds: z.array(z.uuid()).min(1).max(50).optional(),
  sources: z.array(RelationshipSource).min(1).max(50).optional(),
  started: PastTest.optional(),
  ended: PastTest.optional(),
  endedBy: z.array(EndedBy).min(1).max(3).optional(),
  /** When both sides last spoke with each other; never spoken passes none. */
  lastContact: PastTest.optional(),
});

const AudienceCondition = z.object({
  kind: z.literal('audience'),
  audienceIds: z.array(z.uuid()).min(1).max(50),
  /** In at least one of them, or in none. */
  match: z.enum(['any', 'none']).default('any'),
});

const ScoreCondition = z.object({
  kind: z.literal('score'),
  score: Key,
  test: z.discriminatedUnion('op', [
    ...NumberTest.options,
    z.object({ op: z.literal('missing') }),
    z.object({ op: z.literal('present') }),
  ]),
});

const ConsentCondition = z.object({
  kind: z.literal('consent'),
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  /** `stale`: given to a text that has changed since; `never`: neither given nor withdrawn. */
  state: ConsentState,
});

/** Who looks after the customer; with `has: false`, nobody, or none of those named. */
const RmCondition = z.object({
  kind: z.literal('rm'),
  has: z.boolean(),
  staffIds: z.array(z.uuid()).min(1).max(500).optional(),
  /** The RM belongs to one of these units or to one below them. */
  unitIds: z.array(z.uuid()).min(1).max(200).optional(),
});

/** Whether marketing may reach the customer at all: relationship, consent and no objection. */
const ReachCondition = z.object({ kind: z.literal('reach'), reachable: z.boolean() });

const UnitCondition = z.object({
  kind: z.literal('unit'),
  unitIds: z.array(z.uuid()).min(1).max(500),
  /** With everything below them. */
  below: z.boolean().default(true),
});

export const Leaf = z.discriminatedUnion('kind', [
  AttributeCondition,
  TagCondition,
  EventCondition,
  OccurrenceCondition,
  RelationshipCondition,
  RmCondition,
  AudienceCondition,
  ScoreCondition,
  ConsentCondition,
  ReachCondition,
  UnitCondition,
]);
export type Leaf = z.infer<typeof Leaf>;
export type LeafOf<K extends Leaf['kind']> = Extract<Leaf, { kind: K }>;

/** All of nothing holds for everybody; any of nothing holds for nobody and is refused. */
export type Condition =
  | Leaf
  | { kind: 'all' | 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition };

export type ConditionInput =
  | z.input<typeof Leaf>
  | { kind: 'all' | 'any'; of: ConditionInput[] }
  | { kind: 'not'; of: ConditionInput };

export const Condition: z.ZodType<Condition, ConditionInput> = z
  .lazy(() =>
    z.union([
      Leaf,
      z.object({
        kind: z.enum(['all', 'any']),
        of: z.array(Condition).max(RULE_LIMITS.conditions),
      }),
      z.object({ kind: z.literal('not'), of: Condition }),
    ]),
  )
  // It holds itself, so the description of the API names it.
  .meta({ id: 'RuleCondition' });

/** Who belongs: those who fit `include`, without those who fit `exclude`. */
export const Rule = z.object({
  version: z.literal(RULE_VERSION),
  include: Condition,
  exclude: Condition.nullable().default(null),
});
export type Rule = z.infer<typeof Rule>;
export type RuleInput = z.input<typeof Rule>;

/** Something wrong with a rule, and where: `include.of.2.test`. */
export const RuleProblem = z.object({
  path: z.string(),
  code: z.enum([
    'tooDeep',
    'tooMany',
    'emptyGroup',
    'unknownAttribute',
    'testDoesNotFit',
    'valueDoesNotFit',
    'unknownOption',
    'emptyRange',
    'unknownTag',
    'unknownEvent',
    'unknownProperty',
    'unknownScore',
    'unknownUnit',
    'unknownAudience',
    'audienceCycle',
    'unknownConsent',
    'purposeNotAllowed',
    'malformed',
  ]),
  /** What the sentence of the problem names. */
  details: z.record(z.string(), z.unknown()),
});
export type RuleProblem = z.infer<typeof RuleProblem>;
