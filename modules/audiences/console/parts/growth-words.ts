import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { text } from '../text.ts';

/** What a series of sizes, one a day, today last, means. */
export function useGrowthSentence(): (counts: readonly number[]) => string {
  const t = useText(text);
  return (counts) => {
    const [from, to] = [counts[0] ?? 0, counts.at(-1) ?? 0];
    const words = {
      days: counts.length,
      from: formatNumber(from),
      to: formatNumber(to),
      n: formatNumber(Math.abs(to - from)),
    };
    if (counts.length < 2) return t('young', words);
    return t(to > from ? 'grew' : to < from ? 'shrank' : 'steady', words);
  };
}
