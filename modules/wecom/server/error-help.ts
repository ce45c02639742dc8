import type { Lang } from '#platform/contract/text.ts';
import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';
import type { ErrorHelp } from '../contract/health.ts';

/** What a code means and what to do, in the reader's language. */
export function errorHelp(code: number, lang: Lang): ErrorHelp {
  const { meaning, remedy } = wecomErrorText(code);
  const at = lang === 'en' ? 1 : 0;
  return { code, meaning: meaning[at], remedy: remedy[at] };
}
