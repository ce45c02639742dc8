import { placeName } from '#modules/content/contract.ts';
import { usePhrase } from '#platform/web/text/lang.ts';

/** Places by their names: `{term}` → 【期限】. */
export function useNamedPlaces() {
  const phrase = usePhrase();
  return (words: string) =>
    words.replace(/\{(\w+)\}/g, (_, place: string) => {
      const [zh, en] = placeName(place);
      return phrase([`【${zh}】`, `[${en}]`]);
    });
}
