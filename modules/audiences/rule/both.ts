import type { Phrase } from '#platform/contract/text.ts';

/** The same in Chinese and English, put together side by side. */
export type Both = readonly [zh: string, en: string];

export function both(zh: string, en: string): Both;
export function both(strings: TemplateStringsArray, ...parts: readonly (Phrase | Both)[]): Both;
export function both(
  first: string | TemplateStringsArray,
  ...rest: readonly (string | Phrase)[]
): Both {
  if (typeof first === 'string') return [first, rest[0] as string];
  const side = (i: 0 | 1) =>
    first.reduce((text, piece, at) => text + (rest[at - 1] as Phrase)[i] + piece);
  return [side(0), side(1)];
}

export const join = (parts: readonly (Phrase | Both)[], by: Both): Both => [
  parts.map((part) => part[0]).join(by[0]),
  parts.map((part) => part[1]).join(by[1]),
];

export const quoted = (name: string): Both => [`“${name}”`, `“${name}”`];
