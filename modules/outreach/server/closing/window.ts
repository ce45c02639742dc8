import { placeIn } from '../rules/hours.ts';

/** When people of a class may be reached: openings and closings by turns, as moments. */
export type Moments = readonly number[];

/** Called off so long before hours end: WeCom takes its time, and may have to be asked twice. */
const MARGIN_MS = 5 * 60_000;
/** Nobody is given anything to confirm for less than this. */
const LEAST_MS = 10 * 60_000;
/** What was called off is not given out anew in the evening: whoever is to confirm it has gone home. */
const EVENING = 20;
const HOUR_MS = 3_600_000;

/** Until when what is out may be confirmed. Now: its hours are over. Null: no end in sight. */
export function closingAt(moments: Moments, now: Date): Date | null {
  const place = placeIn(moments, now.getTime());
  if (place % 2 === 0) return now;
  const close = moments[place];
  return close === undefined ? null : new Date(close - MARGIN_MS);
}

/** Whether it is too late to give anything out in the hours that still run. */
export function endsSoon(moments: Moments, now: Date): boolean {
  const place = placeIn(moments, now.getTime());
  return place % 2 === 1 && !fits(moments, place - 1, now.getTime());
}

/** When something is given out again: now, or at an opening to come. Null: none in sight. */
export function givenOutAt(moments: Moments, now: Date): Date | null {
  const place = placeIn(moments, now.getTime());
  if (place % 2 === 1 && fits(moments, place - 1, now.getTime())) return now;
  let first: number | null = null;
  for (let i = place + (place % 2); i < moments.length; i += 2) {
    const opening = moments[i]!;
    if (!fits(moments, i, opening)) continue;
    if (hourOf(opening) < EVENING) return new Date(opening);
    first ??= opening;
  }
  // A bank whose hours are all in the evening.
  return first === null ? null : new Date(first);
}

/** Whether hours that begin at a place leave time to confirm what is given out then. */
const fits = (moments: Moments, opening: number, at: number): boolean =>
  moments[opening + 1]! - MARGIN_MS - at >= LEAST_MS;

const hourOf = (at: number): number => new Date(at + 8 * HOUR_MS).getUTCHours();
