import { maskValue } from '#platform/contract/sensitive.ts';
import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import type { Attribute, AttributeContent } from '../../contract/attribute.ts';

/** Upper ends of the ranges amounts are shown in, in fen. */
const bounds = [0, 1e3, 1e4, 5e4, 1e5, 2e5, 5e5, 1e6, 3e6, 6e6, 1e7].map((yuan) => yuan * 100);
const labels: readonly Phrase[] = [
  ['无', 'None'],
  ['1 千元以下', 'Below 1,000'],
  ['1 千–1 万元', '1,000–10,000'],
  ['1–5 万元', '10,000–50,000'],
  ['5–10 万元', '50,000–100,000'],
  ['10–20 万元', '100,000–200,000'],
  ['20–50 万元', '200,000–500,000'],
  ['50–100 万元', '500,000–1 million'],
  ['100–300 万元', '1–3 million'],
  ['300–600 万元', '3–6 million'],
  ['600–1,000 万元', '6–10 million'],
  ['1,000 万元以上', 'Above 10 million'],
];

/** Which range an amount falls in: `amountBounds[i - 1] ≤ fen < amountBounds[i]`, and nothing in 0. */
export const amountBounds = bounds;

export function bandOf(fen: number): number {
  if (fen <= 0) return 0;
  const found = bounds.findIndex((bound, i) => i > 0 && fen < bound);
  return found === -1 ? labels.length - 1 : found;
}

/** Balances, assets and pay are shown as a range (CR-037). */
export const bandLabel = (band: number, lang: Lang): string => say(labels[band]!, lang);

const yes: Phrase = ['是', 'Yes'];
const no: Phrase = ['否', 'No'];

type Shown = Pick<Attribute, 'type' | 'choices' | 'dataClass' | 'unit' | 'code'>;

/** A value in words: amounts as a range, text of class C2 masked, a day of birth as a decade. */
export function shownText(attribute: Shown, value: AttributeContent, lang: Lang): string {
  const side = lang === 'en' ? 1 : 0;
  const name = (code: string) => attribute.choices.find((c) => c.code === code)?.name[side] ?? code;
  switch (attribute.type) {
    case 'money':
      return bandLabel(bandOf(value as number), lang);
    case 'number':
      return `${value}${attribute.unit ? ` ${attribute.unit}` : ''}`;
    case 'flag':
      return say(value ? yes : no, lang);
    case 'choice':
      return name(value as string);
    case 'choices':
      return (value as string[]).map(name).join(lang === 'en' ? ', ' : '、');
    case 'day':
      if (attribute.dataClass !== 'C2') return value as string;
      return lang === 'en'
        ? `${(value as string).slice(0, 3)}0s`
        : `${(value as string).slice(0, 3)}0 年代`;
    case 'text':
      return attribute.dataClass === 'C2' ? maskText(value as string) : (value as string);
  }
}

/** Down to the district for an address (上海市浦东新区***), the first characters for the rest. */
export function maskText(text: string): string {
  const district = /^.*?(区|县|旗|市(?!.*[区县旗]))/.exec(text)?.[0];
  if (district && district.length < text.length) return `${district}***`;
  return maskValue('name', text);
}

/** In the clear where a screen may have it: what is of class C2 is masked instead. */
export const clearValue = (
  { dataClass }: Shown,
  value: AttributeContent,
): AttributeContent | null => (dataClass === 'C2' ? null : value);
