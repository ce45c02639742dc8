import { dayOf, hourOf } from '../calendar.ts';
import { draw, pickShare, topic } from '../chance.ts';
import type { Content } from './content.ts';
import type { SeenMessage, SeenMoment } from './exchange.ts';
import { type Life, nextOf } from './life.ts';
import { type Bond, befriended, fade, type Membership, type Person } from './minds.ts';
import { nextLook } from './rhythm.ts';
import { hearCustomer } from './staff-work.ts';
import { words } from './words.ts';

/** What something that arrives does to people: whether they will read it, and how it sits with them. */

const READ = topic('read');
const LOOK = topic('look');
const FED_UP = topic('fed up');
const SEVERITY = topic('what the fed up do');
const THANK = topic('thank for an answer');
const LEAVE = topic('leave a group');
const QUIZ = topic('quiz');
const QUIZ_RIGHT = topic('right answer');
const QUIZ_OPTION = topic('wrong answer');

type Customer = Person & { readonly customer: NonNullable<Person['customer']> };

export const isCustomer = (person: Person | undefined): person is Customer =>
  person?.customer != null;

export function relevance(life: Life, { customer }: Customer, content: Content): number {
  const { matching, general, other } = life.values.relevance;
  if (content.interests.length === 0) return general;
  return content.interests.some((i) => customer.interests.includes(i)) ? matching : other;
}

export function hear(life: Life, message: SeenMessage, members: readonly string[]): void {
  if (message.chatId !== null) {
    for (const id of members) {
      const person = life.people.get(id);
      if (isCustomer(person) && id !== message.by && !life.byHand.has(id))
        hearInGroup(life, person, message);
    }
    return;
  }
  const { person: id, userid } = message;
  if (id === null || userid === null) return;
  const person = life.person(id);
  const bond = befriended(person.mind, userid, message.at);
  if (!message.fromStaff) hearCustomer(life, person, bond, message);
  else if (isCustomer(person) && !life.byHand.has(id)) hearStaff(life, person, bond, message);
}

function hearStaff(life: Life, person: Customer, bond: Bond, message: SeenMessage): void {
  const { values } = life;
  const { customer, mind, who } = person;
  const { content, at, source } = message;
  const n = nextOf(mind);
  const userid = message.userid!;
  // Text and attachments of one contact come as several messages: it is annoying once.
  if (bond.part.at === at && bond.part.source === source) {
    if (bond.part.look !== null) lookAt(bond.part.look + 1);
    return;
  }
  fade(bond, at, values);
  const today = dayOf(at);
  if (bond.day !== today) Object.assign(bond, { day: today, today: 0 });
  bond.today++;
  bond.recent++;
  const personal = source === 'manual' && content.kind !== 'promotion';
  if (personal) hearAnswer(life, person, bond, userid, n, at);
  const fit = relevance(life, person, content);
  bond.annoyance += annoyanceOf(life, bond, message, fit, personal);
  const { reading } = values;
  const tired = Math.max(0.2, 1 - reading.fatigue * Math.max(0, bond.recent - 1));
  const chance = personal
    ? reading.personal
    : reading.mass *
      (0.45 + fit) *
      tired *
      activityOf(customer.activity) *
      (bond.muted ? reading.muted : 1);
  const reads = draw(who, READ, n) < chance;
  bond.part = { at, source, look: null };
  if (reads) {
    const look = nextLook(customer.rhythm, at, who, LOOK, n);
    bond.part.look = look;
    lookAt(look);
  }
  resent(life, person, bond, userid, n, at);

  function lookAt(when: number) {
    life.due.add({
      at: when,
      who: person.id,
      n: nextOf(mind),
      kind: 'look',
      userid,
      chatId: null,
      content,
    });
  }
}

/** Chances of those who do much are not above all bounds. */
export const activityOf = (activity: number): number => Math.min(1.8, Math.max(0.4, activity));

function annoyanceOf(
  life: Life,
  bond: Bond,
  message: SeenMessage,
  fit: number,
  personal: boolean,
): number {
  const { annoyance } = life.values;
  const hour = hourOf(message.at);
  const quiet = hour >= 22 || hour < 8 ? annoyance.quietHours : 1;
  if (message.source === 'welcome' || message.source === 'system') return 0;
  if (personal || message.content.kind !== 'promotion') return annoyance.service * quiet;
  const sameDay = 1 + annoyance.sameDay * (bond.today - 1);
  const often = 1 + annoyance.recent * Math.max(0, bond.recent - annoyance.tolerated);
  const asked = bond.stopped ? 3 : 1;
  return annoyance.promotion * quiet * sameDay * often * (1.45 - fit) * asked;
}

/** Beyond their patience people act: they mute, ask to stop, complain, or delete the RM. */
function resent(
  life: Life,
  person: Customer,
  bond: Bond,
  userid: string,
  n: number,
  at: number,
): void {
  const { annoyance } = life.values;
  const limit = annoyance.patience * person.customer.patience;
  const beyond = (bond.annoyance - limit) / annoyance.spread;
  if (beyond < -4 || bond.endedAt !== null) return;
  const chance = annoyance.fedUp / (1 + Math.exp(-beyond));
  if (draw(person.who, FED_UP, n) >= chance) return;
  const at1 = nextLook(person.customer.rhythm, at, person.who, FED_UP, n);
  const due = { at: at1, who: person.id, n: nextOf(person.mind), userid };
  const severity = draw(person.who, SEVERITY, n);
  const does = bond.muted
    ? pickShare(annoyance.alreadyMuted, severity)
    : pickShare(annoyance.unmuted, severity);
  // Having acted, they wait and see.
  bond.annoyance -= limit * 0.4;
  if (does === 'mute') bond.muted = true;
  else if (does === 'delete') life.due.add({ ...due, kind: 'delete' });
  else if (does === 'stop') life.due.add({ ...due, kind: 'stop' });
  else life.due.add({ ...due, kind: 'say', text: words.complaint(person.who, n), asks: true });
}

/** An RM wrote to them alone: their question is answered. */
function hearAnswer(
  life: Life,
  person: Customer,
  bond: Bond,
  userid: string,
  n: number,
  at: number,
): void {
  bond.answering = false;
  if (bond.asked === null) return;
  bond.asked = null;
  if (draw(person.who, THANK, n) >= life.values.response.thankAnswer) return;
  const look = nextLook(person.customer.rhythm, at, person.who, THANK, n);
  life.due.add({
    at: look,
    who: person.id,
    n: nextOf(person.mind),
    kind: 'say',
    userid,
    text: words.thanks(person.who, n),
    asks: false,
  });
}

function hearInGroup(life: Life, person: Customer, message: SeenMessage): void {
  const { values } = life;
  const { customer, mind, who } = person;
  const { content, at } = message;
  const chatId = message.chatId!;
  const n = nextOf(mind);
  const group: Membership = mind.groups[chatId] ?? { muted: false, annoyance: 0, at };
  mind.groups[chatId] = group;
  const fit = relevance(life, person, content);
  if (content.options.length > 0 && message.fromStaff) {
    const chance = values.response.quiz * activityOf(customer.activity) * (group.muted ? 0.4 : 1);
    if (draw(who, QUIZ, n) < chance) {
      const right = draw(who, QUIZ_RIGHT, n) < values.response.quizRight;
      const others = content.options.length;
      const text = content.options[right ? 0 : Math.floor(draw(who, QUIZ_OPTION, n) * others)]!;
      const look = nextLook(customer.rhythm, at, who, QUIZ, n);
      life.due.add({
        at: look,
        who: person.id,
        n: nextOf(mind),
        kind: 'say-in-group',
        chatId,
        text,
      });
    }
    return;
  }
  if (message.fromStaff && content.kind === 'promotion') {
    fade(group, at, values);
    group.annoyance += values.annoyance.promotion * 0.4 * (1.45 - fit);
    const limit = values.annoyance.patience * customer.patience;
    if (!group.muted && group.annoyance > limit * 0.6) group.muted = true;
    else if (group.annoyance > limit * 1.6 && draw(who, FED_UP, n) < 0.3) {
      const look = nextLook(customer.rhythm, at, who, FED_UP, n);
      life.due.add({ at: look, who: person.id, n: nextOf(mind), kind: 'leave', chatId });
      group.annoyance = 0;
    } else if (draw(who, LEAVE, n) < values.annoyance.leaveGroup * (1.25 - fit)) {
      const look = nextLook(customer.rhythm, at, who, LEAVE, n);
      life.due.add({ at: look, who: person.id, n: nextOf(mind), kind: 'leave', chatId });
    }
  }
  const chance =
    values.reading.group *
    (0.45 + fit) *
    activityOf(customer.activity) *
    (group.muted ? values.reading.muted : 1);
  if (draw(who, READ, n) >= chance) return;
  const look = nextLook(customer.rhythm, at, who, LOOK, n);
  const userid = message.fromStaff ? message.by : null;
  life.due.add({
    at: look,
    who: person.id,
    n: nextOf(mind),
    kind: 'look',
    userid,
    chatId,
    content,
  });
}

/** Of a Moment some look, at the time that suits them. */
export function noticeMoment(life: Life, moment: SeenMoment): void {
  const { reading } = life.values;
  for (const id of moment.viewers) {
    const person = life.people.get(id);
    if (!isCustomer(person) || life.byHand.has(id)) continue;
    const { customer, mind, who } = person;
    const n = nextOf(mind);
    const fit = relevance(life, person, moment.content);
    if (draw(who, READ, n) >= reading.moment * (0.45 + fit) * activityOf(customer.activity))
      continue;
    const at = nextLook(customer.rhythm, moment.at, who, LOOK, n);
    const { userid, momentId, content } = moment;
    life.due.add({ at, who: id, n: nextOf(mind), kind: 'moment', userid, momentId, content });
  }
}
