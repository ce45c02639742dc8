import { Converter } from 'opencc-js/t2cn';

/** How a character of a text separates its neighbours. */
export type Gap = 'none' | 'skip' | 'comma' | 'stop';

/**
 * One UTF-16 unit of a text as the lexicon reads it: simplified, half-width, lower case, without what
 * only disguises. `from` and `to` are where it stands in the text as given.
 */
export interface Letter {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
  /** The strongest separator between the letter before and this one. */
  readonly gap: Gap;
  /** It stood in the text as another character: a look-alike, a traditional form, full width. */
  readonly changed: boolean;
}

const STOPS = /[。！？!?;；\n\r\u2028\u2029…]/u;
const COMMAS = /[，,、：:]/u;
const SKIPPED = /[\p{P}\p{S}\p{Z}\p{C}\p{M}]/u;

/**
 * The letters of a text. Wide and circled forms, radicals and squared characters become the ordinary
 * ones (NFKC), traditional and Japanese forms the simplified, look-alikes what they look like;
 * spaces, signs, emoji and everything invisible leave only a gap.
 */
export function lettersOf(text: string): Letter[] {
  const letters: Letter[] = [];
  let gap: Gap = 'none';
  let at = 0;
  for (const raw of text) {
    const from = at;
    at += raw.length;
    const plain = ordinary(raw);
    if (plain === null) {
      gap = stronger(gap, gapOf(raw));
      continue;
    }
    for (const char of plain) {
      if (SKIPPED.test(char)) {
        gap = stronger(gap, gapOf(char));
        continue;
      }
      for (const unit of char.split('')) {
        letters.push({ unit, from, to: at, gap, changed: char !== raw });
        gap = 'none';
      }
    }
  }
  return joinParts(letters);
}

export const joined = (letters: readonly Letter[]): string =>
  letters.map((letter) => letter.unit).join('');

const RANK: Record<Gap, number> = { none: 0, skip: 1, comma: 2, stop: 3 };
export const stronger = (a: Gap, b: Gap): Gap => (RANK[a] >= RANK[b] ? a : b);

function gapOf(char: string): Gap {
  if (STOPS.test(char)) return 'stop';
  return COMMAS.test(char) ? 'comma' : 'skip';
}

const toSimplified = Converter({ from: 't', to: 'cn' });
const fromJapanese = Converter({ from: 'jp', to: 'cn' });
const known = new Map<string, string | null>();

/** What a character stands for; null when it is only a separator. */
function ordinary(raw: string): string | null {
  const found = known.get(raw);
  if (found !== undefined) return found;
  const plain = SKIPPED.test(raw) && raw.normalize('NFKC') === raw ? null : read(raw);
  if (known.size > 60_000) known.clear();
  known.set(raw, plain);
  return plain;
}

function read(raw: string): string {
  const half = raw.normalize('NFKC').toLowerCase();
  if (half.length > 2) return half;
  const char = LOOK_ALIKES.get(half) ?? half;
  const simple = toSimplified(char);
  return simple === char ? fromJapanese(char) : simple;
}

/** Characters used in place of others because they look like them. */
const LOOK_ALIKES = new Map(
  [
    ...['本夲', '无旡', '没沒', '国囻囯', '风凨凬', '险験', '款欵', '水氺', '财戝', '零〇'],
    ...['一弌', '二弍', '三弎', '金釒', '现哯', '利俐', '息瘜'],
    ...['aаα', 'cсϲ', 'eе', 'iі', 'oоο', 'pрρ', 'vν', 'xх'],
  ].flatMap(([real, ...others]) => others.map((other) => [other, real ?? other] as const)),
);

/** Characters written as their halves. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['亻呆', '保'],
  ['イ呆', '保'],
  ['贝兼', '赚'],
  ['禾急', '稳'],
  ['口合', '哈'],
  ['钅戋', '钱'],
  ['亻贷', '贷'],
  ['木示', '标'],
]);

function joinParts(letters: Letter[]): Letter[] {
  const result: Letter[] = [];
  for (const letter of letters) {
    const before = result.at(-1);
    const whole = before && letter.gap === 'none' && PARTS.get(before.unit + letter.unit);
    if (!before || !whole) result.push(letter);
    else result[result.length - 1] = { ...before, unit: whole, to: letter.to, changed: true };
  }
  return result;
}
