import type { Definition, Item, Signal, Transition } from '../contract/definition.ts';
import type { MovementKind } from '../contract/enrolment.ts';
import type { ExitReason } from '../contract/run.ts';
import { bitsOf, letterBit, roundOf, stageOfDay } from './layout.ts';
import { type Choice, inferring, isAsked, isGeneric, turns } from './personal.ts';
import { type Happened, isAlive, signalsOf } from './signals.ts';

/** Something that moved an enrolment besides what the customer did: recorded when it happened. */
export interface Decided {
  readonly at: Date;
  readonly id: string;
  readonly kind: 'late' | 'exit';
  /** Days it was put back. */
  readonly days?: number;
  readonly reason?: ExitReason;
}

export interface Start {
  readonly at: Date;
  /** Number of the day: `dayNumber('2026-11-22')`. */
  readonly on: number;
  /** Where the telling begins when the version was moved. */
  readonly base?: Place | null;
}

/** Where a customer stands, as what happened tells it. Days are numbers. */
export interface Place {
  anchor: number;
  skipped: number;
  mode: 'aida' | 'three_w';
  shownStep: 1 | 2 | 3;
  state: 'active' | 'paused' | 'ended';
  exit: ExitReason | null;
  endedAt: number | null;
  resumeOn: number | null;
  lastSignalAt: number | null;
}

export interface Moved {
  readonly kind: MovementKind;
  readonly at: Date;
  /** The event or decision that caused it. */
  readonly cause: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Walked {
  readonly place: Place;
  readonly moved: readonly Moved[];
  /** Follow-ups that are wanted of the RM, the first of each kind and round. */
  readonly followUps: readonly { why: string; round: number; at: Date; title: string }[];
}

const DAY_MS = 86_400_000;
/** Days since 1970 of a day of the bank. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
export const dayText = (number: number): string =>
  new Date(number * DAY_MS).toISOString().slice(0, 10);
const OFFSET_MS = 8 * 3_600_000;
const dayNumberOf = (at: Date): number => Math.floor((at.getTime() + OFFSET_MS) / DAY_MS);

/** What leaves goes before what leads on; then the stronger before the weaker. */
const rank: Record<Transition['effect'], number> = {
  exit: 0,
  switch_to_three_w: 2,
  jump_stage: 3,
  skip_letters: 4,
  pause_days: 5,
  enter_round: 9,
};
const rankOf = (t: Transition): number =>
  t.effect === 'exit' ? (t.reason === 'opt_out' ? 0 : 1) : rank[t.effect];

/** Which item an event is about: by the content it names, when the sequence sends that. */
export type ItemOf = (event: Happened) => Item | null;

/**
 * Tells what happened from the beginning: the same events give the same place, in whatever order and
 * however often they were heard. Of whoever switched personalised recommendations off nothing is
 * concluded: they go by the days of the sequence, and are answered when they ask (CR-013).
 */
export function walk(
  definition: Definition,
  start: Start,
  happened: readonly Happened[],
  decided: readonly Decided[],
  itemOf: ItemOf = () => null,
  choices: readonly Choice[] = [],
): Walked {
  const place: Place = start.base
    ? { ...start.base, ...(isGeneric(choices) && { skipped: 0, shownStep: 1 }) }
    : {
        anchor: start.on,
        skipped: 0,
        mode: 'aida',
        shownStep: 1,
        state: 'active',
        exit: null,
        endedAt: null,
        resumeOn: null,
        lastSignalAt: null,
      };
  const told: Told = {
    definition,
    place,
    transitions: [...definition.transitions].sort((a, b) => rankOf(a) - rankOf(b)),
    hooked: definition.items.some((item) => item.hook !== null),
    moved: [],
    followUps: new Map(),
    infers: inferring(choices),
  };
  const since = start.at.getTime();
  const steps = [
    ...happened.map((event) => ({
      at: event.at.getTime(),
      id: event.id,
      tell: () => hear(told, event, itemOf(event)),
    })),
    // What was chosen before stands with the enrolment.
    ...[...decided, ...turns(choices).filter((c) => c.at > start.at)].map((one) => ({
      at: one.at.getTime(),
      id: one.id,
      tell: () => ('off' in one ? choose(told, one) : obey(told, one)),
    })),
  ]
    .filter(({ at }) => at >= since)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  let last: string | null = null;
  for (const { id, tell } of steps) {
    if (place.state === 'ended') break;
    if (id === last) continue;
    last = id;
    tell();
  }
  return {
    place,
    moved: told.moved,
    followUps: [...told.followUps.values()],
  };
}

interface Told {
  readonly definition: Definition;
  readonly place: Place;
  readonly transitions: readonly Transition[];
  readonly hooked: boolean;
  readonly moved: Moved[];
  readonly followUps: Map<string, { why: string; round: number; at: Date; title: string }>;
  /** Whether something may be concluded from what happened then. */
  readonly infers: (at: Date) => boolean;
}

/** Nothing follows from it by itself: it says what may be concluded from everything else. */
const choose = ({ moved }: Told, { id, at, off }: Choice): number =>
  moved.push({ kind: 'generic', at, cause: `consent/${id}`, detail: { off } });

function obey({ place, moved }: Told, decision: Decided): void {
  if (decision.kind === 'late') place.anchor += decision.days ?? 0;
  else end(place, moved, decision.at, decision.id, decision.reason ?? 'by_staff');
}

function end(place: Place, moved: Moved[], at: Date, cause: string, reason: ExitReason): void {
  place.state = 'ended';
  place.exit = reason;
  place.endedAt = at.getTime();
  place.resumeOn = null;
  moved.push({ kind: 'exit', at, cause, detail: { reason } });
}

function hear(told: Told, event: Happened, about: Item | null): void {
  const { place, definition } = told;
  const heard = signalsOf(event);
  if (heard.length === 0) return;
  const infers = told.infers(event.at);
  const signals = infers ? heard : heard.filter(isAsked);
  const on = dayNumberOf(event.at);
  wake(place, on);
  const day = dayAt(definition, place, on);
  const letters = about ? letterBit[about.aida] : lastLetters(definition, place, day);
  if (heard.some(isAlive)) {
    if (place.lastSignalAt === null) told.moved.push(byEvent(event, 'reactivated', {}));
    place.lastSignalAt = Math.max(place.lastSignalAt ?? 0, event.at.getTime());
    if (infers) show(told, event, 2);
  }
  if (infers) earn(told, event, signals, about);
  for (const transition of told.transitions) {
    const found = (transition.when as readonly string[]).find((s) =>
      signals.includes(s as Signal),
    ) as Signal | undefined;
    if (!found || !holdsAt(transition, letters)) continue;
    if (!infers && isGuess(transition)) continue;
    apply(told, transition, event, found, { on, day });
    if (place.state === 'ended') return;
  }
}

/** What somebody might like is guessed from what they did: other content, sooner. */
const isGuess = ({ effect }: Transition): boolean =>
  effect === 'skip_letters' || effect === 'jump_stage';

const byEvent = (event: Happened, kind: MovementKind, detail: object): Moved => ({
  kind,
  at: event.at,
  cause: `${event.kind}/${event.id}`,
  detail: { ...detail },
});

function show(told: Told, event: Happened, step: 2 | 3): void {
  if (told.place.shownStep >= step) return;
  told.place.shownStep = step;
  told.moved.push(byEvent(event, 'step', { step }));
}

const holdsAt = ({ at_letters }: Transition, letters: number): boolean =>
  at_letters.includes('*') ||
  (bitsOf(at_letters.filter((letter) => letter !== '*')) & letters) !== 0;

interface When {
  readonly on: number;
  readonly day: number;
}

function apply(
  told: Told,
  transition: Transition,
  event: Happened,
  signal: Signal,
  { on, day }: When,
): void {
  const { place, definition, moved } = told;
  switch (transition.effect) {
    case 'exit': {
      const reason: ExitReason =
        signal === 'deleted_by_customer'
          ? 'deleted'
          : signal === 'complaint'
            ? 'complaint'
            : transition.reason;
      end(place, moved, event.at, `${event.kind}/${event.id}`, reason);
      return;
    }
    case 'switch_to_three_w': {
      show(told, event, 3);
      want(told, transition.on, event, day, transition.create_task);
      if (place.mode === 'three_w') return;
      if (place.state === 'paused') unpause(place, on, day);
      place.mode = 'three_w';
      moved.push(byEvent(event, 'three_w', { signal, day }));
      lead(told, on, day, (item) => item.three_w !== null);
      return;
    }
    case 'jump_stage': {
      show(told, event, 3);
      if (told.hooked) want(told, transition.on, event, day, '意向客户跟进');
      const stands = stageOfDay(definition, Math.max(day, 1))?.stage ?? 0;
      if (stands >= transition.stage) return;
      moved.push(byEvent(event, 'jump', { signal, from: stands, stage: transition.stage, day }));
      lead(told, on, day, (item) => stageOfDay(definition, item.day)?.stage === transition.stage);
      return;
    }
    case 'skip_letters': {
      const bits = bitsOf(transition.letters);
      if ((place.skipped & bits) === bits) return;
      place.skipped |= bits;
      moved.push(byEvent(event, 'skip', { signal, letters: transition.letters, day }));
      lead(told, on, day, () => true);
      return;
    }
    case 'pause_days': {
      if (place.state === 'paused') return;
      place.state = 'paused';
      place.resumeOn = on + transition.days;
      // The next day falls on the day it goes on.
      place.anchor = place.resumeOn - (day + 1);
      moved.push(byEvent(event, 'pause', { signal, days: transition.days }));
      return;
    }
    case 'enter_round':
  }
}

/** A follow-up until it is won or lost: one of a kind in a round. */
function want(told: Told, why: string, event: Happened, day: number, title: string | null): void {
  if (!title) return;
  const round = roundOf(told.definition, Math.max(day, 1));
  const key = `${why}/${round}`;
  if (told.followUps.has(key)) return;
  told.followUps.set(key, { why, round, at: event.at, title });
  told.moved.push(byEvent(event, 'follow_up', { why, title }));
}

/** The next item that still comes is tomorrow's: what lies between is passed over. */
function lead(told: Told, on: number, day: number, wanted: (item: Item) => boolean): void {
  const { definition, place } = told;
  const round = roundOf(definition, Math.max(day, 1));
  const days = definition.items
    .filter(
      (item) =>
        item.round === round &&
        item.day > day &&
        item.lane !== 'sms' &&
        (letterBit[item.aida] & place.skipped) === 0 &&
        wanted(item),
    )
    .map((item) => item.day);
  if (days.length === 0) return;
  const tomorrow = place.state === 'paused' ? place.resumeOn! : on + 1;
  const anchor = tomorrow - Math.min(...days);
  // Nothing is put back by it, only brought forward.
  if (anchor < place.anchor) place.anchor = anchor;
}

/**
 * Taking a hook gives its tag; reading about a product says that its line is of interest: `tag` null
 * (R-151, R-178).
 */
function earn(
  { moved }: Told,
  event: Happened,
  signals: readonly Signal[],
  about: Item | null,
): void {
  if (!about) return;
  if (about.hook && signals.some((s) => s === 'benefit_claim' || s === 'link_click'))
    moved.push(byEvent(event, 'tagged', { tag: about.hook.tag, item: about.id }));
  if (about.aida === 'D' && signals.includes('content_read'))
    moved.push(byEvent(event, 'tagged', { tag: null, item: about.id }));
}

/** A pause whose day has come is over. */
function wake(place: Place, on: number): void {
  if (place.state === 'paused' && place.resumeOn !== null && on >= place.resumeOn) {
    place.state = 'active';
    place.resumeOn = null;
  }
}

/** Goes on tomorrow with the day after the one it was paused at. */
function unpause(place: Place, on: number, day: number): void {
  place.state = 'active';
  place.resumeOn = null;
  place.anchor = on - day;
}

/** Which day of the sequence a day of the bank is for somebody; 0 before the first. */
export function dayAt(definition: Definition, place: Place, on: number): number {
  const at =
    place.state === 'paused' && place.resumeOn !== null && on < place.resumeOn
      ? place.resumeOn - 1
      : on;
  return Math.min(Math.max(at - place.anchor, 0), definition.method.total_days);
}

/** Letters of what was said last, one-to-one: what an answer answers. */
function lastLetters(definition: Definition, place: Place, day: number): number {
  let best = 0;
  let bits = 0;
  for (const item of definition.items) {
    if (item.lane !== 'one_to_one' || item.day > day) continue;
    const bit = letterBit[item.aida];
    if (item.day < best || (bit & place.skipped) !== 0) continue;
    bits = item.day > best ? bit : bits | bit;
    best = item.day;
  }
  return bits;
}
