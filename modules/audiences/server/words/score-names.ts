import type { Phrase } from '#platform/contract/text.ts';

const known = new Map<string, Phrase>();

/** A score that rules may ask about. Called once, by whoever works it out. */
export function defineScore(key: string, name: Phrase): void {
  known.set(key, name);
}

export const scoreNames = (): ReadonlyMap<string, Phrase> => known;
