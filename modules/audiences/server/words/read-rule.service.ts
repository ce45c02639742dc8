import { createHash } from 'node:crypto';
import type { Purpose } from '#modules/customers/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { audienceErrors } from '../../contract/audience.ts';
import type { Rule, RuleProblem } from '../../contract/rule.ts';
import { canonicalRule } from '../../rule/canonical.ts';
import { sentenceOf } from '../../rule/sentence.ts';
import { problemsOf } from '../../rule/validate.ts';
import { loadWords } from './words.service.ts';

/** The same for rules that say the same. */
export const ruleHash = (rule: Rule): string =>
  createHash('sha256').update(canonicalRule(rule)).digest('hex').slice(0, 32);

export async function readRule(ctx: Ctx, rule: Rule, purpose: Purpose) {
  const words = await loadWords(ctx, [rule]);
  const [zh, en] = sentenceOf(rule, words);
  return { sentence: { zh, en }, hash: ruleHash(rule), problems: problemsOf(rule, words, purpose) };
}

/** Rules as sentences in the reader's language, in the same order. */
export async function sentences(ctx: Ctx, rules: readonly (Rule | null)[]): Promise<string[]> {
  const words = await loadWords(
    ctx,
    rules.filter((rule) => rule !== null),
  );
  return rules.map((rule) =>
    rule === null ? '' : sentenceOf(rule, words)[ctx.lang === 'en' ? 1 : 0],
  );
}

export function demandSound(problems: readonly RuleProblem[]): void {
  if (problems.length > 0) throw audienceErrors.ruleInvalid({ problems });
}
