import type { Definition, Item, Letter, Stage } from '../contract/definition.ts';

/** Which round a day of the sequence falls in: days 1–12 in the first, 13–24 in the second. */
export const roundOf = ({ method }: Definition, day: number): number =>
  Math.min(method.rounds, Math.max(1, Math.ceil(day / method.days_per_round)));

/** The day within its round: 13 of two rounds of twelve is 1. */
export const dayInRound = ({ method }: Definition, day: number): number =>
  day - (roundOf({ method } as Definition, day) - 1) * method.days_per_round;

export function stageOfDay(definition: Definition, day: number): Stage | null {
  const at = dayInRound(definition, day);
  return definition.method.stages.find(({ days: [from, to] }) => from <= at && at <= to) ?? null;
}

export const letterBit: Record<Letter, number> = { A: 1, I: 2, D: 4, A2: 8 };
export const bitsOf = (letters: readonly Letter[]): number =>
  letters.reduce((bits, letter) => bits | letterBit[letter], 0);
export const lettersOf = (bits: number): Letter[] =>
  (Object.keys(letterBit) as Letter[]).filter((letter) => (bits & letterBit[letter]) !== 0);

/** Of what counts as contact with the customer, how much promotes something. */
export function promoShare(items: readonly Item[]): number {
  const said = items.filter((item) => item.lane !== 'rm_task');
  return said.length === 0 ? 0 : said.filter((item) => item.promotional).length / said.length;
}

/** `10:00-11:30` in seconds of the day. */
export function windowOf(text: string): { from: number; to: number } {
  const [from, to] = text.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return (hours! * 60 + minutes!) * 60;
  });
  return { from: from!, to: to! };
}
