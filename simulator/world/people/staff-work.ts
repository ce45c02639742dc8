import { DAY, dayOf, HOUR, startOf } from '../calendar.ts';
import { around, draw, type Stream, topic } from '../chance.ts';
import { doItem, planLooks } from './desk-work.ts';
import type { SeenMessage, SeenRequest, SeenTask } from './exchange.ts';
import { type Errand, type ErrandOf, type Life, nextOf, type StaffMember } from './life.ts';
import type { Bond, Person } from './minds.ts';
import { interestsIn } from './topics.ts';
import { isStop, isThanks, words } from './words.ts';
import { atWork, windowsOn, workedUntil } from './working-time.ts';

/** What customer managers do: confirm, answer, accept, and what comes into their own heads. */

const NEVER = topic('never');
const DELAY = topic('delay');
const REMINDED = topic('reminded');
const OWN = topic('own idea');
const WHEN = topic('when');
const WHOM = topic('whom');

/** Seconds around so many minutes. */
const delay = (life: Life, minutes: number, who: Stream, n: number): number =>
  60 * Math.min(minutes * 12, around(minutes, life.values.staff.spread, who, DELAY, n));

/**
 * When a customer gets their answer; null: never. It is drawn for the customer: what others want of
 * the same RM changes nothing.
 */
function answerTime(life: Life, person: Person, member: StaffMember, from: number): number | null {
  const { replyMinutes, replyNever } = life.values.staff;
  const n = nextOf(person.mind);
  if (draw(person.who, NEVER, n) < replyNever[member.temper]) return null;
  const seconds = delay(life, replyMinutes[member.temper], person.who, n);
  return workedUntil(from, seconds, member.temper);
}

/** `tasks` and `requests` are all that wait: what is gone from them is settled. */
export function seeTasks(
  life: Life,
  tasks: readonly SeenTask[],
  requests: readonly SeenRequest[],
): void {
  const waiting = new Set(tasks.map((t) => `${t.userid} ${t.kind} ${t.id}`));
  const asking = new Set(requests.map((r) => `${r.userid} ${r.person}`));
  for (const { userid, desk } of life.staff.values()) {
    for (const key in desk.tasks) if (!waiting.has(`${userid} ${key}`)) delete desk.tasks[key];
    for (const id in desk.requests) if (!asking.has(`${userid} ${id}`)) delete desk.requests[id];
  }
  for (const task of tasks) {
    const member = life.staff.get(task.userid);
    if (member && !life.byHand.has(task.userid)) seeTask(life, member, task);
  }
  for (const request of requests) {
    const member = life.staff.get(request.userid);
    if (!member || life.byHand.has(request.userid) || member.desk.requests[request.person])
      continue;
    member.desk.requests[request.person] = true;
    const person = life.person(request.person);
    const at = answerTime(life, person, member, request.at);
    if (at === null) continue;
    const n = nextOf(member.desk);
    life.due.add({ at, who: request.userid, n, kind: 'accept', person: request.person });
  }
}

function seeTask(life: Life, member: StaffMember, task: SeenTask): void {
  const { confirmMinutes, confirmNever, confirmReminded } = life.values.staff;
  const { desk, temper, who } = member;
  const key = `${task.kind} ${task.id}`;
  let known = desk.tasks[key];
  let willing: boolean;
  if (!known) {
    const meant = meantBefore(member, task);
    if (meant) {
      const planned = meant.at !== null;
      desk.tasks[key] = { n: meant.n, reminders: task.reminders, planned };
      if (planned) plan(life, member, task, Math.max(meant.at!, workedUntil(life.now, 60, temper)));
      return;
    }
    known = { n: desk.seen++, reminders: task.reminders, planned: false };
    desk.tasks[key] = known;
    mean(member, task, known.n, null);
    willing = draw(who, NEVER, known.n) >= confirmNever[temper];
  } else {
    if (known.planned || task.reminders <= known.reminders) return;
    known.reminders = task.reminders;
    willing = draw(who, REMINDED, known.n, task.reminders) < confirmReminded[temper];
  }
  if (!willing) return;
  known.planned = true;
  const from = Math.max(task.createdAt, known.reminders > 0 ? life.now : task.createdAt);
  const at = workedUntil(from, delay(life, confirmMinutes[temper], who, known.n), temper);
  mean(member, task, known.n, at);
  plan(life, member, task, at);
}

function plan(life: Life, { userid, desk }: StaffMember, { kind, id }: SeenTask, at: number): void {
  const deed = kind === 'mass' ? 'confirm' : 'publish';
  life.due.add({ at, who: userid, n: nextOf(desk), kind: deed, id });
}

/** A task that was called off and comes again is no other one: they do with it what they meant to do. */
const REMEMBERED = 4 * DAY;
const wordsOf = ({ kind, about }: SeenTask) => `${kind} ${about}`;

function meantBefore({ desk }: StaffMember, task: SeenTask) {
  const meant = task.about === undefined ? undefined : desk.meant?.[wordsOf(task)];
  return meant && task.createdAt - meant.since < REMEMBERED ? meant : null;
}

function mean({ desk }: StaffMember, task: SeenTask, n: number, at: number | null): void {
  if (task.about === undefined) return;
  desk.meant ??= {};
  for (const [words, { since }] of Object.entries(desk.meant))
    if (task.createdAt - since >= REMEMBERED) delete desk.meant[words];
  const since = desk.meant[wordsOf(task)]?.since ?? task.createdAt;
  desk.meant[wordsOf(task)] = { n, since, at };
}

/** A customer wrote: an answer is due, unless it is thanks. */
export function hearCustomer(life: Life, person: Person, bond: Bond, message: SeenMessage): void {
  const member = life.staff.get(message.userid ?? '');
  if (!member || life.byHand.has(member.userid) || bond.answering) return;
  if (isThanks(message.text)) return;
  const at = answerTime(life, person, member, message.at);
  if (at === null) return;
  bond.answering = true;
  life.due.add({
    at,
    who: member.userid,
    n: nextOf(member.desk),
    kind: 'answer',
    person: person.id,
    interest: interestsIn(message.text)[0] ?? null,
    stop: isStop(message.text),
  });
}

/** What comes into their own heads. The over-eager write more than anybody asked for. */
export function planStaffDay(life: Life, day: number): void {
  const { ownMass, ownMoment, ownPromotions } = life.values.staff;
  for (const member of life.staff.values()) {
    const { temper, who, userid, desk } = member;
    if (life.byHand.has(userid)) continue;
    const ideas = [
      ['own-mass', ownMass[temper]],
      ['own-moment', ownMoment[temper]],
      ['own-promotions', ownPromotions[temper] > 0 ? 1 : 0],
    ] as const;
    ideas.forEach(([kind, chance], i) => {
      if (chance === 0 || draw(who, OWN, day, i) >= chance || windowsOn(day, temper).length === 0)
        return;
      const span = temper === 'over_eager' ? 13 * HOUR : 7 * HOUR;
      const at = workedUntil(startOf(day), draw(who, WHEN, day, i) * span, temper);
      if (at >= life.now && at < startOf(day) + DAY)
        life.due.add({ at, who: userid, n: nextOf(desk), kind });
    });
    planLooks(life, member, day);
  }
}

export function doStaffErrand(life: Life, member: StaffMember, errand: Errand): void {
  if (life.byHand.has(member.userid)) return;
  const { temper } = member;
  if (life.now - errand.at > HOUR && !atWork(life.now, temper)) {
    life.due.add({ ...errand, at: workedUntil(life.now, 300, temper) });
    return;
  }
  (DEEDS as Record<string, Deed | undefined>)[errand.kind]?.(life, member, errand as never);
}

type Deed = (life: Life, member: StaffMember, errand: never) => void;

const DEEDS: {
  readonly [K in Errand['kind']]?: (life: Life, member: StaffMember, errand: ErrandOf<K>) => void;
} = {
  confirm(life, { userid, desk }, { id }) {
    if (desk.tasks[`mass ${id}`]) life.act({ do: 'staff.confirm-mass', userid, msgid: id });
  },
  publish(life, { userid, desk }, { id }) {
    if (desk.tasks[`moment ${id}`]) life.act({ do: 'staff.publish-moment', userid, momentId: id });
  },
  accept: (life, { userid }, { person }) => life.act({ do: 'staff.accept', userid, person }),
  answer,
  'open-list': (life, { userid }) => life.atDesk({ do: 'look', userid }),
  'do-item': doItem,
  'own-moment': (life, { userid, who }, { at }) =>
    life.act({ do: 'staff.post-moment', userid, text: words.post(who, dayOf(at)) }),
  'own-mass'(life, member, { at }) {
    const { userid, who } = member;
    const persons = chosen(life, member, life.values.staff.ownMassShare);
    const text = words.promotion(who, dayOf(at));
    if (persons.length > 0) life.act({ do: 'staff.own-mass', userid, persons, text });
  },
  'own-promotions'(life, member, { at }) {
    const { userid, who, temper } = member;
    const text = words.promotion(who, dayOf(at));
    for (const person of chosen(life, member, life.values.staff.ownPromotions[temper]))
      life.act({ do: 'staff.say', userid, person, content: { content: text } });
  },
};

function answer(life: Life, member: StaffMember, errand: ErrandOf<'answer'>): void {
  const { userid } = member;
  const { who, mind } = life.person(errand.person);
  const bond = mind.bonds[userid];
  if (!bond || bond.endedAt !== null) return;
  bond.answering = false;
  const text = errand.stop ? words.stopped(who, 0) : words.answer(errand.interest, who, errand.at);
  life.act({ do: 'staff.say', userid, person: errand.person, content: { content: text } });
}

/** Their friends, each with the same chance. */
function chosen(life: Life, member: StaffMember, share: number): string[] {
  const day = dayOf(life.now);
  const persons: string[] = [];
  for (const person of life.people.values()) {
    if (draw(person.who, WHOM, day) >= share) continue;
    if (person.mind.bonds[member.userid]?.endedAt === null) persons.push(person.id);
  }
  return persons;
}
