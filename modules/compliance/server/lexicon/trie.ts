import { type Gap, joined, type Letter, lettersOf } from './letters.ts';
import { syllablesOf } from './syllables.ts';

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** Children by the first letter of how they are read. */
  readonly read: Map<string, { syllable: string; node: Node<T> }[]>;
  end?: { readonly word: string; readonly length: number; readonly value: T };
}

export interface Found<T> {
  /** Letters `from` ≤ i < `to`. */
  readonly from: number;
  readonly to: number;
  readonly word: string;
  readonly value: T;
  readonly how: 'plain' | 'disguised' | 'pinyin';
  /** A comma stands in it: 确保，收益 may be two thoughts. */
  readonly broken: boolean;
}

interface Walk<T> {
  readonly node: Node<T>;
  readonly at: number;
  /** Chinese characters read from Latin letters so far. */
  readonly spelled: number;
  readonly commas: number;
  readonly stops: number;
  /** Characters of the word so far. */
  readonly depth: number;
}

/** Words to be found in letters, each with what it stands for. */
export class Trie<T> {
  readonly #root: Node<T> = { next: new Map(), read: new Map() };

  add(word: string, value: T): void {
    for (const variant of variants(joined(lettersOf(word)))) this.#put(variant, word, value);
  }

  #put(units: string, word: string, value: T): void {
    if (units === '') return;
    let node = this.#root;
    for (const unit of units) {
      let next = node.next.get(unit);
      if (!next) {
        next = { next: new Map(), read: new Map() };
        node.next.set(unit, next);
        for (const syllable of syllablesOf(unit)) {
          const first = syllable.charAt(0);
          const list = node.read.get(first);
          if (list) list.push({ syllable, node: next });
          else node.read.set(first, [{ syllable, node: next }]);
        }
      }
      node = next;
    }
    node.end ??= { word, length: [...units].length, value };
  }

  /** The longest word that begins at a letter, if any does. */
  at(letters: readonly Letter[], from: number, { spelled = false } = {}): Found<T> | null {
    let best: Walk<T> | null = null;
    const open: Walk<T>[] = [
      { node: this.#root, at: from, spelled: 0, commas: 0, stops: 0, depth: 0 },
    ];
    while (open.length > 0) {
      const walk = open.pop()!;
      if (walk.node.end && counts(walk, letters) && (!best || walk.at > best.at)) best = walk;
      const letter = letters[walk.at];
      if (!letter) continue;
      const passed = walk.depth === 0 ? walk : past(walk, letter.gap);
      const next = walk.node.next.get(letter.unit);
      if (next) open.push({ ...passed, node: next, at: walk.at + 1, depth: walk.depth + 1 });
      if (spelled && beginsSyllable(letters, walk))
        for (const { syllable, node } of walk.node.read.get(letter.unit) ?? [])
          if (reads(letters, walk.at, syllable))
            open.push({
              ...passed,
              node,
              at: walk.at + syllable.length,
              spelled: walk.spelled + 1,
              depth: walk.depth + 1,
            });
    }
    return best && found(best, letters, from);
  }
}

function found<T>(
  { node, at, spelled, commas, stops, depth }: Walk<T>,
  letters: readonly Letter[],
  from: number,
): Found<T> {
  const { word, value } = node.end!;
  const span = letters.slice(from, at);
  const disguised = span.some(({ gap, changed }, i) => changed || (i > 0 && gap !== 'none'));
  const broken = commas > 0 && commas + stops < depth - 1;
  return { from, to: at, word, value, how: how(spelled > 0, disguised), broken };
}

const how = (spelled: boolean, disguised: boolean): Found<unknown>['how'] =>
  spelled ? 'pinyin' : disguised ? 'disguised' : 'plain';

/** Zero is written as a digit as often as not. */
function variants(units: string): string[] {
  return units.includes('零') ? [units, units.replaceAll('零', '0')] : [units];
}

function past<T>(walk: Walk<T>, gap: Gap): Walk<T> {
  if (gap === 'comma') return { ...walk, commas: walk.commas + 1 };
  return gap === 'stop' ? { ...walk, stops: walk.stops + 1 } : walk;
}

/**
 * A word does not run over the end of a sentence, and a short one not over a comma, unless the
 * separators stand between all its characters: then they are there to hide it.
 */
function counts<T>(
  { commas, stops, depth, at, node, spelled }: Walk<T>,
  letters: readonly Letter[],
) {
  // 环保。本行 has two: a word of two characters is never taken to be hidden that way.
  const throughout = depth > 2 && commas + stops === depth - 1;
  if (stops > 0 && !throughout) return false;
  if (commas > 0 && !throughout && (commas > 1 || node.end!.length < 4)) return false;
  return spelled === 0 || endsSyllable(letters, at);
}

const isLatin = (letter: Letter | undefined) => letter !== undefined && /^[a-z]$/.test(letter.unit);

/** Spelling begins where a run of Latin letters begins, or goes on after another syllable. */
function beginsSyllable<T>(letters: readonly Letter[], { at, spelled }: Walk<T>): boolean {
  if (!isLatin(letters[at])) return false;
  const before = letters[at - 1];
  return !isLatin(before) || letters[at]!.gap !== 'none' || spelled > 0;
}

function endsSyllable(letters: readonly Letter[], at: number): boolean {
  const after = letters[at];
  return !isLatin(letters[at - 1]) || !isLatin(after) || after!.gap !== 'none';
}

function reads(letters: readonly Letter[], at: number, syllable: string): boolean {
  for (let i = 0; i < syllable.length; i++) {
    const letter = letters[at + i];
    if (!letter || letter.unit !== syllable[i]) return false;
    if (i > 0 && letter.gap !== 'none') return false;
  }
  return true;
}
