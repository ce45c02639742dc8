import type { Phrase } from '#platform/contract/text.ts';
import type { RuleInForce } from '../rules/rule.service.ts';

export interface RuleRefusal<R extends string = string> {
  readonly rule: R;
  readonly version: number;
  readonly why: Phrase;
}

/** One thing that a rule forbids in a design: in words where it does, else null. */
export interface Check<Subject, R extends string> {
  readonly rule: R;
  readonly against: (subject: Subject, rules: Rules<R>) => Phrase | null;
}
export type Rules<R extends string> = { readonly [I in R]: RuleInForce<I> };

/** Everything that stands against a design, so that it can be mended at once. */
export function refusalsOf<Subject, R extends string>(
  checks: readonly Check<Subject, R>[],
  subject: Subject,
  rules: Rules<R>,
): RuleRefusal<R>[] {
  return checks.flatMap(({ rule, against }) => {
    const why = rules[rule].on ? against(subject, rules) : null;
    return why ? [{ rule, version: rules[rule].version, why }] : [];
  });
}
