import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import type { Verdict } from '../../contract/gate.ts';
import type { Basis } from './basis.ts';
import { type Facts, unspoken } from './facts.ts';
import type { Policy, Says } from './policy.ts';
import { type Settled, settle, type Timing } from './settle.ts';

export interface Judged {
  /** Null: everything passed. */
  readonly deciding: { readonly policy: Policy; readonly code: string; readonly says: Says } | null;
  readonly outcome: 'allowed' | 'refused' | 'deferred';
  readonly until: Date | null;
}

/** What the rules say of one contact: the first that does not pass decides. */
export function judge(
  policies: readonly Policy[],
  facts: Facts,
  timing: Timing,
  basis: Basis,
): Judged {
  for (const policy of policies) {
    if (!policy.about(basis)) continue;
    const code = policy.judge(facts, basis);
    if (code === null) continue;
    const says = policy.codes(basis)[code];
    if (!says) throw new Error(`${policy.key} says ${code} and does not know what it means`);
    const settled: Settled = settle(says, facts, timing, basis);
    return { deciding: { policy, code, says }, ...settled };
  }
  return { deciding: null, outcome: 'allowed', until: null };
}

const notAsked: Phrase = ['不适用于这次触达', 'Does not speak of this contact'];

/** Every rule in words, in the order of the steps, whatever the others say. */
export function verdicts(
  policies: readonly Policy[],
  facts: Facts,
  basis: Basis,
  lang: Lang,
): Verdict[] {
  return policies.map((policy): Verdict => {
    const about = policy.about(basis);
    const code = about ? policy.judge(facts, basis) : null;
    const says = code === null ? null : policy.codes(basis)[code]!;
    const [chief] = policy.rules;
    const version = (basis.rules as Record<string, { version: number }>)[chief]?.version ?? 1;
    const inputs = policy.facts.filter((name) => !unspoken.has(name));
    return {
      step: policy.step,
      rule: says?.rule ?? chief,
      ruleVersion: says?.version ?? version,
      name: say(policy.name, lang),
      outcome: !about ? 'skip' : (says?.outcome ?? 'pass'),
      text: say(
        !about ? notAsked : code === null ? policy.name : policy.why(code, facts, basis),
        lang,
      ),
      inputs: about ? Object.fromEntries(inputs.map((name) => [name, facts[name]])) : {},
    };
  });
}
