import { HOUR } from '../calendar.ts';
import { around, draw, pick, topic } from '../chance.ts';
import { userAgent } from '../population/customer.ts';
import type { Visited } from './exchange.ts';
import { activityOf, isCustomer, relevance } from './hearing.ts';
import { type Errand, type ErrandOf, type Life, nextOf } from './life.ts';
import { fade, friendsOf, type Person, touch } from './minds.ts';
import { attention, nextLook } from './rhythm.ts';
import { lookAtSms, stopSms } from './texting.ts';
import { SAVING } from './topics.ts';
import { words } from './words.ts';

/** What customers do when its time has come. */

const CLICK = topic('click');
const PAUSE = topic('pause');
const CONSULT = topic('consult');
const KEYWORD = topic('writes back the word');
const THANK = topic('thank');
const JOIN = topic('join when invited');
const LIKE = topic('like');
const COMMENT = topic('comment');
const CODE = topic('which code');
const BY_LINK = topic('by link');
const HALF = topic('half done');
const MISSED = topic('missed');
const AGAIN = topic('look again');

type Customer = Person & { readonly customer: NonNullable<Person['customer']> };
const LATE = 2 * HOUR;

export function doErrand(life: Life, person: Person, errand: Errand): void {
  if (!isCustomer(person) || life.byHand.has(person.id)) return;
  // After a jump of the clock nobody gets up at night for what was due in the evening.
  const { rhythm } = person.customer;
  if (life.now - errand.at > LATE && attention(rhythm, life.now) < 0.02) {
    life.due.add({ ...errand, at: nextLook(rhythm, life.now, person.who, AGAIN, errand.n) });
    return;
  }
  (DEEDS as Record<string, Deed | undefined>)[errand.kind]?.(life, person, errand as never);
}

/** Shortly after: as it was due, not as late as it is noticed here. */
const soon = (life: Life, person: Customer, { at, n }: { at: number; n: number }): number =>
  at + Math.ceil(around(life.values.reading.quietSeconds, 2.5, person.who, PAUSE, n));

function look(life: Life, person: Customer, errand: ErrandOf<'look'>): void {
  const { response, annoyance } = life.values;
  const { customer, mind, who } = person;
  const { content, n, userid, chatId } = errand;
  const fit = relevance(life, person, content);
  const bond = userid === null || chatId !== null ? undefined : mind.bonds[userid];
  if (bond && fit === life.values.relevance.matching) {
    fade(bond, life.now, life.values);
    bond.annoyance = Math.max(0, bond.annoyance - annoyance.pleased);
  }
  if (content.interests.some((i) => SAVING.has(i)) && fit > 0.5) touch(mind, life.now, life.values);
  if (content.url && draw(who, CLICK, n) < response.click * fit * activityOf(customer.activity))
    life.due.add({
      at: soon(life, person, errand),
      who: person.id,
      n: nextOf(mind),
      kind: 'visit',
      userid,
      url: content.url,
    });
  if (content.invitesToGroup && draw(who, JOIN, n) < response.joinInvited)
    life.due.add({ at: soon(life, person, errand), who: person.id, n: nextOf(mind), kind: 'join' });
  if (!bond || bond.endedAt !== null) return;
  const due = {
    at: soon(life, person, errand) + 30,
    who: person.id,
    n: nextOf(mind),
    userid: userid!,
  };
  if (
    content.keyword &&
    draw(who, KEYWORD, n) < response.keyword * fit * activityOf(customer.activity)
  )
    life.due.add({ ...due, kind: 'say', text: content.keyword, asks: false });
  else if (
    content.interests.length > 0 &&
    draw(who, CONSULT, n) < response.consult * fit * activityOf(customer.activity)
  ) {
    const text = words.question(content.interests[0]!, who, n);
    life.due.add({ ...due, kind: 'say', text, asks: true });
  } else if (draw(who, THANK, n) < response.thank * fit)
    life.due.add({ ...due, kind: 'say', text: words.thanks(who, n), asks: false });
}

function lookAtMoment(life: Life, person: Customer, errand: ErrandOf<'moment'>): void {
  const { response } = life.values;
  const { customer, mind, who } = person;
  const { content, n, userid, momentId } = errand;
  const bond = mind.bonds[userid];
  if (!bond || bond.endedAt !== null) return;
  const fit = relevance(life, person, content);
  if (content.interests.some((i) => SAVING.has(i)) && fit > 0.5) touch(mind, life.now, life.values);
  const react = (kind: 'like' | 'comment', text: string) =>
    life.act({ do: 'customer.react', person: person.id, userid, momentId, kind, text });
  if (draw(who, LIKE, n) < response.like * fit * activityOf(customer.activity)) react('like', '');
  if (draw(who, COMMENT, n) < response.comment * fit) react('comment', words.comment(who, n));
  if (content.url && draw(who, CLICK, n) < response.clickMoment * fit)
    life.due.add({
      at: soon(life, person, errand),
      who: person.id,
      n: nextOf(mind),
      kind: 'visit',
      userid,
      url: content.url,
    });
}

function visit(life: Life, person: Customer, { url, userid }: ErrandOf<'visit'>): void {
  const link = life.codes.links.find((l) => url.startsWith(l.url));
  if (!link) {
    life.visit({ person: person.id, userid, url, userAgent: userAgent(person.customer.device) });
    return;
  }
  const channel = URL.canParse(url) ? new URL(url).searchParams.get('customer_channel') : null;
  life.act({
    do: 'customer.open-link',
    person: person.id,
    linkId: link.linkId,
    ...(channel ? { channel } : {}),
  });
}

/** The page was opened; some who found nothing left tell their RM. */
export function visited(life: Life, { person: id, userid, gone }: Visited): void {
  const person = life.people.get(id);
  if (!gone || !isCustomer(person) || life.byHand.has(id)) return;
  const n = nextOf(person.mind);
  const to =
    userid && person.mind.bonds[userid]?.endedAt === null ? userid : friendsOf(person.mind)[0];
  if (!to || draw(person.who, MISSED, n) >= life.values.response.missedComplains) return;
  const text = words.missed(person.who, n);
  life.due.add({
    at: soon(life, person, { at: life.now, n }),
    who: id,
    n: nextOf(person.mind),
    kind: 'say',
    userid: to,
    text,
    asks: true,
  });
}

function say(life: Life, person: Customer, errand: ErrandOf<'say'>): void {
  const bond = person.mind.bonds[errand.userid];
  if (!bond || bond.endedAt !== null) return;
  life.act({
    do: 'customer.say',
    person: person.id,
    userid: errand.userid,
    content: { content: errand.text },
  });
  if (!errand.asks || bond.asked !== null) return;
  bond.asked = life.now;
  life.due.add({
    at: life.now + life.values.habits.patienceForAnswerHours * HOUR,
    who: person.id,
    n: nextOf(person.mind),
    kind: 'unanswered',
    userid: errand.userid,
    asked: life.now,
  });
}

function unanswered(life: Life, person: Customer, errand: ErrandOf<'unanswered'>): void {
  const bond = person.mind.bonds[errand.userid];
  if (!bond || bond.asked !== errand.asked || bond.endedAt !== null) return;
  fade(bond, life.now, life.values);
  bond.annoyance += life.values.annoyance.unanswered;
  bond.asked = null;
  const text = words.late(person.who, errand.n);
  life.act({
    do: 'customer.say',
    person: person.id,
    userid: errand.userid,
    content: { content: text },
  });
}

function sayInGroup(
  life: Life,
  person: Customer,
  { chatId, text }: ErrandOf<'say-in-group'>,
): void {
  if (!person.mind.groups[chatId]) return;
  life.act({ do: 'group.say', chatId, person: person.id, content: { content: text } });
}

function leaveGroup(life: Life, person: Customer, { chatId }: ErrandOf<'leave'>): void {
  delete person.mind.groups[chatId];
  life.act({ do: 'group.leave', chatId, person: person.id });
}

function askToStop(
  life: Life,
  person: Customer,
  { userid, n }: { userid: string; n: number },
): void {
  const bond = person.mind.bonds[userid];
  if (!bond || bond.endedAt !== null) return;
  bond.stopped = true;
  const text = words.stop(person.who, n);
  life.act({ do: 'customer.say', person: person.id, userid, content: { content: text } });
}

function leaveRm(life: Life, person: Customer, userid: string): void {
  const bond = person.mind.bonds[userid];
  if (!bond || bond.endedAt !== null) return;
  Object.assign(bond, { endedAt: life.now, endedByMe: true, asked: null, answering: false });
  life.act({ do: 'customer.delete-staff', person: person.id, userid });
}

/** Somebody without a friend at the bank scans what hangs there; without codes they ask for the RM. */
function meet(life: Life, person: Customer, n: number): void {
  if (friendsOf(person.mind).length > 0) return;
  const { customer, who } = person;
  const { habits } = life.values;
  const mine = <T extends { readonly users: readonly string[] }>(
    codes: readonly T[],
  ): readonly T[] => {
    const own = codes.filter((c) => c.users.includes(customer.rm));
    return own.length > 0 ? own : codes;
  };
  const links = mine(life.codes.links);
  const ways = mine(life.codes.ways);
  const confirm = draw(who, HALF, n) < habits.halfDone ? 'later' : 'now';
  if (links.length > 0 && (ways.length === 0 || draw(who, BY_LINK, n) < habits.byLink)) {
    const { linkId } = pick(links, who, CODE, n);
    life.act({ do: 'customer.open-link', person: person.id, linkId, confirm });
  } else if (ways.length > 0)
    life.act({
      do: 'customer.scan',
      person: person.id,
      configId: pick(ways, who, CODE, n).configId,
      confirm,
    });
  else life.act({ do: 'customer.add', person: person.id, userid: customer.rm });
}

function join(life: Life, person: Customer, n: number): void {
  const friends = new Set(friendsOf(person.mind));
  const near = life.codes.joins.filter((j) => j.owners.some((o) => friends.has(o)));
  const joins = near.length > 0 ? near : life.codes.joins;
  if (joins.length === 0) return;
  const { configId } = pick(joins, person.who, CODE, n);
  life.act({ do: 'customer.join-group', person: person.id, configId });
}

type Deed = (life: Life, person: Customer, errand: never) => void;

const DEEDS: {
  readonly [K in Errand['kind']]?: (life: Life, person: Customer, errand: ErrandOf<K>) => void;
} = {
  look,
  moment: lookAtMoment,
  'look-sms': lookAtSms,
  'stop-sms': (life, person, { n }) => stopSms(life, person, n),
  visit,
  say,
  'say-in-group': sayInGroup,
  delete: (life, person, { userid }) => leaveRm(life, person, userid),
  stop: askToStop,
  unanswered,
  leave: leaveGroup,
  meet: (life, person, { n }) => meet(life, person, n),
  join: (life, person, { n }) => join(life, person, n),
};
