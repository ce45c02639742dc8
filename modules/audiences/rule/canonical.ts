import type { Condition, Rule } from '../contract/rule.ts';

/**
 * Rules that say the same in the same words give the same text, whatever the order in which their
 * conditions and values were put down.
 */
export function canonicalRule(rule: Rule): string {
  const exclude = rule.exclude && canonical(rule.exclude);
  return JSON.stringify([rule.version, canonical(rule.include), exclude]);
}

function canonical(condition: Condition): unknown {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const inner = new Map(
        flat(condition).map((c) => {
          const said = canonical(c);
          return [JSON.stringify(said), said] as const;
        }),
      );
      const of = [...inner].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, said]) => said);
      return of.length === 1 ? of[0] : [condition.kind, ...of];
    }
    case 'not':
      return condition.of.kind === 'not'
        ? canonical(condition.of.of)
        : ['not', canonical(condition.of)];
    default:
      return sorted(condition);
  }
}

/** `all` of `all` is `all`. */
const flat = (group: { kind: 'all' | 'any'; of: readonly Condition[] }): Condition[] =>
  group.of.flatMap((inner) => (inner.kind === group.kind ? flat(inner as typeof group) : [inner]));

function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
