import { RE2JS } from 're2js';
import type { Lexicon, LexiconCategory, LexiconHit, LexiconScope } from '../../contract/lexicon.ts';
import { type Letter, lettersOf } from './letters.ts';
import { Trie } from './trie.ts';

/** A lexicon made ready to be asked often. */
export interface Matcher {
  /** What a text says that it should not, in the order of the text. */
  check(text: string, scopes: readonly LexiconScope[]): LexiconHit[];
}

interface Span {
  /** Letters `from` ≤ i < `to`. */
  readonly from: number;
  readonly to: number;
}

interface Hit extends Span {
  readonly category: Category;
  readonly entry: string;
  readonly how: LexiconHit['how'];
  readonly broken?: boolean;
}

interface Category {
  readonly of: LexiconCategory;
  readonly patterns: readonly { source: string; compiled: ReturnType<typeof RE2JS.compile> }[];
  readonly exceptions: Trie<true>;
}

/** Addresses are not prose: nobody reads a promise in `/fandian/`. */
const ADDRESS = /https?:\/\/[\w\-./?%&=#:@~+]+/g;

/** @throws when a pattern is not one: check with `patternProblem` before. */
export function compileLexicon(lexicon: Lexicon): Matcher {
  const terms = new Trie<Category[]>();
  const entries = new Map<string, Category[]>();
  const categories = lexicon.categories.map((of) => {
    const category: Category = {
      of,
      patterns: of.patterns.map((source) => ({ source, compiled: RE2JS.compile(source) })),
      exceptions: new Trie(),
    };
    for (const words of of.exceptions) category.exceptions.add(words, true);
    for (const term of of.terms) {
      const list = entries.get(term);
      if (list) list.push(category);
      else entries.set(term, [category]);
    }
    return category;
  });
  for (const [term, list] of entries) terms.add(term, list);
  return { check: (text, scopes) => check(text, scopes, terms, categories) };
}

/** What is wrong with a pattern; null when nothing is. */
export function patternProblem(source: string): string | null {
  try {
    RE2JS.compile(source);
    return null;
  } catch (err) {
    return (err as Error).message;
  }
}

function check(
  text: string,
  scopes: readonly LexiconScope[],
  terms: Trie<Category[]>,
  categories: readonly Category[],
): LexiconHit[] {
  const letters = lettersOf(text.replace(ADDRESS, (address) => '\n'.repeat(address.length)));
  const applies = ({ of }: Category) =>
    of.scopes.some((scope) => scope === '*' || scopes.includes(scope));
  const hits = [
    ...termHits(letters, terms, applies),
    ...categories.filter(applies).flatMap((category) => patternHits(letters, category)),
  ];
  return withoutExcused(letters, withoutContained(hits))
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((hit) => shown(hit, text, letters));
}

function termHits(
  letters: readonly Letter[],
  terms: Trie<Category[]>,
  applies: (category: Category) => boolean,
): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < letters.length; at++) {
    const found = terms.at(letters, at, { spelled: true });
    if (!found) continue;
    const { from, to, word, how, broken, value } = found;
    for (const category of value.filter(applies))
      hits.push({ from, to, entry: word, how, broken, category });
  }
  return hits;
}

/** Patterns see one sentence at a time, without spaces and signs. */
function patternHits(letters: readonly Letter[], category: Category): Hit[] {
  if (category.patterns.length === 0) return [];
  return sentences(letters).flatMap(({ from, to }) => {
    const sentence = letters
      .slice(from, to)
      .map(({ unit }) => unit)
      .join('');
    return category.patterns.flatMap(({ source, compiled }) => {
      const matcher = compiled.matcher(sentence);
      const hits: Hit[] = [];
      while (matcher.find())
        if (matcher.end() > matcher.start())
          hits.push({
            from: from + matcher.start(),
            to: from + matcher.end(),
            entry: source,
            how: 'pattern',
            category,
          });
      return hits;
    });
  });
}

function sentences(letters: readonly Letter[]): Span[] {
  const starts = letters.flatMap(({ gap }, i) => (i === 0 || gap === 'stop' ? [i] : []));
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? letters.length }));
}

/** Of hits of one category, only those that lie in no other: 保本保息 says it, 保本 and 保息 need not. */
function withoutContained(hits: readonly Hit[]): Hit[] {
  const ordered = hits.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const reached = new Map<Category, number>();
  return ordered.filter(({ category, to }) => {
    if (to <= (reached.get(category) ?? -1)) return false;
    reached.set(category, to);
    return true;
  });
}

function withoutExcused(letters: readonly Letter[], hits: readonly Hit[]): Hit[] {
  const excusing = new Map<Category, Span[]>();
  return hits.filter((hit) => {
    let spans = excusing.get(hit.category);
    if (!spans) {
      spans = excuses(letters, hit.category);
      excusing.set(hit.category, spans);
    }
    return !spans.some(({ from, to }) => from <= hit.from && hit.to <= to);
  });
}

/** Stretches of the text in which hits of a category are none. */
function excuses(letters: readonly Letter[], { of, exceptions }: Category): Span[] {
  const spans = letters.flatMap((_, at) => {
    const found = exceptions.at(letters, at);
    return found ? [found] : [];
  });
  if (of.exceptionMode === 'span' || spans.length === 0) return spans;
  return sentences(letters).filter(({ from, to }) =>
    spans.some((span) => from <= span.from && span.to <= to),
  );
}

/**
 * Latin letters alone may be a name or another language, and what a comma divides may be two
 * thoughts: those are for a person to judge.
 */
function shown(
  { category: { of }, ...hit }: Hit,
  text: string,
  letters: readonly Letter[],
): LexiconHit {
  const from = letters[hit.from]!.from;
  const to = letters[hit.to - 1]!.to;
  const spelledOnly = hit.how === 'pinyin' && !/\p{Script=Han}/u.test(text.slice(from, to));
  const unsure = spelledOnly || hit.broken === true;
  return {
    category: of.key,
    name: of.name,
    nameEn: of.nameEn,
    level: unsure && of.level === 'block' ? 'review' : of.level,
    from,
    to,
    text: text.slice(from, to),
    entry: hit.entry,
    how: hit.how,
    basis: of.basis,
    suggestion: of.suggestion,
  };
}
