import {
  type BlockKey,
  blockOrder,
  type Entry,
  entryKey,
  type ZoneDraft,
} from '../../contract/zone.ts';

/** An entry, and the tag that brought it; null: it is there for everybody. */
export interface Chosen {
  readonly entry: Entry;
  readonly tag: string | null;
}

/**
 * What is meant for somebody with these tags, the strongest first. Of several tags each has its turn,
 * so that whoever needs two things finds both on the first screen.
 */
export function chosenFor(zone: ZoneDraft, tags: readonly string[]): Record<BlockKey, Chosen[]> {
  const matched = tags.flatMap((tag) => zone.matches.find((match) => match.tag === tag) ?? []);
  return each((key) =>
    inTurn(matched.map(({ tag, entries }) => entries[key].map((entry) => ({ entry, tag })))),
  );
}

export const everybodys = (zone: ZoneDraft): Record<BlockKey, Chosen[]> =>
  each((key) => inTurn([zone.defaults[key].map((entry) => ({ entry, tag: null }))]));

const each = (of: (key: BlockKey) => Chosen[]) =>
  Object.fromEntries(blockOrder.map((key) => [key, of(key)])) as Record<BlockKey, Chosen[]>;

/** The first of each list, then the second of each; nothing twice. */
function inTurn(lists: readonly (readonly Chosen[])[]): Chosen[] {
  const found = new Map<string, Chosen>();
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let i = 0; i < longest; i++)
    for (const list of lists) {
      const one = list[i];
      if (one && !found.has(entryKey(one.entry))) found.set(entryKey(one.entry), one);
    }
  return [...found.values()];
}
