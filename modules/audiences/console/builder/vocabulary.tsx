import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { ruleVocabulary } from '../../contract.ts';
import type { RuleWords } from '../../rule/words.ts';

export type Vocabulary = Reply<typeof ruleVocabulary>;
export type AttributeEntry = Vocabulary['attributes'][number];

const Given = createContext<Vocabulary | null>(null);

/** What rules may ask about in this bank; what stands inside begins once it is known. */
export function WithVocabulary({ children }: { children: ReactNode }) {
  const vocabulary = useCall(ruleVocabulary);
  if (vocabulary.isError)
    return <ErrorNote error={vocabulary.error} retry={() => vocabulary.refetch()} />;
  if (!vocabulary.data) return <SkeletonPage />;
  return <Given.Provider value={vocabulary.data}>{children}</Given.Provider>;
}

export function useVocabulary(): Vocabulary {
  const given = useContext(Given);
  if (!given) throw new Error('a part of the builder stands outside of it');
  return given;
}

export const useAttribute = (code: unknown): AttributeEntry | undefined =>
  useVocabulary().attributes.find((one) => one.key === code);

/** Names as they come to this reader; a sentence made of them is read in one language only. */
export function useRuleWords(): RuleWords {
  const vocabulary = useVocabulary();
  return useMemo(() => wordsOf(vocabulary), [vocabulary]);
}

const both = (name: string): [string, string] => [name, name];

function wordsOf(vocabulary: Vocabulary): RuleWords {
  const named = (entries: readonly { key: string; name: string }[]) =>
    new Map(entries.map((entry) => [entry.key, both(entry.name)] as const));
  const attributes = new Map(
    vocabulary.attributes.map(
      (one) =>
        [
          one.key,
          {
            name: both(one.name),
            type: one.type,
            unit: one.unit,
            options: named(one.options),
            purposes: one.purposes,
          },
        ] as const,
    ),
  );
  const tags = named(vocabulary.tags);
  const events = named([...vocabulary.events, ...vocabulary.families]);
  const properties = named(vocabulary.events.flatMap((event) => event.properties));
  const scores = named(vocabulary.scores);
  const audiences = new Map(vocabulary.audiences.map((one) => [one.id, one.name]));
  return {
    attribute: (code) => attributes.get(code),
    tag: (code) => tags.get(code),
    event: (name) => events.get(name),
    property: (_, property) => properties.get(property) ?? special[property],
    score: (key) => scores.get(key),
    audience: (id) => audiences.get(id),
    // Named by the server's reading of the rule, which follows.
    unit: () => '…',
    staff: () => '…',
    corp: () => undefined,
  };
}

const special: Readonly<Record<string, [string, string]>> = {
  subject: ['对象', 'subject'],
  source: ['来源', 'source'],
  amount: ['金额', 'amount'],
};
