import { hourOf } from '../calendar.ts';
import { around, draw, topic } from '../chance.ts';
import type { SeenSms } from './exchange.ts';
import { activityOf, isCustomer, relevance } from './hearing.ts';
import { type ErrandOf, type Life, nextOf } from './life.ts';
import { fade, type Person, type Texting, touch } from './minds.ts';
import { nextLook } from './rhythm.ts';
import { SAVING } from './topics.ts';
import { words } from './words.ts';

/** Text messages: most are not opened, some links are followed, and some people want no more of them. */

const READ = topic('read sms');
const LOOK = topic('look at sms');
const CLICK = topic('click in sms');
const PAUSE = topic('pause in sms');
const STOP = topic('stop sms');
const FED_UP = topic('fed up with sms');

type Customer = Person & { readonly customer: NonNullable<Person['customer']> };

export function hearSms(life: Life, { person: id, at, content }: SeenSms): void {
  const person = life.people.get(id);
  if (!isCustomer(person) || life.byHand.has(id)) return;
  const { sms: values, annoyance } = life.values;
  const { customer, mind, who } = person;
  const n = nextOf(mind);
  mind.sms ??= { annoyance: 0, recent: 0, at, stopped: false };
  const texting: Texting = mind.sms;
  fade(texting, at, life.values);
  texting.recent++;
  const fit = relevance(life, person, content);
  const due = { at: nextLook(customer.rhythm, at, who, LOOK, n), who: id };
  const interest = content.kind === 'service' ? 1 : 0.45 + fit;
  if (draw(who, READ, n) < values.read * interest * activityOf(customer.activity))
    life.due.add({ ...due, n: nextOf(mind), kind: 'look-sms', content });
  if (content.kind !== 'promotion' || texting.stopped) return;
  const hour = hourOf(at);
  const quiet = hour >= 22 || hour < 8 ? annoyance.quietHours : 1;
  texting.annoyance += values.annoys * quiet * (1.45 - fit) * Math.max(1, texting.recent);
  const fedUp = texting.annoyance > annoyance.patience * customer.patience;
  const stops = draw(who, STOP, n) < values.stop || (fedUp && draw(who, FED_UP, n) < values.fedUp);
  if (stops) life.due.add({ ...due, n: nextOf(mind), kind: 'stop-sms' });
}

export function lookAtSms(
  life: Life,
  person: Customer,
  { at, n, content }: ErrandOf<'look-sms'>,
): void {
  const { customer, mind, who } = person;
  const fit = relevance(life, person, content);
  if (content.interests.some((i) => SAVING.has(i)) && fit > 0.5) touch(mind, life.now, life.values);
  const chance = life.values.sms.click * fit * activityOf(customer.activity);
  if (!content.url || draw(who, CLICK, n) >= chance) return;
  const soon = Math.ceil(around(life.values.reading.quietSeconds, 2.5, who, PAUSE, n));
  life.due.add({
    ...{ at: at + soon, who: person.id, n: nextOf(mind) },
    ...{ kind: 'visit', userid: null, url: content.url },
  });
}

/** They answer the last one; whoever did waits and sees. */
export function stopSms(life: Life, { id, who, mind }: Customer, n: number): void {
  if (!mind.sms || mind.sms.stopped) return;
  mind.sms.stopped = true;
  life.act({ do: 'customer.reply-sms', person: id, text: words.stopSms(who, n) });
}
