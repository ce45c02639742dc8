import type { Phrase } from '#platform/contract/text.ts';

/** Minutes of a day in which the elderly are busy with their own lives. */
const livesOfTheElderly: readonly { from: number; to: number; why: Phrase }[] = [
  { from: 420, to: 510, why: ['送孙辈上学', 'Taking grandchildren to school'] },
  { from: 510, to: 540, why: ['早市买菜', 'Shopping at the morning market'] },
  { from: 660, to: 780, why: ['做午饭、吃午饭', 'Cooking and eating lunch'] },
  { from: 780, to: 840, why: ['午休', 'Rest after lunch'] },
  { from: 1_020, to: 1_080, why: ['接孙辈放学', 'Picking grandchildren up from school'] },
  { from: 1_080, to: 1_200, why: ['做晚饭、吃晚饭', 'Cooking and eating dinner'] },
];

const quiet: Phrase = ['夜间休息，免打扰时段', 'Night’s rest: quiet hours'];

export interface Avoided {
  readonly from: number;
  readonly to: number;
  readonly why: Phrase;
}

/** What is avoided in these stretches of a day (minutes, by turns), each with its reason. */
export function avoidedBetween(edges: readonly number[], elderly: boolean): Avoided[] {
  const found: Avoided[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const lives = elderly ? livesOfTheElderly.filter((p) => p.from < to && p.to > from) : [];
    let at = from;
    for (const { from: begin, to: end, why } of lives) {
      if (begin > at) found.push({ from: at, to: begin, why: quiet });
      found.push({ from: Math.max(at, begin), to: Math.min(end, to), why });
      at = Math.min(end, to);
    }
    if (at < to) found.push({ from: at, to, why: quiet });
  }
  return found;
}
