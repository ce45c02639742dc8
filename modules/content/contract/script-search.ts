import type { ShownScript } from './script.ts';

type Searched = Pick<ShownScript, 'situation' | 'keywords' | 'lines' | 'sounds'>;

const plain = (text: string) => text.toLowerCase().replace(/[\s'’·]/g, '');

/** How well a script answers what has been typed so far; 0: not at all. */
export function scriptScore(script: Searched, typed: string): number {
  const q = plain(typed);
  if (q === '') return 1;
  const situation = plain(script.situation);
  if (situation.startsWith(q)) return 100;
  if (situation.includes(q)) return 90;
  if (script.sounds.some((sound) => sound.startsWith(q))) return 80;
  const words = script.keywords.map(plain);
  if (words.some((word) => word.includes(q) || q.includes(word))) return 70;
  if (q.length > 1 && script.sounds.some((sound) => sound.includes(q))) return 50;
  if (script.lines.some(({ text }) => plain(text).includes(q))) return 20;
  return 0;
}

/** The best first; of equals in the order they came. */
export const searchScripts = <S extends Searched>(scripts: readonly S[], typed: string): S[] =>
  scripts
    .map((script) => ({ script, score: scriptScore(script, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ script }) => script);
