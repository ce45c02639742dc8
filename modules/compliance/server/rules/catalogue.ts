import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';
import { readPack } from '#platform/server/packs.ts';
import { type RuleGroup, type RuleMark, type RuleUse, ruleGroups } from '../../contract/rule.ts';

const Text = z.tuple([z.string(), z.string()]);
const Definition = z.object({
  id: z.string(),
  group: z.string(),
  title: Text,
  trigger: z.string(),
  condition: Text,
  effect: Text,
  params: z.string(),
  citation: z.string(),
  verified: z.string(),
});
export type RuleDefinition = z.infer<typeof Definition>;

const file = z.object({ rules: z.array(Definition) }).parse(readPack('compliance-rules'));

/** What each rule says, the same for every bank. */
export const ruleDefinitions: ReadonlyMap<string, RuleDefinition> = new Map(
  file.rules.map((rule) => [rule.id, rule]),
);
/** What a rule is called; null: it is none of ours. */
export const ruleTitle = (id: string): Phrase | null => ruleDefinitions.get(id)?.title ?? null;
export const groupName = (group: string): Phrase =>
  ruleGroups[group as RuleGroup] ?? ([group, group] as const);

/** The marks of a rule, from the words about how far it was checked. */
export const marksOf = ({ verified }: RuleDefinition): RuleMark[] =>
  (['V1', 'V2', 'G', 'P'] as const).filter((mark) => new RegExp(`\\b${mark}\\b`).test(verified));

const uses = new Map<string, RuleUse[]>();

/** A module says which rules it asks, and where: `usesRules('outreach', { 'CR-094': ['…', '…'] })`. */
export function usesRules(
  module: string,
  rules: Readonly<Record<string, readonly [zh: string, en: string]>>,
): void {
  for (const [id, what] of Object.entries(rules)) {
    if (!ruleDefinitions.has(id)) throw new Error(`${module}: there is no rule ${id}`);
    const list = uses.get(id) ?? [];
    if (list.some((use) => use.module === module)) continue;
    uses.set(id, [...list, { module, what: [...what] }]);
  }
}

export const usesOf = (id: string): readonly RuleUse[] => uses.get(id) ?? [];
