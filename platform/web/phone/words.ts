import type { Lang, Phrase } from '#platform/contract/text.ts';

/** What every page on a phone says. */
export const phoneWords = {
  close: ['关闭', 'Close'],
  loading: ['正在加载…', 'Loading…'],
  again: ['再试一次', 'Try again'],
  otherLanguage: ['EN', '中文'],
  errors: {
    offline: ['网络不通，请检查后再试。', 'No network. Check it and try again.'],
    other: ['没有成功，请稍后再试。', 'That did not work. Please try again later.'],
  },
} as const;

export type Say = (phrase: Phrase, values?: Readonly<Record<string, string | number>>) => string;

const zone = 'Asia/Shanghai';

export function dayText(iso: string, lang: Lang): string {
  const form = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: zone,
    year: 'numeric',
    month: lang === 'en' ? 'short' : 'long',
    day: 'numeric',
  });
  return form.format(new Date(iso));
}

export function momentText(iso: string, lang: Lang): string {
  const form = new Intl.DateTimeFormat('zh-CN', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return `${dayText(iso, lang)} ${form.format(new Date(iso))}`;
}
