import { type Figure, figuresIn } from './figures.ts';
import { isTheirs, type Kind, type Property, properties } from './properties.ts';

/** A property of a product and the figure that is said of it. */
export interface Said {
  readonly property: Property;
  /** As the text calls it. */
  readonly word: string;
  readonly text: string;
  readonly figure: Figure;
  readonly from: number;
  readonly to: number;
}

interface Word {
  readonly property: Property;
  readonly from: number;
  readonly to: number;
}

const GAP = 14;
const STOP = /[。!?;,、\n|]/;
/** What makes the figure behind it another one: 不是3%, 比去年低0.2%, 由3.5%降到. */
const DENIED = /不是|并非|而非|不等于|不止|满|返|券|除以/;
const CHANGE =
  /(?<![最至])(?:比.*|下降|上升|提高|降低|[上下]调|[上下]浮|减少?|增加|优惠|多|少|高|低|涨|跌)了?约?\s*$/;
const BEFORE = /(?:从|由|原|原来|此前|过去|曾|去年)为?\s*$/;
const LIST =
  /^\s*(?:或|和|与|及|、|\/|,|且|以及|(?:[上下]?(?:调整?|降|升))?(?:至|到|为)|(?:起|以上)[、,])\s*$/;
/** 消费满1000元起, 票价50元起: prices and no amount to invest. */
const SPENT = /(?:消费|满|刷|票|价|费|减|礼|返|活动|套餐|低至|仅|券)[^,，。;!?\n]{0,6}$/;
const EXAMPLE = /例如|比如|假设|假定|举例|打个比方|试算|模拟/;

/** What a half-width text says of a product’s properties in figures; own ones beside those of every product. */
export function saidIn(plain: string, own: readonly Property[], kinds: readonly Kind[]): Said[] {
  const words = wordsIn(plain, own);
  const said: Said[] = [];
  let last: { readonly word: Word; readonly figure: Figure } | null = null;
  for (const figure of figuresIn(plain)) {
    const word: Word | null =
      (last && continues(plain, last.figure, figure) ? last.word : null) ??
      wordBefore(plain, words, figure) ??
      wordAfter(plain, words, figure);
    last = word && { word, figure };
    if (!word || !fits(word.property, figure)) continue;
    if (figure.from > word.to && denied(plain, word, figure)) continue;
    if (!isTheirs(word.property, sentenceBefore(plain, word.from), kinds)) continue;
    const from = Math.min(word.from, figure.from);
    if (EXAMPLE.test(sentenceBefore(plain, from))) continue;
    const to = Math.max(word.to, figure.to);
    said.push({
      ...{ property: word.property, word: plain.slice(word.from, word.to), figure },
      ...{ text: plain.slice(from, to).trim(), from, to },
    });
  }
  return said;
}

function wordsIn(plain: string, own: readonly Property[]): Word[] {
  const found: Word[] = [];
  for (const property of [...own, ...properties])
    for (const match of plain.matchAll(new RegExp(property.words, 'g'))) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (!found.some((word) => word.from <= from && to <= word.to))
        found.push({ property, from, to });
    }
  return found.toSorted((a, b) => a.from - b.from);
}

const fits = ({ units }: Property, { unit }: Figure) => units.includes(unit);

/** The nearest property before, that has such figures, with nothing between but how it is told. */
function wordBefore(plain: string, words: readonly Word[], figure: Figure): Word | null {
  const word = words.findLast((one) => one.to <= figure.from && fits(one.property, figure));
  if (!word) return null;
  const gap = plain.slice(word.to, figure.from);
  return gap.length > GAP || STOP.test(gap) || figuresIn(gap).length > 0 ? null : word;
}

/** 1万元起购, 0.2%的管理费. */
function wordAfter(plain: string, words: readonly Word[], figure: Figure): Word | null {
  const word = words.find(
    ({ from, property }) =>
      from >= figure.to &&
      fits(property, figure) &&
      /^\s*(?:的|之|起)?\s*$/.test(plain.slice(figure.to, from)),
  );
  if (word) return word;
  const after = plain.slice(figure.to);
  const [term, least] = [properties.find((p) => p.key === '期限')!, properties.at(-1)!];
  const bare = { from: figure.to, to: figure.to + 1 };
  // 180天期, 一年期: a length of time by itself.
  if (figure.unit === 'days' && /^期(?!间|限|待|货|权|刊|初|末|数|国债|LPR|的?\s*LPR)/i.test(after))
    return { ...bare, property: term };
  const begins = /^\s*(?:即可|就能|可)?\s*起(?=[购投存]|[,，。;!\s]|$)/.test(after);
  if (figure.unit === 'yuan' && begins && !SPENT.test(plain.slice(0, figure.from)))
    return { ...bare, property: least };
  return null;
}

/** 利率3.2%或3.5%, 利率由3.5%降到3.2%: of the same property as the figure before. */
const continues = (plain: string, before: Figure, figure: Figure): boolean =>
  before.unit === figure.unit && LIST.test(plain.slice(before.to, figure.from));

function denied(plain: string, word: Word, figure: Figure): boolean {
  const gap = plain.slice(word.to, figure.from);
  const told = gap.slice(Math.max(0, gap.length - GAP));
  return DENIED.test(told) || CHANGE.test(told) || BEFORE.test(told);
}

const sentenceBefore = (plain: string, at: number): string =>
  plain
    .slice(0, at)
    .split(/[。!?;\n]/)
    .at(-1)!;
