import type { AttributeType } from '#modules/customers/contract.ts';
import type { RuleWorld } from '../../rule/facts.ts';

/** Where the profile keeps an attribute: in a column of its own, or by its code in `attributes`. */
export interface AttributePlace {
  readonly id: number;
  readonly type: AttributeType;
  readonly slot: string | null;
}

/** What the compiler needs to know besides what the rule itself says. */
export interface CompileWorld extends RuleWorld {
  readonly attributes: ReadonlyMap<string, AttributePlace>;
  /** `slot`: its bit in `tag_words`; null while nobody has been given one. */
  readonly tags: ReadonlyMap<string, { readonly id: number; readonly slot: number | null }>;
}
