import type { Definition, Finding, Item, Lane, Letter } from '../../contract.ts';
import { roundOf, stageOfDay } from '../../definition/layout.ts';

/** Changes of a definition, each giving a new one. */
export const changeItem = (d: Definition, id: string, change: Partial<Item>): Definition => ({
  ...d,
  items: d.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
});

/** To another day and lane: the round follows, and so does the letter where the stage takes it not. */
export function moveItem(d: Definition, id: string, day: number, lane: Lane): Definition {
  const item = d.items.find((i) => i.id === id);
  const last = d.method.total_days;
  if (!item || day < 1 || day > last) return d;
  const stage = stageOfDay(d, day);
  const aida = stage && !stage.letters.includes(item.aida) ? stage.letters[0]! : item.aida;
  return changeItem(d, id, {
    day,
    lane,
    aida,
    round: roundOf(d, day),
    day_label: `T+${day}`,
    after: lane === 'sms' ? item.after : null,
  });
}

export function addItem(
  d: Definition,
  day: number,
  lane: Lane,
  title: string,
): [Definition, string] {
  const stage = stageOfDay(d, day);
  const letter: Letter = stage?.letters[0] ?? 'A';
  let n = 1;
  const idOf = () => `r${roundOf(d, day)}-d${String(day).padStart(2, '0')}-${lane.slice(0, 2)}${n}`;
  while (d.items.some((item) => item.id === idOf())) n += 1;
  const item: Item = {
    id: idOf(),
    round: roundOf(d, day),
    day,
    lane,
    aida: letter,
    three_w: null,
    content_type: 'values',
    title,
    format: 'text',
    body: null,
    content: null,
    variants: null,
    product_line: null,
    cta: null,
    send_window: lane === 'moments' ? '12:00-13:30' : '10:00-11:30',
    disclosure_keys: [],
    promotional: false,
    scene: null,
    pain_point: null,
    detail: null,
    needs_tag: null,
    hook: null,
    benefit: null,
    after: null,
    pair: null,
  };
  return [{ ...d, items: [...d.items, item] }, item.id];
}

export const removeItem = (d: Definition, id: string): Definition => ({
  ...d,
  items: d.items.filter((item) => item.id !== id),
});

/** Findings that belong to an item; those of its day too. */
export const findingsOf = (findings: readonly Finding[], item: Item): Finding[] =>
  findings.filter(
    ({ place }) =>
      (place.kind === 'item' && place.item === item.id) ||
      (place.kind === 'day' && place.day === item.day),
  );

export const findingsOfStage = (
  findings: readonly Finding[],
  stage: number,
  round: number,
): Finding[] =>
  findings.filter(
    ({ place }) =>
      place.kind === 'stage' &&
      place.stage === stage &&
      (place.round === undefined || place.round === round),
  );

export const daysOfRound = (d: Definition, round: number): number[] =>
  Array.from(
    { length: d.method.days_per_round },
    (_, i) => (round - 1) * d.method.days_per_round + i + 1,
  );

/** Items of a lane on a day, in the order of their hours. */
export const itemsAt = (d: Definition, day: number, lane: Lane): Item[] =>
  d.items
    .filter((item) => item.day === day && item.lane === lane)
    .sort((a, b) => (a.send_window < b.send_window ? -1 : 1));
