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
      // `all` of `all` is `all`, also where it shows only after `not` of `not` and groups of one are gone.
      const said = condition.of.map(canonical).flatMap((one) => {
        const [kind, ...of] = Array.isArray(one) ? (one as unknown[]) : [];
        return kind === condition.kind ? of : [one];
      });
      const inner = new Map(said.map((one) => [JSON.stringify(one), one] as const));
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
