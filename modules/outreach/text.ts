import type { Phrase } from '#platform/contract/text.ts';
import { outreachErrorTexts as texts } from './contract.ts';

/** What each refusal of this module says to a person. */
export const outreachErrorTexts: Readonly<Record<string, Phrase>> = texts;
