import type { Phrase } from '#platform/contract/text.ts';
import type { ContentFacts } from '../../../contract/content-check.ts';
import { type Figure, figuresIn, halfWidth } from './figures.ts';
import { mentionsIn, misnamed } from './product-names.ts';
import { type Property, propertyOf } from './properties.ts';
import { type Said, saidIn } from './said.ts';

export type Master = ContentFacts['masters'][number];

/** Something that a text says of a product and its master does not. */
export interface Difference {
  readonly level: 'block' | 'review';
  readonly from: number;
  readonly to: number;
  readonly why: Phrase;
  readonly proposal: string | null;
}

interface Fact {
  readonly property: Property;
  readonly key: string;
  readonly value: string;
  readonly figures: readonly Figure[];
}

/**
 * Where a text says something else of its products than their masters (CR-061): another product’s name,
 * another rate, fee, term, least amount or benefit. A figure is compared only when it is said of such a
 * property; what a master does not know is for a person to judge.
 */
export function differencesIn(text: string, masters: readonly Master[]): Difference[] {
  if (masters.length === 0) return [];
  const plain = halfWidth(text);
  const facts = new Map(masters.map((master) => [master, factsOf(master)]));
  const own = [...facts.values()]
    .flat()
    .flatMap(({ property }) => (property.family === 'own' ? [property] : []));
  const mentions = mentionsIn(plain, masters);
  const found = misnamed(plain, masters, mentions);
  const about = masters.filter((master) => master.about);
  const kinds = masters.map(({ kind }) => kind);
  for (const said of saidIn(plain, own, kinds)) {
    // Of the product that was named last; of any, as long as none was.
    const named = mentions.findLast(({ to }) => to <= said.to)?.master;
    const meant = named ? [named] : about.length > 0 ? about : masters;
    const judged = meant.map((master) => judge(said, master, facts.get(master)!));
    if (judged.some((one) => one === null)) continue;
    found.push(judged.find((one) => one!.level === 'block') ?? judged[0]!);
  }
  for (const master of about) found.push(...waived(plain, master, facts.get(master)!));
  return found
    .toSorted((a, b) => a.from - b.from)
    .filter((one, i, all) => !all.slice(0, i).some((x) => x.from === one.from && x.to === one.to));
}

/** Facts with figures; what stands under 权益 is taken apart: 贵宾厅每年6次，返现5%. */
function factsOf({ facts }: Master): Fact[] {
  return Object.entries(facts).flatMap(([key, value]) => {
    const parts = /权益|优惠|礼遇/.test(key)
      ? value.split(/[,，、;；\n]/).flatMap((part) => {
          const name =
            /^([\p{Script=Han}A-Za-z]{2,12}?)(?:每[年月季日]|每人|最高|最多|可享|享|送|为|[:：\s])*[\d零一二两三四五六七八九十百]/u.exec(
              part.trim(),
            )?.[1];
          return name ? [{ name, value: part.trim() }] : [];
        })
      : [{ name: key, value }];
    return parts.flatMap((part) => {
      const figures = figuresIn(halfWidth(part.value));
      const property = propertyOf(part.name, [...new Set(figures.map(({ unit }) => unit))]);
      // 开放, 支取: too common a word to know what a figure beside it is about.
      const common = property.family === 'own' && parts.length === 1 && part.name.length < 3;
      return common ? [] : { property, key: part.name, value: part.value, figures };
    });
  });
}

/** Null: as the master has it, or of something that nobody can compare. */
function judge(said: Said, { name }: Master, facts: readonly Fact[]): Difference | null {
  const { property, figure, word, from, to } = said;
  const same = facts.filter((fact) => fact.property.key === property.key);
  const near = facts.filter((fact) => fact.property.family === property.family);
  const all = same.length > 0 || property.family === 'own' ? same : near;
  const known = all.filter((fact) => fact.figures.some(({ unit }) => unit === figure.unit));
  const at = { from, to };
  if (known.length === 0) {
    // Told in words, or in another measure: there is nothing to compare.
    if (all.length > 0 || property.family === 'own') return null;
    return {
      ...at,
      level: 'review',
      why: [
        `产品主数据没有登记${name}的“${word}”，无法核对`,
        `The product master knows no “${word}” of ${name}: it cannot be compared`,
      ],
      proposal: null,
    };
  }
  const given = known.flatMap(({ figures }) => figures).filter(({ unit }) => unit === figure.unit);
  if (given.some((one) => agrees(figure, one, property))) return null;
  const { key, value } = known[0]!;
  return {
    ...at,
    level: 'block',
    why: [
      `“${said.text}”与产品主数据不一致：${name}的${key}为“${value}”`,
      `“${said.text}” is not as in the product master: ${key} of ${name} is “${value}”`,
    ],
    proposal: value,
  };
}

const equal = (a: number, b: number) => a === b || Math.abs(a - b) < 1e-6;
/** Of an amount to begin with only where it begins counts: 起, 最低 and the like say it again. */
const start = ({ low, high }: Figure) => (Number.isFinite(low) ? low : high);

/** A rate is as it is; of terms and amounts within two bounds each is one of the product’s. */
function agrees(said: Figure, given: Figure, { family }: Property): boolean {
  if (family === 'least') return equal(start(said), start(given));
  const [low, high] = [
    equal(said.low, given.low) || said.low === Number.NEGATIVE_INFINITY,
    equal(said.high, given.high) || said.high === Number.POSITIVE_INFINITY,
  ];
  if (low && high) return true;
  const within = said.low >= given.low && said.high <= given.high;
  return family !== 'rate' && family !== 'fee' && given.low !== given.high && within;
}

const WAIVED =
  /(?:免收?|免除|零|(?<![\d.])0)(?<after>[\p{Script=Han}]{0,4}费)|(?<before>[\p{Script=Han}]{1,4}费)(?:率)?(?:全免|免收|免除|全额减免|为零|为0(?![.\d]))/gu;

/** A fee that the master has, told to be none. */
function waived(plain: string, { name }: Master, facts: readonly Fact[]): Difference[] {
  return [...plain.matchAll(WAIVED)].flatMap(({ index, 0: words, groups }) => {
    const property = propertyOf((groups!.after ?? groups!.before)!, []);
    const fact = facts.find((one) => one.property.key === property.key);
    const free = !fact || /免|减|优惠/.test(fact.value) || property.family !== 'fee';
    if (free || !fact.figures.some(({ high }) => high > 0)) return [];
    return {
      ...{ from: index, to: index + words.length, level: 'block' as const },
      why: [
        `“${words}”与产品主数据不一致：${name}的${fact.key}为“${fact.value}”`,
        `“${words}” is not as in the product master: ${fact.key} of ${name} is “${fact.value}”`,
      ] as Phrase,
      proposal: fact.value,
    };
  });
}
