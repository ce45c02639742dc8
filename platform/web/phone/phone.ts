import { createContext, useContext, useSyncExternalStore } from 'react';
import { isLang, type Lang, say } from '#platform/contract/text.ts';
import type { Say } from './words.ts';

/** Large type and the language: the customer's choice, kept on the phone. */

const ELDER = 'yuhang.elder';
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A private window keeps nothing; the choice holds for this page.
  }
}

let elder = read(ELDER) === '1';
const cookieLang = /(?:^|; )yuhang_lang=([\w-]+)/.exec(document.cookie)?.[1];
let lang: Lang = isLang(cookieLang)
  ? cookieLang
  : /^zh/i.test(navigator.language || 'zh')
    ? 'zh-CN'
    : 'en';

function apply(): void {
  document.documentElement.lang = lang;
  document.documentElement.toggleAttribute('data-elder', elder);
}
apply();

export function useElder(): [boolean, () => void] {
  const on = useSyncExternalStore(listen, () => elder);
  return [
    on,
    () => {
      elder = !elder;
      keep(ELDER, elder ? '1' : '0');
      apply();
      tell();
    },
  ];
}

export function useLang(): [Lang, () => void] {
  const current = useSyncExternalStore(listen, () => lang);
  return [
    current,
    () => {
      lang = lang === 'en' ? 'zh-CN' : 'en';
      // The server speaks it too: names of attributes and ranges come from there.
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in WeChat
      document.cookie = `yuhang_lang=${lang}; path=/; max-age=31536000; samesite=lax`;
      apply();
      tell();
    },
  ];
}

export function useSay(): Say {
  const [current] = useLang();
  return (phrase, values) => say(phrase, current, values);
}

export const Tell = createContext<(text: string) => void>(() => {});
/** One line that says what has just been done; read aloud, gone by itself. */
export const useTell = () => useContext(Tell);
