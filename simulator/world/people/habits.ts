import { dayOf, paidOn } from '../calendar.ts';
import { draw, topic } from '../chance.ts';
import { activityOf, isCustomer } from './hearing.ts';
import { type Errand, type Life, nextOf } from './life.ts';
import { friendsOf, type Person } from './minds.ts';
import { someTime } from './rhythm.ts';
import { usualInterest, words } from './words.ts';

/** What customers do of their own accord: planned once for each day. */

const MEET = topic('meet');
const BACK = topic('come back');
const CONSULT = topic('consult by themselves');
const JOIN = topic('join a group');
const CHATTER = topic('chatter');
const LEAVE = topic('delete for no reason');
const INTEREST = topic('interest');

/** Nothing is planned for a time that has gone. */
export function planDay(life: Life, day: number): void {
  for (const person of life.people.values())
    if (isCustomer(person) && !life.byHand.has(person.id)) planFor(life, person, day);
}

function planFor(
  life: Life,
  person: Person & { readonly customer: NonNullable<Person['customer']> },
  day: number,
): void {
  const { habits, annoyance } = life.values;
  const { customer, mind, who } = person;
  const chance = (about: number, share: number) => draw(who, about, day) < share;
  const plan = <T extends Errand>(
    about: number,
    make: (due: { at: number; who: string; n: number }) => T,
  ) => {
    const at = someTime(customer.rhythm, day, who, about, day);
    if (at >= life.now) life.due.add(make({ at, who: person.id, n: nextOf(mind) }));
  };
  const friends = friendsOf(mind);
  const active = activityOf(customer.activity);
  if (friends.length === 0) {
    const left = Object.values(mind.bonds).map((b) => b.endedAt ?? 0);
    const comes =
      left.length === 0
        ? chance(MEET, habits.visit[customer.customerGroup] * active)
        : day - dayOf(Math.max(...left)) >= habits.comeBackAfterDays &&
          chance(BACK, habits.comeBack);
    if (comes) plan(MEET, (due) => ({ ...due, kind: 'meet' }));
    return;
  }
  const rm = friends[0]!;
  const paid = customer.payday !== null && paidOn(day, customer.payday);
  if (chance(CONSULT, habits.consult * active * (paid ? 4 : 1))) {
    const own = draw(who, INTEREST, day) < 0.5;
    const interest = own ? customer.interests[0]! : usualInterest[customer.customerGroup];
    const text = words.question(interest, who, day);
    plan(CONSULT, (due) => ({ ...due, kind: 'say', userid: rm, text, asks: true }));
  }
  const groups = Object.keys(mind.groups);
  if (groups.length === 0 && chance(JOIN, habits.joinGroup[customer.customerGroup] * active))
    plan(JOIN, (due) => ({ ...due, kind: 'join' }));
  if (groups.length > 0 && chance(CHATTER, habits.chatter * active)) {
    const text = words.chatter(who, day);
    plan(CHATTER, (due) => ({ ...due, kind: 'say-in-group', chatId: groups[0]!, text }));
  }
  if (chance(LEAVE, annoyance.background))
    plan(LEAVE, (due) => ({ ...due, kind: 'delete', userid: rm }));
}
