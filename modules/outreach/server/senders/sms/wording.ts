const STOP = '拒收请回复R';
/** The word alone is none: a room may be cancelled free of charge. */
const STOPS = /(退订|拒收)[^，。；]{0,4}回|回复?\s*[“"「]?(退订|拒收|td?|r|n)(?![a-z])/i;

/**
 * As it leaves (CR-106): the registered name in front, and in marketing a way to stop at the end.
 * A name somebody wrote into the text is not said twice.
 */
export function asSms(text: string, sign: string, marketing: boolean): string {
  const name = `【${sign}】`;
  const bare = text.replace(/^【[^】]{1,20}】/, '').trim();
  if (!marketing || STOPS.test(bare)) return `${name}${bare}`;
  return `${name}${bare.replace(/[。.，,；;]+$/, '')}，${STOP}`;
}
