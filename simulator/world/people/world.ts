import { dayOf } from '../calendar.ts';
import { streamOf } from '../chance.ts';
import { type Changes, type Values, valuesOf } from '../parameters.ts';
import { friendSince } from '../population/customer.ts';
import type { Population } from '../population/population.ts';
import { temperOf } from '../population/staff.ts';
import { readList } from './desk-work.ts';
import { doErrand, visited } from './doing.ts';
import { dueList } from './due.ts';
import type { Act, Codes, Deeds, DeskDeed, Outcome, Seen, Visit } from './exchange.ts';
import { planDay } from './habits.ts';
import { hear, noticeMoment } from './hearing.ts';
import { learn } from './learning.ts';
import type { Desk, Errand, Life, StaffMember } from './life.ts';
import { befriended, type Mind, newMind, type Person } from './minds.ts';
import { doStaffErrand, planStaffDay, seeTasks } from './staff-work.ts';
import { hearSms } from './texting.ts';

/** All that a world remembers; plain data, with the order of nothing but what is due. */
export interface WorldState {
  readonly day: number | null;
  readonly minds: Readonly<Record<string, Mind>>;
  readonly desks: Readonly<Record<string, Desk>>;
  readonly due: readonly Errand[];
  readonly codes: Codes;
  readonly byHand: readonly string[];
}

export interface WorldOptions {
  readonly population: Population;
  /** When the world begins: friendships of the population are older. */
  readonly now: number;
  readonly parameters?: Changes;
  /** Persons and RMs that somebody else plays. */
  readonly byHand?: readonly string[];
  /** RMs who have a workbench and look into it. */
  readonly desks?: readonly string[];
  /** Goes on from here. */
  readonly state?: WorldState;
}

/**
 * The people, as a function: the seed, the clock and what they have seen decide what they do. Nothing
 * here reads a file, a socket or the machine's time.
 */
export interface World {
  readonly values: Values;
  /** Time has come to `now`, and this was seen since. */
  step(now: number, seen: Seen): Deeds;
  /** What came of the acts of the last step. */
  settle(acts: readonly Act[], outcomes: readonly Outcome[]): void;
  /** When somebody is going to do something of their own accord. */
  nextDue(): number | null;
  /** How much the customer is moved to keep their money at the bank: 0 to 1. */
  mind(person: string): Mind | undefined;
  playByHand(ids: readonly string[]): void;
  state(): WorldState;
}

/** Acts of one step, in an order in which each finds what it needs: meeting before talking. */
const ORDER = [
  'staff.accept',
  'customer.scan',
  'customer.add',
  'customer.open-link',
  'customer.join-group',
  'staff.confirm-mass',
  'staff.publish-moment',
  'staff.post-moment',
  'staff.own-mass',
  'staff.say',
  'customer.say',
  'group.say',
  'customer.reply-sms',
  'customer.react',
  'group.leave',
  'customer.delete-staff',
];
const rank = new Map(ORDER.map((name, i) => [name, i]));

const NO_CODES: Codes = { ways: [], links: [], joins: [] };

export function createWorld(options: WorldOptions): World {
  const { population, parameters, state } = options;
  const { seed } = population;
  const values = valuesOf(parameters);
  const people = new Map<string, Person>();
  const staff = new Map<string, StaffMember>();
  const byHand = new Set(state?.byHand ?? options.byHand);
  let day = state?.day ?? null;
  let acts: Act[] = [];
  let visits: Visit[] = [];
  let desk: DeskDeed[] = [];
  const numbers = new Map<number, string>();

  for (const customer of population.customers) {
    const mind = state?.minds[customer.person] ?? newMind();
    const id = customer.person;
    people.set(id, { id, who: streamOf(seed, `mind ${id}`), customer, mind });
    if (customer.productNumber !== undefined) numbers.set(customer.productNumber, id);
    if (!state && customer.friendForDays !== null)
      befriended(mind, customer.rm, friendSince(customer, options.now));
  }
  for (const { userid } of population.rms) {
    const empty = { n: 0, seen: 0, tasks: {}, requests: {}, items: {}, listed: 0 };
    const desk = { ...empty, ...state?.desks[userid] };
    const temper = temperOf(seed, userid, values);
    staff.set(userid, { userid, who: streamOf(seed, `desk ${userid}`), temper, desk });
  }
  for (const [id, mind] of Object.entries(state?.minds ?? {}))
    if (!people.has(id)) stranger(id, mind);

  function stranger(id: string, mind = newMind()): Person {
    const person = { id, who: streamOf(seed, `mind ${id}`), customer: null, mind };
    people.set(id, person);
    return person;
  }

  const life: Life = {
    values,
    people,
    staff,
    due: dueList<Errand>(state?.due),
    now: options.now,
    codes: state?.codes ?? NO_CODES,
    byHand,
    desks: new Set(options.desks),
    person: (id) => people.get(id) ?? stranger(id),
    customerOf: (number) => people.get(numbers.get(number) ?? '') ?? null,
    act: (act) => acts.push(act),
    visit: (visit) => visits.push(visit),
    atDesk: (deed) => desk.push(deed),
  };

  return {
    values,
    step(now, seen) {
      life.now = now;
      acts = [];
      visits = [];
      desk = [];
      if (seen.codes) life.codes = seen.codes;
      for (const message of seen.messages)
        hear(life, message, message.chatId === null ? [] : (seen.groups[message.chatId] ?? []));
      for (const moment of seen.moments) noticeMoment(life, moment);
      for (const sms of seen.sms ?? []) hearSms(life, sms);
      seeTasks(life, seen.tasks, seen.requests);
      for (const page of seen.visited) visited(life, page);
      for (const list of seen.lists ?? []) readList(life, list);
      const today = dayOf(now);
      if (today !== day) {
        day = today;
        planDay(life, today);
        planStaffDay(life, today);
      }
      for (let errand = life.due.take(now); errand; errand = life.due.take(now)) {
        const member = staff.get(errand.who);
        if (member) doStaffErrand(life, member, errand);
        else doErrand(life, life.person(errand.who), errand);
      }
      const order = (act: Act) => rank.get(act.do) ?? ORDER.length;
      return { acts: acts.sort((a, b) => order(a) - order(b)), visits, desk };
    },
    settle: (done, outcomes) => learn(life, done, outcomes),
    nextDue: () => life.due.nextAt(),
    mind: (person) => people.get(person)?.mind,
    playByHand(ids) {
      byHand.clear();
      for (const id of ids) byHand.add(id);
    },
    state: () => ({
      day,
      minds: Object.fromEntries([...people].map(([id, person]) => [id, person.mind])),
      desks: Object.fromEntries([...staff].map(([id, member]) => [id, member.desk])),
      due: life.due.all(),
      codes: life.codes,
      byHand: [...byHand],
    }),
  };
}
