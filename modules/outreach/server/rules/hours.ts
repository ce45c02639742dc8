import { addDays, startOfDay } from '#platform/server/holidays.ts';

/** `09:00` → 540. */
const minuteOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
};
const DAY = 1_440;

/** Minutes of a day: openings and closings by turns, the first an opening. Half-open: [540, 660). */
export type Edges = readonly number[];

/** Windows of a day as edges; one that goes over midnight lies at both ends of the day. */
export function edgesOf(windows: readonly (readonly [string, string])[]): Edges {
  const spans = windows.flatMap(([from, to]): [number, number][] => {
    const [a, b] = [minuteOf(from), minuteOf(to)];
    if (a === b) return [];
    return a < b
      ? [[a, b]]
      : [
          [a, DAY],
          [0, b],
        ];
  });
  const edges: number[] = [];
  for (const [from, to] of spans.toSorted((x, y) => x[0] - y[0]))
    if (edges.length > 0 && from <= edges.at(-1)!)
      edges[edges.length - 1] = Math.max(edges.at(-1)!, to);
    else edges.push(from, to);
  return edges;
}

/** What is left of a day when these windows are taken out. */
export function without(edges: Edges): Edges {
  const all = [0, ...edges, DAY];
  // An empty stretch at either end closes where it opens.
  return edgesOfPairs(all);
}

function edgesOfPairs(all: readonly number[]): Edges {
  const kept: number[] = [];
  for (let i = 0; i < all.length; i += 2)
    if (all[i]! < all[i + 1]!) kept.push(all[i]!, all[i + 1]!);
  return kept;
}

/** What lies in both. */
export function both(a: Edges, b: Edges): Edges {
  const kept: number[] = [];
  for (let i = 0; i < a.length; i += 2)
    for (let j = 0; j < b.length; j += 2) {
      const from = Math.max(a[i]!, b[j]!);
      const to = Math.min(a[i + 1]!, b[j + 1]!);
      if (from < to) kept.push(from, to);
    }
  return kept;
}

/** How many of sorted edges lie at or before a place: PostgreSQL’s `width_bucket`. Odd: inside. */
export function placeIn(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const isInside = (edges: readonly number[], at: number): boolean =>
  placeIn(edges, at) % 2 === 1;

/** The windows of coming days as moments, one after the other; days on which all stops have none. */
export function momentsOf(
  edges: Edges,
  firstDay: string,
  days: number,
  isStopped: (day: string) => boolean,
): number[] {
  const moments: number[] = [];
  for (let i = 0; i < days; i++) {
    const day = addDays(firstDay, i);
    if (isStopped(day)) continue;
    const midnight = startOfDay(day).getTime();
    for (let e = 0; e < edges.length; e += 2) {
      const [from, to] = [midnight + edges[e]! * 60_000, midnight + edges[e + 1]! * 60_000];
      // A window that goes on over midnight is one window.
      if (moments.at(-1) === from) moments[moments.length - 1] = to;
      else moments.push(from, to);
    }
  }
  return moments;
}

/** 540 → `09:00`. */
export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
