import type { Finding } from '#modules/compliance/contract.ts';
import type { Persona } from '../../contract/persona.ts';

/** Words of an office, and what a person says instead. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/尊敬的(贵?客户|您)[:：,，]?/g, '{customer_title}，'],
  [/敬请(您)?/g, '欢迎您'],
  [/莅临/g, '来'],
  [/本行|我行/g, '我们银行'],
  [/予以|特此通知[。，]?|兹/g, ''],
  [/相关事宜/g, '这件事'],
  [/竭诚为您服务/g, '随时帮您'],
  [/如有疑问，?请/g, '有不清楚的，'],
  [/办理业务/g, '办事'],
  [/的通知如下[:：]/g, '，跟您说一声：'],
];

export const sentencesOf = (text: string): string[] =>
  text.match(/[^。！？!?\n]*[。！？!?\n]?/g)!.filter((s) => s !== '');

const spoken = (sentence: string): string =>
  SPOKEN.reduce((said, [office, person]) => said.replace(office, person), sentence);

/** Each sentence as the persona says it, beside what it was. */
export function asSpoken(text: string, { voice }: Persona): { before: string; after: string }[] {
  return sentencesOf(text).map((before) => {
    const without = voice.avoid.reduce((said, word) => said.replaceAll(word, ''), spoken(before));
    return { before, after: without };
  });
}

/** Who speaks at the beginning, and how it ends: what the text does not have yet. */
export function framedBy(text: string, { name, voice }: Persona): string {
  const self = voice.self || name;
  const named = text.includes(self) || text.includes('{rm_name}');
  const opened = named
    ? text
    : /^\{customer_title\}[，,]?/.test(text)
      ? text.replace(/^\{customer_title\}[，,]?/, `{customer_title}，我是${self}。`)
      : `我是${self}。${text}`;
  return voice.ending === '' || opened.includes(voice.ending) ? opened : `${opened}${voice.ending}`;
}

/** What a persona would not say. It does not stop a text; whoever decides sees it. */
export function voiceFindings(text: string, persona: Persona): Finding[] {
  const { name, voice } = persona;
  const found: Finding[] = [];
  const add = (from: number, said: string, why: Finding['why'], proposal: string | null) =>
    found.push({
      ...{ rule: 'PERSONA', version: 1, level: 'review', source: 'lexicon', basis: '' },
      place: { from, to: from + said.length, text: said },
      why,
      proposal,
    });
  for (const word of voice.avoid)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      add(at, word, [`“${word}”不是“${name}”的说法`, `“${word}” is not how ${name} speaks`], null);
  let from = 0;
  for (const sentence of sentencesOf(text)) {
    const length = [...sentence.trim()].length;
    if (length > voice.longestSentence)
      add(
        from,
        sentence,
        [
          `“${name}”一句话最多 ${voice.longestSentence} 字，这句有 ${length} 字`,
          `${name} says at most ${voice.longestSentence} characters in a sentence; this has ${length}`,
        ],
        null,
      );
    from += sentence.length;
  }
  return found;
}
