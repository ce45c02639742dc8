import { DAY, dayOf } from '../calendar.ts';
import type { Stream } from '../chance.ts';
import type { Values } from '../parameters.ts';
import type { Customer } from '../population/customer.ts';

/** How things stand between a customer and one RM. */
export interface Bond {
  since: number;
  endedAt: number | null;
  /** The customer ended it. */
  endedByMe: boolean;
  muted: boolean;
  /** They asked to hear no more. */
  stopped: boolean;
  annoyance: number;
  /** Contacts of the last three days, fading. */
  recent: number;
  /** When both were last brought up to date. */
  at: number;
  day: number;
  today: number;
  /** The contact that came last: its parts arrive as messages of their own. */
  part: { at: number; source: string; look: number | null };
  /** A question of theirs is open since. */
  asked: number | null;
  /** The RM is about to answer. */
  answering: boolean;
}

export interface Membership {
  muted: boolean;
  annoyance: number;
  at: number;
}

/** How they stand to the bank's text messages. */
export interface Texting {
  annoyance: number;
  recent: number;
  at: number;
  /** They answered that they want no more. */
  stopped: boolean;
}

/** What a customer remembers. Plain data: it is written down and read again. */
export interface Mind {
  bonds: Record<string, Bond>;
  groups: Record<string, Membership>;
  /** Absent until the first one. */
  sms?: Texting;
  /** Everything counts up for this person alone, so that draws do not depend on others. */
  n: number;
  /** How much they were moved to keep their money here, and since when. */
  touched: number;
  touchedAt: number;
}

export interface Person {
  readonly id: string;
  readonly who: Stream;
  /** Null: somebody who is played by hand, or came from elsewhere. */
  readonly customer: Customer | null;
  readonly mind: Mind;
}

export const newMind = (): Mind => ({ bonds: {}, groups: {}, n: 0, touched: 0, touchedAt: 0 });

export const newBond = (since: number): Bond => ({
  since,
  endedAt: null,
  endedByMe: false,
  muted: false,
  stopped: false,
  annoyance: 0,
  recent: 0,
  at: since,
  day: dayOf(since),
  today: 0,
  part: { at: 0, source: '', look: null },
  asked: null,
  answering: false,
});

/** They are friends from now on; what was felt before is forgiven by half. */
export function befriended(mind: Mind, userid: string, at: number): Bond {
  const known = mind.bonds[userid];
  if (!known) {
    const bond = newBond(at);
    mind.bonds[userid] = bond;
    return bond;
  }
  if (known.endedAt !== null && at > known.endedAt)
    Object.assign(known, {
      endedAt: null,
      endedByMe: false,
      muted: false,
      stopped: false,
      annoyance: known.annoyance / 2,
    });
  return known;
}

const RECENT_DAYS = 3;

/** Lets time pass: annoyance and the memory of contacts fade. */
export function fade(
  state: { annoyance: number; recent?: number; at: number },
  now: number,
  values: Values,
): void {
  const days = Math.max(0, now - state.at) / DAY;
  if (days === 0) return;
  state.annoyance *= 0.5 ** (days / values.annoyance.halfLifeDays);
  if (state.recent !== undefined) state.recent *= Math.exp(-days / RECENT_DAYS);
  state.at = now;
}

export const friendsOf = (mind: Mind): string[] =>
  Object.keys(mind.bonds).filter((userid) => mind.bonds[userid]!.endedAt === null);

/** How much what they read still moves them. */
export function touchedBy(mind: Mind, now: number, values: Values): number {
  const days = Math.max(0, now - mind.touchedAt) / DAY;
  return mind.touched * 0.5 ** (days / values.money.touchedHalfLifeDays);
}

export function touch(mind: Mind, now: number, values: Values): void {
  mind.touched = Math.min(1, touchedBy(mind, now, values) + values.money.touched);
  mind.touchedAt = now;
}
