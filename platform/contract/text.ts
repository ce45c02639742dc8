/** Screens are zh-CN first, English second. */
export const languages = ['zh-CN', 'en'] as const;
export type Lang = (typeof languages)[number];

/** One phrase in both languages: [Chinese, English]. */
export type Phrase = readonly [zh: string, en: string];

/**
 * Picks the language and fills `{name}` places; `{n|row|rows}` is the word for one or for more:
 * say(['共 {n} 条', '{n} {n|row|rows}'], 'en', { n: 3 }) → '3 rows'.
 */
export function say(phrase: Phrase, lang: Lang, values: Readonly<Record<string, unknown>> = {}) {
  const text = lang === 'en' ? phrase[1] : phrase[0];
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (place, name: string, one?: string, more?: string) => {
      if (values[name] === undefined) return place;
      const value = String(values[name]);
      return one === undefined ? value : value === '1' ? one : more!;
    },
  );
}

export function isLang(value: unknown): value is Lang {
  return languages.includes(value as Lang);
}
