import type { Purpose } from '#modules/customers/contract.ts';
import {
  type Condition,
  type Leaf,
  RULE_LIMITS,
  type Rule,
  type RuleProblem,
} from '../contract/rule.ts';
import { type PropertyTest, testsOf, type ValueTest } from '../contract/rule-tests.ts';
import { leavesOf } from './walk.ts';
import type { RuleWords } from './words.ts';

const SPECIAL = new Set(['subject', 'source', 'amount']);

/**
 * Everything that is wrong with a rule, and where: names that mean nothing in this bank, tests that do
 * not fit what they ask, and attributes that may not be used for the purpose (CR-004).
 */
export function problemsOf(rule: Rule, words: RuleWords, purpose: Purpose): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const report = (path: string, code: RuleProblem['code'], details: Record<string, unknown> = {}) =>
    problems.push({ path, code, details });
  shape(rule.include, 'include', 0, report, true);
  if (rule.exclude) shape(rule.exclude, 'exclude', 0, report, false);
  let count = 0;
  for (const { path, leaf } of leavesOf(rule)) {
    count += 1;
    if (count <= RULE_LIMITS.conditions) check(leaf, path, words, purpose, report);
  }
  if (count > RULE_LIMITS.conditions)
    report('include', 'tooMany', { count, most: RULE_LIMITS.conditions });
  return problems;
}

type Report = (path: string, code: RuleProblem['code'], details?: Record<string, unknown>) => void;

function shape(condition: Condition, path: string, depth: number, report: Report, top: boolean) {
  if (depth > RULE_LIMITS.depth) {
    report(path, 'tooDeep', { most: RULE_LIMITS.depth });
    return;
  }
  if (condition.kind === 'not') shape(condition.of, `${path}.of`, depth + 1, report, false);
  if (condition.kind !== 'all' && condition.kind !== 'any') return;
  // All of nothing, at the top, is how one says: everybody.
  if (condition.of.length === 0 && !(top && condition.kind === 'all')) report(path, 'emptyGroup');
  for (const [i, inner] of condition.of.entries())
    shape(inner, `${path}.of.${i}`, depth + 1, report, false);
}

function check(leaf: Leaf, path: string, words: RuleWords, purpose: Purpose, report: Report): void {
  switch (leaf.kind) {
    case 'attribute': {
      const attribute = words.attribute(leaf.attribute);
      if (!attribute) {
        report(`${path}.attribute`, 'unknownAttribute', { attribute: leaf.attribute });
        return;
      }
      if (!attribute.purposes.includes(purpose))
        report(`${path}.attribute`, 'purposeNotAllowed', {
          attribute: leaf.attribute,
          name: attribute.name,
          purpose,
        });
      if (!testsOf[attribute.type].includes(leaf.test.op))
        report(`${path}.test`, 'testDoesNotFit', { op: leaf.test.op, type: attribute.type });
      else valueFits(leaf.test, attribute.type, attribute.options, `${path}.test`, report);
      return;
    }
    case 'tag':
      for (const [i, tag] of leaf.tags.entries())
        if (!words.tag(tag)) report(`${path}.tags.${i}`, 'unknownTag', { tag });
      if (leaf.since) range(leaf.since, `${path}.since`, report);
      return;
    case 'event':
    case 'occurrence':
      for (const [i, event] of leaf.events.entries())
        if (!words.event(event)) report(`${path}.events.${i}`, 'unknownEvent', { event });
      for (const [i, test] of leaf.where.entries())
        property(leaf.events, test, `${path}.where.${i}`, words, report);
      if (leaf.kind === 'event') {
        if (leaf.window.kind === 'between')
          range({ ...leaf.window, op: 'within' }, `${path}.window`, report);
        range(leaf.test, `${path}.test`, report);
      } else range(leaf.test, `${path}.test`, report);
      return;
    case 'score':
      if (!words.score(leaf.score)) report(`${path}.score`, 'unknownScore', { score: leaf.score });
      range(leaf.test, `${path}.test`, report);
      return;
    case 'audience':
      for (const [i, id] of leaf.audienceIds.entries())
        if (words.audience(id) === undefined)
          report(`${path}.audienceIds.${i}`, 'unknownAudience', { audienceId: id });
      return;
    case 'relationship':
      for (const part of ['started', 'ended', 'lastContact'] as const)
        if (leaf[part]) range(leaf[part], `${path}.${part}`, report);
      units(leaf.unitIds, path, words, report);
      return;
    case 'rm':
    case 'unit':
      units(leaf.unitIds, path, words, report);
      return;
    case 'consent':
      if ((leaf.purpose === 'marketing') === (leaf.channel === 'any'))
        report(`${path}.channel`, 'unknownConsent', {
          purpose: leaf.purpose,
          channel: leaf.channel,
        });
      return;
    case 'reach':
      return;
  }
}

function units(
  ids: readonly string[] | undefined,
  path: string,
  words: RuleWords,
  report: Report,
): void {
  for (const [i, unitId] of (ids ?? []).entries())
    if (words.unit(unitId) === undefined) report(`${path}.unitIds.${i}`, 'unknownUnit', { unitId });
}

/** A range in which nothing can lie is a slip of the hand. */
function range(test: { op: string; from?: unknown; to?: unknown }, path: string, report: Report) {
  const { from, to } = test as { from: number | string; to: number | string };
  if (test.op === 'between' && from > to) report(path, 'emptyRange', { from, to });
  if (test.op === 'within' && from >= to) report(path, 'emptyRange', { from, to });
}

function valueFits(
  test: ValueTest,
  type: keyof typeof testsOf,
  options: ReadonlyMap<string, unknown>,
  path: string,
  report: Report,
): void {
  range(test, path, report);
  const values = 'values' in test ? test.values : 'value' in test ? [test.value] : [];
  const wanted =
    type === 'number' || type === 'money' ? 'number' : type === 'flag' ? 'boolean' : 'string';
  for (const value of values) {
    if (typeof value !== wanted) report(path, 'valueDoesNotFit', { value, type });
    else if ((type === 'choice' || type === 'choices') && !options.has(value as string))
      report(path, 'unknownOption', { value });
  }
}

function property(
  events: readonly string[],
  { property: name, test }: PropertyTest,
  path: string,
  words: RuleWords,
  report: Report,
): void {
  if (!SPECIAL.has(name) && !words.property(events, name))
    report(`${path}.property`, 'unknownProperty', { property: name });
  range(test, `${path}.test`, report);
}
