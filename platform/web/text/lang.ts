import { useMemo } from 'react';
import { isLang, type Lang, type Phrase, say } from '#platform/contract/text.ts';
import { keptStore, useStore } from '../store.ts';

export const lang = keptStore<Lang>('yuhang.lang', (kept) => (isLang(kept) ? kept : 'zh-CN'));

export const useLang = (): Lang => useStore(lang);

export type Words = Readonly<Record<string, Phrase>>;
/** t('name'), t('count', { n: 3 }) */
export type Say<W extends Words> = (
  key: keyof W & string,
  values?: Readonly<Record<string, unknown>>,
) => string;

/** The words of a screen in the person's language; a key that does not exist does not compile. */
export function useText<W extends Words>(words: W): Say<W> {
  const chosen = useLang();
  return useMemo(() => (key, values) => say(words[key]!, chosen, values), [words, chosen]);
}

/** One phrase in the person's language, for those that come as data (labels of pages, of columns). */
export function usePhrase(): (
  phrase: Phrase,
  values?: Readonly<Record<string, unknown>>,
) => string {
  const chosen = useLang();
  return useMemo(() => (phrase, values) => say(phrase, chosen, values), [chosen]);
}

/** What stands between several in a row: 甲、乙 / one, two. */
export const useComma = (): string => say(['、', ', '], useLang());

const marks = {
  'zh-CN': { colon: '：', semicolon: '；', clause: '，', aside: (said: string) => `（${said}）` },
  en: { colon: ': ', semicolon: '; ', clause: ', ', aside: (said: string) => ` (${said})` },
} as const;

/** The marks between words that are put together on a screen. */
export const useMarks = () => marks[useLang()];
