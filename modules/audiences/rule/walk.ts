import type { Condition, Leaf, Rule } from '../contract/rule.ts';

/** Every condition of a rule that asks something, with where it stands: `include.of.2`. */
export function* leavesOf(rule: Rule): Generator<{ path: string; leaf: Leaf }> {
  yield* below(rule.include, 'include');
  if (rule.exclude) yield* below(rule.exclude, 'exclude');
}

function* below(condition: Condition, path: string): Generator<{ path: string; leaf: Leaf }> {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const [i, inner] of condition.of.entries()) yield* below(inner, `${path}.of.${i}`);
      return;
    case 'not':
      yield* below(condition.of, `${path}.of`);
      return;
    default:
      yield { path, leaf: condition };
  }
}

/** Whether `page.viewed` is meant by one of `page.viewed`, `page.*`. */
export const meansKind = (names: readonly string[], kind: string): boolean =>
  names.some((name) => (name.endsWith('*') ? kind.startsWith(name.slice(0, -1)) : name === kind));

/** What the outcome of a rule hangs on: what else may change does not concern it. */
export interface Dependencies {
  /** Names of events, families among them. */
  readonly events: readonly string[];
  readonly audiences: readonly string[];
  /** Whether it asks when the customer was last active: any event may change that. */
  readonly activity: boolean;
  /** Whether it asks for need or recognition: most events move them. */
  readonly standing: boolean;
  /** When time alone may change the outcome. */
  readonly clock: 'never' | 'daily' | 'always';
}

const TIMED = new Set(['last_days', 'before_last_days', 'next_days', 'anniversary']);

export function dependenciesOf(rule: Rule): Dependencies {
  const events = new Set<string>();
  const audiences = new Set<string>();
  let activity = false;
  let standing = false;
  let clock: Dependencies['clock'] = 'never';
  const daily = () => {
    if (clock === 'never') clock = 'daily';
  };
  for (const { leaf } of leavesOf(rule)) {
    if (leaf.kind === 'event' || leaf.kind === 'occurrence') {
      for (const name of leaf.events) events.add(name);
      if (leaf.kind === 'occurrence' || leaf.window.kind !== 'hours') daily();
      else clock = 'always';
      continue;
    }
    if (leaf.kind === 'audience') for (const id of leaf.audienceIds) audiences.add(id);
    if (leaf.kind === 'score' && isStandingScore(leaf.score)) standing = true;
    const tests =
      leaf.kind === 'attribute'
        ? [leaf.test]
        : leaf.kind === 'tag'
          ? [leaf.since]
          : leaf.kind === 'relationship'
            ? [leaf.started, leaf.ended, leaf.lastContact]
            : [];
    if (tests.some((test) => test && TIMED.has(test.op))) daily();
    if (leaf.kind === 'attribute' && leaf.attribute === ACTIVITY) {
      activity = true;
      daily();
    }
  }
  return { events: [...events], audiences: [...audiences], activity, standing, clock };
}

/** Attributes that this module itself works out. */
export const ACTIVITY = 'activity';
export const QUALITY_BAND = 'quality_band';

/** Scores that everybody has: 0 while nothing is known. */
export const standingScores = ['need', 'recognition', 'need_stage'] as const;
export const isStandingScore = (score: string): score is (typeof standingScores)[number] =>
  (standingScores as readonly string[]).includes(score);
