/** A pause longer than this ends a visit. */
const PAUSE_MS = 30 * 60_000;

/**
 * When the visit that went on at `since` ended: what follows after a pause may be somebody else's.
 * `moments` come in order, all of them after `since`.
 */
export function endOfVisit(since: Date, moments: readonly Date[]): Date {
  let last = since;
  for (const moment of moments) {
    if (moment.getTime() - last.getTime() > PAUSE_MS) break;
    last = moment;
  }
  return last;
}
