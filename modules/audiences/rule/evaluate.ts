import type { Condition, Leaf, LeafOf, Rule } from '../contract/rule.ts';
import type { NumberTest, PropertyTest } from '../contract/rule-tests.ts';
import { addDays, anniversaries, dayOf, monthDay, startOf } from './day.ts';
import {
  type Activity,
  activityDays,
  type CustomerFacts,
  privateChannels,
  type RuleWorld,
  type Unreachable,
} from './facts.ts';
import { daysOf, inDays, inSpan, momentsOf, windowOf } from './span.ts';
import { ACTIVITY, isStandingScore, meansKind, QUALITY_BAND } from './walk.ts';

/** Whether a customer belongs: what the compiled SQL says of the same customer. */
export function fits(rule: Rule, facts: CustomerFacts, world: RuleWorld): boolean {
  return (
    holds(rule.include, facts, world) &&
    !(rule.exclude !== null && holds(rule.exclude, facts, world))
  );
}

function holds(condition: Condition, facts: CustomerFacts, world: RuleWorld): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((inner) => holds(inner, facts, world));
    case 'any':
      return condition.of.some((inner) => holds(inner, facts, world));
    case 'not':
      return !holds(condition.of, facts, world);
    default:
      return leafHolds(condition, facts, world);
  }
}

function leafHolds(leaf: Leaf, facts: CustomerFacts, world: RuleWorld): boolean {
  switch (leaf.kind) {
    case 'attribute':
      return attributeHolds(leaf, facts, world);
    case 'tag':
      return tagHolds(leaf, facts, world);
    case 'event':
      return compare(measured(leaf, facts, world), scaled(leaf.test));
    case 'occurrence': {
      const at = occurrence(leaf, facts, world);
      return at !== null && inSpan(momentsOf(daysOf(leaf.test, dayOf(world.now))), at);
    }
    case 'relationship':
      return facts.relationships.some((r) => relationshipFits(leaf, r, world));
    case 'rm':
      return rmFits(leaf, facts, world) === leaf.has;
    case 'audience': {
      const within = leaf.audienceIds.some((id) => facts.audiences.has(id));
      return within === (leaf.match === 'any');
    }
    case 'score': {
      const value = facts.scores[leaf.score] ?? (isStandingScore(leaf.score) ? 0 : undefined);
      if (leaf.test.op === 'missing') return value === undefined;
      if (leaf.test.op === 'present') return value !== undefined;
      return value !== undefined && compare(value, leaf.test);
    }
    case 'consent':
      return consentState(leaf, facts, world) === leaf.state;
    case 'reach':
      return (unreachable(facts, world) === null) === leaf.reachable;
    case 'unit': {
      const units = leaf.below ? leaf.unitIds.flatMap(world.unitsBelow) : leaf.unitIds;
      return units.includes(facts.unitId);
    }
  }
}

function attributeHolds(leaf: LeafOf<'attribute'>, facts: CustomerFacts, world: RuleWorld) {
  const { test } = leaf;
  const value = answerOf(leaf.attribute, facts, world);
  if (test.op === 'missing') return value === undefined;
  if (test.op === 'present') return value !== undefined;
  if (test.op === 'has_none')
    return value === undefined || !test.values.some((v) => (value as string[]).includes(v));
  if (value === undefined) return false;
  switch (test.op) {
    case 'eq':
      return value === test.value;
    case 'ne':
      return value !== test.value;
    case 'in':
      return test.values.includes(value as string | number);
    case 'not_in':
      return !test.values.includes(value as string | number);
    case 'contains':
      return (value as string).includes(test.value);
    case 'starts_with':
      return (value as string).startsWith(test.value);
    case 'has_any':
      return test.values.some((v) => (value as string[]).includes(v));
    case 'has_all':
      return test.values.every((v) => (value as string[]).includes(v));
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'between':
      return compare(value as number, test);
    case 'anniversary':
      return anniversaries(dayOf(world.now), test.days).includes(monthDay(value as string));
    default:
      return inDays(daysOf(test, dayOf(world.now)), value as string);
  }
}

function answerOf(code: string, facts: CustomerFacts, world: RuleWorld) {
  if (code === QUALITY_BAND) return facts.qualityBand ?? undefined;
  if (code === ACTIVITY) return activityOf(facts, world);
  return facts.attributes[code];
}

export function activityOf({ lastActiveAt }: CustomerFacts, { now }: RuleWorld): Activity {
  const tomorrow = addDays(dayOf(now), 1);
  for (const [state, days] of Object.entries(activityDays))
    if (lastActiveAt && lastActiveAt >= startOf(addDays(tomorrow, -days))) return state as Activity;
  return 'lost';
}

function compare(value: number, test: NumberTest): boolean {
  switch (test.op) {
    case 'eq':
      return value === test.value;
    case 'ne':
      return value !== test.value;
    case 'lt':
      return value < test.value;
    case 'le':
      return value <= test.value;
    case 'gt':
      return value > test.value;
    case 'ge':
      return value >= test.value;
    case 'between':
      return value >= test.from && value <= test.to;
  }
}

function tagHolds(leaf: LeafOf<'tag'>, facts: CustomerFacts, { now }: RuleWorld): boolean {
  const since = leaf.since && momentsOf(daysOf(leaf.since, dayOf(now)));
  const held = new Set(
    facts.tags
      .filter(
        (t) =>
          (t.expiresAt === null || t.expiresAt > now) &&
          (!leaf.sources || (leaf.sources as string[]).includes(t.source)) &&
          (leaf.confidence === undefined || t.confidence >= leaf.confidence) &&
          (!since || inSpan(since, t.since)),
      )
      .map((t) => t.tag),
  );
  if (leaf.match === 'all') return leaf.tags.every((tag) => held.has(tag));
  return leaf.tags.some((tag) => held.has(tag)) === (leaf.match === 'any');
}

/** Amounts are added up in ten-thousandths, so that the sum is the one a database gives. */
const PARTS = 10_000;

function scaled(test: NumberTest): NumberTest {
  const part = (n: number) => Math.round(n * PARTS);
  return test.op === 'between'
    ? { ...test, from: part(test.from), to: part(test.to) }
    : { ...test, value: part(test.value) };
}

function measured(leaf: LeafOf<'event'>, facts: CustomerFacts, world: RuleWorld): number {
  const span = windowOf(leaf.window, world.now);
  const counted = facts.events.filter(
    (e) =>
      meansKind(leaf.events, e.kind) &&
      inSpan(span, e.at) &&
      leaf.where.every((test) => propertyHolds(test, e)),
  );
  switch (leaf.measure) {
    case 'count':
      return counted.length * PARTS;
    case 'days':
      return new Set(counted.map((e) => dayOf(e.at))).size * PARTS;
    case 'sum':
      return counted.reduce((sum, e) => sum + Math.round((e.amount ?? 0) * PARTS), 0);
  }
}

function occurrence(
  leaf: LeafOf<'occurrence'>,
  facts: CustomerFacts,
  world: RuleWorld,
): Date | null {
  const span = windowOf({ kind: 'ever' }, world.now);
  const times = facts.events
    .filter(
      (e) =>
        meansKind(leaf.events, e.kind) &&
        inSpan(span, e.at) &&
        leaf.where.every((test) => propertyHolds(test, e)),
    )
    .map((e) => e.at.getTime());
  if (times.length === 0) return null;
  return new Date(leaf.which === 'first' ? Math.min(...times) : Math.max(...times));
}

function propertyHolds(
  { property, test }: PropertyTest,
  event: CustomerFacts['events'][number],
): boolean {
  const value =
    property === 'subject' || property === 'source' || property === 'amount'
      ? event[property]
      : event.properties[property];
  if (value === undefined || value === null) return test.op === 'missing';
  switch (test.op) {
    case 'missing':
      return false;
    case 'present':
      return true;
    case 'eq':
      return value === test.value;
    case 'ne':
      return value !== test.value;
    case 'in':
      return test.values.includes(value as string | number);
    case 'contains':
      return typeof value === 'string' && value.includes(test.value);
    default:
      return typeof value === 'number' && compare(value, test);
  }
}

function relationshipFits(
  leaf: LeafOf<'relationship'>,
  r: CustomerFacts['relationships'][number],
  world: RuleWorld,
): boolean {
  const today = dayOf(world.now);
  const then = (test: typeof leaf.started, at: Date | null) =>
    test === undefined || (at !== null && inSpan(momentsOf(daysOf(test, today)), at));
  const among = <T>(list: readonly T[] | undefined, value: T | null) =>
    list === undefined || (value !== null && list.includes(value));
  return (
    (leaf.state === 'any' ? r.state !== 'half' : r.state === leaf.state) &&
    among(leaf.staffIds, r.staffId) &&
    among(leaf.unitIds && staffBelow(leaf.unitIds, world), r.staffId) &&
    among(leaf.corpIds, r.corpId) &&
    among(leaf.sources as string[] | undefined, r.source) &&
    among(leaf.endedBy as string[] | undefined, r.endedBy) &&
    then(leaf.started, r.startedAt) &&
    then(leaf.ended, r.endedAt) &&
    then(leaf.lastContact, r.lastTwoWayAt)
  );
}

export const staffBelow = (unitIds: readonly string[], world: RuleWorld): readonly string[] =>
  world.staffOf(new Set(unitIds.flatMap(world.unitsBelow)));

function rmFits(leaf: LeafOf<'rm'>, { rmId }: CustomerFacts, world: RuleWorld): boolean {
  return (
    rmId !== null &&
    (leaf.staffIds === undefined || leaf.staffIds.includes(rmId)) &&
    (leaf.unitIds === undefined || staffBelow(leaf.unitIds, world).includes(rmId))
  );
}

function consentState(
  { purpose, channel }: Pick<LeafOf<'consent'>, 'purpose' | 'channel'>,
  facts: CustomerFacts,
  world: RuleWorld,
): LeafOf<'consent'>['state'] {
  const found = facts.consents.find((c) => c.purpose === purpose && c.channel === channel);
  if (!found) return 'never';
  if (found.state === 'withdrawn') return 'withdrawn';
  return found.textVersion >= (world.consentTexts[purpose]?.valid ?? 1) ? 'given' : 'stale';
}

/** Why marketing cannot reach a customer through WeCom; null: it can. */
export function unreachable(facts: CustomerFacts, world: RuleWorld): Unreachable | null {
  if (!facts.relationships.some((r) => r.state === 'active')) return 'no_relationship';
  const states = privateChannels.map((channel) =>
    consentState({ purpose: 'marketing', channel }, facts, world),
  );
  if (states.includes('given')) return null;
  return states.includes('withdrawn') ? 'opted_out' : 'no_consent';
}
