import type { ChangeLine } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';

/** What is called how, and what it says. */
export type Line<D> = readonly [label: Phrase, of: (document: D) => ChangeLine['before']];

/** Only what differs; all of it where nothing was in use before. */
export const changedLines = <D>(
  lines: readonly Line<D>[],
  before: D | null,
  after: D,
): ChangeLine[] =>
  lines
    .map(([label, of]) => ({ label, before: before && of(before), after: of(after) }))
    .filter((line) => JSON.stringify(line.before) !== JSON.stringify(line.after));
