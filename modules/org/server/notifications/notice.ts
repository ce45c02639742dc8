import { type Lang, type Phrase, say } from '#platform/contract/text.ts';

/** A value a notice can carry: a word in both languages, a moment, a day, or plain text. */
export type NoticeValue =
  | string
  | number
  | Phrase
  | { readonly at: string }
  | { readonly day: string };

/** One kind of news. `act`: something waits for the reader. */
export interface Notice {
  readonly code: string;
  readonly text: Phrase;
  readonly weight: 'act' | 'know';
}

const notices = new Map<string, Notice>();

/** A module names its news once: defineNotice('org.approval-waiting', ['…', '…'], 'act'). */
export function defineNotice(code: string, text: Phrase, weight: Notice['weight']): Notice {
  if (notices.has(code)) throw new Error(`Two notices are called ${code}`);
  const notice = { code, text, weight };
  notices.set(code, notice);
  return notice;
}

const moment = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** In the reader's language; the bare code when this version no longer knows the notice. */
export function noticeText(
  code: string,
  params: Readonly<Record<string, NoticeValue>>,
  lang: Lang,
): string {
  const notice = notices.get(code);
  if (!notice) return code;
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, worded(value, lang)]),
  );
  return say(notice.text, lang, values);
}

function worded(value: NoticeValue, lang: Lang): string {
  if (typeof value !== 'object') return String(value);
  // Before the others: an array has a method called `at`.
  if (isPhrase(value)) return say(value, lang);
  return 'day' in value ? value.day : moment.format(new Date(value.at));
}

const isPhrase = (value: NoticeValue): value is Phrase => Array.isArray(value);
