/** A figure with its measure, however it is written: 3.2%, 百分之三点二, 180天, 六个月, 1万元, 10,000元. */
export interface Figure {
  /** `percent`, `days`, `yuan`, or what is counted: 次, 张, 期. */
  readonly unit: string;
  /** Equal for one figure; open on a side for “起”, “最高”. Months have 30 days and years 12 months. */
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
}

const ARABIC = '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?';
const DIGITS = '零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖';
const HAN = `[${DIGITS}十拾百佰千仟]+(?:点[${DIGITS}]+)?|半`;
const N = `(?:${ARABIC}|${HAN})`;
const MEASURE =
  '%|[百千]?[万亿]?(?:元|块钱?|圆)|[万亿]|个?(?:工作日|交易日|自然日)|天|日|周|星期|个月|季度|年半?|次|张|份|期|倍|积分|点|个';
const FIGURE = new RegExp(
  `(?:(?<cut>百分之|千分之|万分之)\\s*)?(?:¥\\s*)?(?:(?<head>${N})\\s*(?<headUnit>${MEASURE})?\\s*(?:-{1,2}|~|—+|–|至|到)\\s*(?:百分之|千分之|万分之)?\\s*)?(?<tail>${N})\\s*(?<unit>${MEASURE})?`,
  'g',
);
const CUTS: Readonly<Record<string, number>> = { 百分之: 1, 千分之: 0.1, 万分之: 0.01 };

/** Half-width, one unit for one: places in it are places in the text. */
export const halfWidth = (text: string): string =>
  [...text]
    .map((char) => {
      const narrow = char.normalize('NFKC');
      return narrow.length === char.length ? narrow : char;
    })
    .join('');

/** Every figure of a text that was made half-width, in its order. */
export function figuresIn(plain: string): Figure[] {
  const found: Figure[] = [];
  for (const match of plain.matchAll(FIGURE)) {
    const { cut, head, headUnit, tail, unit } = match.groups!;
    const said = match[0].trimStart();
    const from = match.index + match[0].length - said.length;
    const to = match.index + match[0].trimEnd().length;
    const measure = cut ? '%' : (unit ?? (said.startsWith('¥') ? '元' : null));
    if (measure === null) continue;
    if (isDate(plain, from, to, measure, tail!)) continue;
    const scale = cut ? CUTS[cut]! : 1;
    const high = measured(numberOf(tail!) * scale, measure);
    const low = head ? measured(numberOf(head) * scale, headUnit ?? measure) : high;
    if (high === null || low === null || low.unit !== high.unit) continue;
    found.push({ unit: high.unit, ...opened(plain, from, to, low.value, high.value), from, to });
  }
  return found;
}

/** 2026年, 3月5日: days of a calendar and no length of time. */
const isDate = (plain: string, from: number, to: number, measure: string, tail: string) =>
  (measure === '年' && numberOf(tail) >= 1_900) ||
  (measure === '日' && /月\s*$/.test(plain.slice(0, from))) ||
  (/^[年日]$/.test(measure) && /^\s*\d{1,2}\s*月/.test(plain.slice(to)));

const LEAST = /(?:最低|低至|不低于|不少于|至少|最短|最少)[约为是]?\s*$/;
const MOST = /(?:最高|可达|高达|不超过|不高于|至多|最长|最多)[约为是]?\s*$/;

function opened(plain: string, from: number, to: number, low: number, high: number) {
  const [before, after] = [plain.slice(0, from), plain.slice(to)];
  if (LEAST.test(before) || /^\s*(?:起(?![购投存点售])|以上)/.test(after))
    return { low, high: Number.POSITIVE_INFINITY };
  if (MOST.test(before) || /^\s*(?:以内|以下)/.test(after))
    return { low: Number.NEGATIVE_INFINITY, high };
  return { low, high };
}

const DAYS: Readonly<Record<string, number>> = {
  天: 1,
  日: 1,
  自然日: 1,
  个自然日: 1,
  周: 7,
  星期: 7,
  个月: 30,
  季度: 90,
  年: 360,
};
const TIMES: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, 万: 10_000, 亿: 1e8 };

function measured(value: number, measure: string): { unit: string; value: number } | null {
  if (!Number.isFinite(value)) return null;
  if (measure === '%') return { unit: 'percent', value: tidy(value) };
  if (measure === '年半') return { unit: 'days', value: value * 360 + 180 };
  const days = DAYS[measure];
  if (days !== undefined) {
    // 365 days are a year, whichever way it is told.
    const year = days === 1 && value >= 365 ? [365, 366].find((n) => value % n === 0) : undefined;
    return { unit: 'days', value: year ? (value / year) * 360 : value * days };
  }
  const money = /^([百千]?)([万亿]?)(?:元|块钱?|圆)?$/.exec(measure);
  if (money) {
    const times = (TIMES[money[1]!] ?? 1) * (TIMES[money[2]!] ?? 1);
    return { unit: 'yuan', value: tidy(value * times) };
  }
  return { unit: measure, value };
}

const tidy = (value: number) => Math.round(value * 1e6) / 1e6;

const VALUE: Readonly<Record<string, number>> = Object.fromEntries([
  ...[...'零一二三四五六七八九'].map((char, i) => [char, i]),
  ...[...'〇壹贰叁肆伍陆柒捌玖'].map((char, i) => [char, i]),
  ['两', 2],
]);
const STEP: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1_000,
  仟: 1_000,
};

export function numberOf(said: string): number {
  if (/^\d/.test(said)) return Number(said.replaceAll(',', ''));
  if (said === '半') return 0.5;
  const [whole, part] = said.split('点') as [string, string | undefined];
  const decimals = part ? Number(`0.${[...part].map((char) => VALUE[char]).join('')}`) : 0;
  // 二〇二六 is read digit by digit.
  if (![...whole].some((char) => char in STEP))
    return Number([...whole].map((char) => VALUE[char]).join('')) + decimals;
  let [sum, digit] = [0, 0];
  for (const char of whole) {
    const step = STEP[char];
    if (step === undefined) digit = VALUE[char]!;
    else {
      sum += (digit || 1) * step;
      digit = 0;
    }
  }
  return sum + digit + decimals;
}
