import { createHash } from 'node:crypto';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { dayNumber, dayText, type Moved, type Place } from '../../definition/walk.ts';
import type { Change, NewMovement, Standing } from './react.repo.ts';

/** What an enrolment row says once somebody stands there. */
export function changeTo(row: Standing, place: Place, now: Date, generic: boolean): Change {
  const today = dayOf(now);
  const next = nextDay(row, place, today);
  return {
    customerId: row.customerId,
    planId: row.planId,
    anchor: dayText(place.anchor),
    skipped: place.skipped,
    mode: place.mode,
    shownStep: place.shownStep,
    state: place.state,
    exitReason: place.exit,
    endedAt: place.endedAt === null ? null : new Date(place.endedAt),
    resumeOn: place.resumeOn === null ? null : dayText(place.resumeOn),
    lastSignalAt: place.lastSignalAt === null ? null : new Date(place.lastSignalAt),
    nextAt: next === null ? null : startOfDay(next),
    generic,
  };
}

/** The day on which something comes again: today when today was not laid out yet, else tomorrow at the earliest. */
function nextDay(row: Standing, place: Place, today: string): string | null {
  if (place.state === 'ended') return null;
  if (place.state === 'paused' && place.resumeOn !== null) return dayText(place.resumeOn);
  const laidToday = row.laidAt !== null && dayOf(row.laidAt) >= today;
  const first = laidToday || row.startedOn >= today ? addDays(today, 1) : today;
  const due = dayText(place.anchor + row.day + 1);
  return due > first ? due : first;
}

/** Whether anything of the row would be another. */
export function differs(row: Standing, change: Change): boolean {
  const time = (date: Date | null) => date?.getTime() ?? null;
  return (
    row.anchor !== change.anchor ||
    row.skipped !== change.skipped ||
    row.mode !== change.mode ||
    row.shownStep !== change.shownStep ||
    row.state !== change.state ||
    row.exitReason !== change.exitReason ||
    time(row.endedAt) !== time(change.endedAt) ||
    row.resumeOn !== change.resumeOn ||
    time(row.lastSignalAt) !== time(change.lastSignalAt) ||
    row.generic !== change.generic
  );
}

export const startOf = (row: Standing) =>
  row.base
    ? { at: new Date(row.base.at), on: dayNumber(row.startedOn), base: row.base.place }
    : { at: row.startedAt, on: dayNumber(row.startedOn) };

/** A movement has an id made of what it says: the same telling gives the same. */
export function movementOf(row: Standing, moved: Moved): NewMovement {
  const { customerId, planId } = row;
  const said = JSON.stringify([moved.kind, moved.cause, moved.detail]);
  return { customerId, planId, id: uuidOf(said), ...moved };
}

export function uuidOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
