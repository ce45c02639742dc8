import { bare } from './understand.ts';

/** What a message asked for, in the words of sequences: which signal an answer with its word is. */
export type Intent = 'claim' | 'product' | 'signup';

/** “参加回复‘1’”, “要说明书请回复‘说明书’”. */
const INVITATION = /(参加|报名)?(?:请|可|可以)?回复[“"「]([^”"」]{1,12})[”"」]/g;

const BY_TYPE: Readonly<Record<string, Intent>> = {
  life_benefit: 'claim',
  benefit: 'claim',
  ice_breaker_product: 'product',
  similar_story: 'product',
};

/**
 * Whoever answers with the very word that the last message asked for means what that message offered;
 * null for any other answer. A number is a word like others: it says nothing without its question.
 */
export function intentOf(
  said: string,
  message: { type: string | null; words: string },
): Intent | null {
  const answer = bare(said);
  for (const [, joins, word] of message.words.matchAll(INVITATION)) {
    if (bare(word!) !== answer) continue;
    if (message.type === 'activity') return joins ? 'signup' : null;
    return BY_TYPE[message.type ?? ''] ?? null;
  }
  return null;
}
