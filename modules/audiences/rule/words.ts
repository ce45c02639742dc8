import type { AttributeType, Purpose } from '#modules/customers/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

export interface AttributeWords {
  readonly name: Phrase;
  readonly type: AttributeType;
  readonly unit: string | null;
  readonly options: ReadonlyMap<string, Phrase>;
  readonly purposes: readonly Purpose[];
}

/** What a bank calls the things that rules ask about; `undefined`: there is no such thing. */
export interface RuleWords {
  attribute(code: string): AttributeWords | undefined;
  tag(code: string): Phrase | undefined;
  /** `page.viewed`, or a family `page.*` of which at least one kind exists. */
  event(name: string): Phrase | undefined;
  property(events: readonly string[], property: string): Phrase | undefined;
  score(key: string): Phrase | undefined;
  audience(id: string): string | undefined;
  unit(id: string): string | undefined;
  staff(id: string): string | undefined;
  corp(id: string): string | undefined;
}
