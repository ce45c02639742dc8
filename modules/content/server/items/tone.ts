import type { Phrase } from '#platform/contract/text.ts';

export interface Tone {
  /** 0–100. */
  readonly score: number;
  readonly hints: readonly Phrase[];
}

const sentencesOf = (text: string) => text.split(/[。！？!?；;\n]+/).filter((s) => s.trim() !== '');

/**
 * How human a text reads: to one person, from one person, concrete, short, without the words
 * of an office. Points are taken off for what is missing; each says what would help. A rule of thumb
 * of the product, not a measure of anything else.
 */
export function toneOf(text: string): Tone {
  if (text.trim() === '') return { score: 0, hints: [['还没有写文字', 'There is no text yet']] };
  const sentences = sentencesOf(text);
  const longest = Math.max(...sentences.map((s) => [...s].length));
  const hints: Phrase[] = [];
  let score = 100;
  const unless = (good: boolean, points: number, hint: Phrase) => {
    if (good) return;
    score -= points;
    hints.push(hint);
  };
  unless(/您|你|\{customer_title\}/.test(text), 25, [
    '没有对着客户说：用“您”或客户称呼',
    'It speaks to nobody: address the customer',
  ]);
  unless(/我|咱|\{rm_name\}/.test(text), 20, [
    '没有人在说话：用第一人称',
    'Nobody speaks: use the first person',
  ]);
  unless(/\d|一|二|三|两|几|周[一二三四五六日]|今天|明天|上午|下午|晚上/.test(text), 15, [
    '没有具体的数字、时间或物件',
    'Nothing concrete: no number, time or thing',
  ]);
  unless(longest <= 45, 20, [
    `最长一句 ${longest} 字，读起来吃力：断成两句`,
    `The longest sentence has ${longest} characters: break it`,
  ]);
  unless(!/尊敬的客户|敬请|兹|特此|贵客户|予以|相关事宜|竭诚|莅临/.test(text), 20, [
    '像公文：换成平时说话的词',
    'Reads like an office: use everyday words',
  ]);
  return { score: Math.max(0, score), hints };
}
