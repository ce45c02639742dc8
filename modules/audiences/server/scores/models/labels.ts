import { attributeRegistry } from '#modules/customers/server/index.ts';
import { kindsOf } from '#modules/tracking/server/index.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { KeptReason } from './score.repo.ts';

const EVENT = 'event:';
const words = {
  more: ['{name}偏高', '{name} above average'],
  less: ['{name}偏低', '{name} below average'],
  often: ['{name}较多', '{name} often'],
  seldom: ['{name}较少', '{name} seldom'],
  is: ['{name}：{value}', '{name}: {value}'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  unknown: ['未知', 'not known'],
  count: ['{name}（近 90 天次数）', '{name} (times in 90 days)'],
} as const satisfies Record<string, Phrase>;

export interface Labels {
  /** `balance` → 账户余额; `job=student` → 职业：学生. */
  feature(feature: string): string;
  reason(reason: KeptReason): { label: string; effect: number | null };
}

/** What features are called in the reader's language. */
export async function labelsOf(ctx: Ctx): Promise<Labels> {
  const [attributes, kinds] = await Promise.all([attributeRegistry(ctx), kindsOf(ctx)]);
  const byCode = new Map(attributes.map((attribute) => [attribute.code, attribute]));
  const to = (key: keyof typeof words, values: Record<string, string> = {}) =>
    say(words[key], ctx.lang, values);
  const event = (kind: string) => {
    const known = kinds.get(kind);
    return known ? say(known.title, ctx.lang) : kind;
  };
  const attribute = (code: string) => {
    const known = byCode.get(code);
    return known ? say(known.name, ctx.lang) : code;
  };
  const word = (code: string, value: string) => {
    if (value === '') return to('unknown');
    const known = byCode.get(code);
    if (known?.type === 'flag') return to(value === 'yes' ? 'yes' : 'no');
    const choice = known?.choices.find((one) => one.code === value);
    return choice ? say(choice.name, ctx.lang) : value;
  };
  const feature = (name: string): string => {
    if (name.startsWith(EVENT)) return to('count', { name: event(name.slice(EVENT.length)) });
    const [code, value] = name.split(/=(.*)/s);
    return value === undefined
      ? attribute(name)
      : to('is', { name: attribute(code!), value: word(code!, value) });
  };
  return {
    feature,
    reason(reason) {
      if ('said' in reason) return { label: reason.said, effect: null };
      const { feature: name, effect, above } = reason;
      if (name.startsWith(EVENT))
        return {
          label: to(above ? 'often' : 'seldom', { name: event(name.slice(EVENT.length)) }),
          effect,
        };
      const label = name.includes('=')
        ? feature(name)
        : to(above ? 'more' : 'less', { name: attribute(name) });
      return { label, effect };
    },
  };
}
