import { limits } from '../../contract/collect.ts';
import type { IntakeRow, VolumeRow } from './event.repo.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;
const dayNumber = (at: number) => Math.floor((at + ZONE_MS) / DAY_MS);
const dayText = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The bank's day of a moment; the same as `dayOf`, for a hundred thousand a second. */
export const dayOfMoment = (at: number): string => dayText(dayNumber(at));

/** Names that nobody registered are noted while there are few: they come from outside. */
const NAMES_KEPT = 200;

/** Adds up what became of events, so that a batch writes a few rows about itself and not thousands. */
export class Tally {
  readonly #now: number;
  readonly #names: Set<string>;
  readonly #volume = new Map<
    string,
    { kind: string; day: number; count: number; lastAt: number }
  >();
  readonly #intake = new Map<string, IntakeRow & { count: number }>();

  constructor(now: Date, names: Set<string> = new Set()) {
    this.#now = now.getTime();
    this.#names = names;
  }

  stored(source: string, kind: string, at: number): void {
    const day = dayNumber(at);
    const key = `${kind} ${day}`;
    const known = this.#volume.get(key);
    if (known) {
      known.count += 1;
      known.lastAt = Math.max(known.lastAt, at);
    } else this.#volume.set(key, { kind, day, count: 1, lastAt: at });
    this.#note(source, kind, 'stored');
    if (day < dayNumber(this.#now)) this.#note(source, kind, 'late');
  }

  duplicate(source: string, kind: string): void {
    this.#note(source, kind, 'duplicate');
  }

  refused(source: string, kind: unknown, reason: string, field: string): void {
    this.#note(source, this.#nameOf(kind), 'refused', reason, field);
  }

  /** A browser's clock was off when it sent a batch. */
  clock(source: string, sentAt: number): void {
    if (Math.abs(sentAt - this.#now) > limits.aheadMs / 10) this.#note(source, '', 'skewed');
  }

  volume(): VolumeRow[] {
    return [...this.#volume.values()].map((row) => ({ ...row, day: dayText(row.day) }));
  }

  intake(): IntakeRow[] {
    return [...this.#intake.values()];
  }

  #note(source: string, kind: string, outcome: IntakeRow['outcome'], reason = '', field = '') {
    const key = `${source} ${kind} ${outcome} ${reason} ${field}`;
    const known = this.#intake.get(key);
    if (known) known.count += 1;
    else this.#intake.set(key, { source, kind, outcome, reason, field, count: 1 });
  }

  #nameOf(kind: unknown): string {
    if (typeof kind !== 'string' || !/^[a-z][a-z0-9.-]{0,59}$/.test(kind)) return '?';
    if (this.#names.has(kind)) return kind;
    if (this.#names.size >= NAMES_KEPT) return '*';
    this.#names.add(kind);
    return kind;
  }
}
