import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPack } from '#platform/server/packs.ts';
import { Definition } from '../contract/definition.ts';
import type { Choice } from './personal.ts';
import type { Happened } from './signals.ts';
import { dayAt, dayNumber, dayText, walk } from './walk.ts';
import { signalWords } from './words.ts';

const shipped = Definition.parse(readPack('aida-3w-12day'));
const at = (day: string, time = '10:00') => new Date(`2026-03-${day}T${time}:00+08:00`);
let serial = 0;
const event = (kind: string, when: Date, more: Partial<Happened> = {}): Happened => ({
  id: String(++serial).padStart(6, '0'),
  kind,
  at: when,
  subject: null,
  amount: null,
  properties: {},
  ...more,
});
/** Enrolled on the 1st at nine: T+1 is the 2nd. */
const start = { at: at('01', '09:00'), on: dayNumber('2026-03-01') };
const tell = (...events: Happened[]) => walk(shipped, start, events, []);

test('an answer to the greeting skips interest: the next day is the first of desire', () => {
  const { place } = tell(event('message.replied', at('02', '10:40')));
  expect(place.skipped).toBe(2);
  expect(dayAt(shipped, place, dayNumber('2026-03-03'))).toBe(5);
  // On the day after the greeting still the greeting is answered.
  expect(tell(event('message.replied', at('03'))).place.skipped).toBe(2);
  // Later, something else is.
  expect(tell(event('message.replied', at('05'))).place.skipped).toBe(0);
});

test('a product looked at while interest or desire is spoken of leads to the action stage', () => {
  const { place } = tell(event('product.viewed', at('05')));
  expect(dayAt(shipped, place, dayNumber('2026-03-06'))).toBe(8);
  expect(place.shownStep).toBe(3);
});

test('a consultation switches to 3W and wants a follow-up; a second one changes nothing', () => {
  const once = tell(event('consultation.asked', at('04')));
  expect(once.place.mode).toBe('three_w');
  expect(dayAt(shipped, once.place, dayNumber('2026-03-05'))).toBe(8);
  expect(once.followUps).toMatchObject([{ why: 'consultation', title: '客户经理24小时内跟进' }]);
  const twice = tell(event('consultation.asked', at('04')), event('consultation.asked', at('05')));
  expect(twice.place.anchor).toBe(once.place.anchor);
  expect(twice.followUps).toHaveLength(1);
});

test('CR-013 of who switched personalised recommendations off nothing is concluded, and afterwards nothing from what they did meanwhile', () => {
  const off = { id: 'c1', at: at('03', '08:00'), off: true };
  const on = { id: 'c2', at: at('06', '08:00'), off: false };
  const choosing = (choices: Choice[], ...events: Happened[]) =>
    walk(shipped, start, events, [], undefined, choices);
  const before = event('message.replied', at('02', '10:40'));
  const meanwhile = event('product.viewed', at('05'));
  const silent = choosing([off], before, meanwhile);
  expect(silent.place).toMatchObject({ skipped: 0, shownStep: 1, anchor: start.on });
  expect(silent.moved.map(({ kind }) => kind)).toEqual(['reactivated', 'generic']);
  // A question is answered all the same; the deal ends it.
  const asked = choosing([off], before, event('consultation.asked', at('04')));
  expect(asked.place.mode).toBe('three_w');
  expect(asked.followUps).toHaveLength(1);
  expect(choosing([off], event('product.bought', at('04'))).place.exit).toBe('converted');
  // On again, what was heard before counts, what was heard while it was off never does.
  const again = choosing([off, on], before, meanwhile);
  expect(again.place).toMatchObject({ skipped: 2, shownStep: 2 });
  expect(choosing([off, on], meanwhile).place.anchor).toBe(start.on);
});

test('what ends it ends it at its own hour, opting out before converting at the same hour', () => {
  const bought = event('product.bought', at('06'), { subject: 'p' });
  expect(tell(bought).place).toMatchObject({ state: 'ended', exit: 'converted' });
  const left = event('relationship.ended', at('06'), { properties: { endedBy: 'customer' } });
  expect(tell(left).place.exit).toBe('deleted');
  expect(tell(event('complaint.made', at('06'))).place.exit).toBe('complaint');
  expect(tell(bought, event('complaint.made', at('07'))).place.exit).toBe('converted');
  expect(tell(event('complaint.made', at('05')), bought).place.exit).toBe('complaint');
  const both = { ...event('message.replied', at('04')), properties: { intent: 'unsubscribe' } };
  expect(tell(both).place.exit).toBe('opt_out');
});

test('a pause puts the next day to its end; a consultation ends the pause', () => {
  const pause = event('message.replied', at('04'), { properties: { intent: 'pause' } });
  const { place } = tell(pause);
  expect(place).toMatchObject({ state: 'paused', resumeOn: dayNumber('2026-04-03') });
  expect(dayAt(shipped, place, dayNumber('2026-03-20'))).toBe(3);
  expect(dayAt(shipped, place, dayNumber('2026-04-03'))).toBe(4);
  const { place: asked } = tell(pause, event('consultation.asked', at('10')));
  expect(asked.state).toBe('active');
  expect(dayAt(shipped, asked, dayNumber('2026-03-11'))).toBe(8);
});

test('days that were put back move everything after them, and nothing before', () => {
  const late = { id: 'late-1', at: at('05', '00:00'), kind: 'late' as const, days: 2 };
  const { place } = walk(shipped, start, [event('message.replied', at('02'))], [late]);
  // The answer brought T+5 to the 3rd; two days later by the outage.
  expect(dayText(place.anchor + 8)).toBe('2026-03-08');
});

const kinds = [
  'message.replied',
  'content.read',
  'product.viewed',
  'consultation.asked',
  'moments.liked',
  'benefit.granted',
  'activity.joined',
  'product.bought',
  'complaint.made',
  'relationship.ended',
];
const anEvent = fc.record({
  kind: fc.constantFrom(...kinds),
  minutes: fc.integer({ min: 0, max: 24 * 24 * 60 }),
  intent: fc.constantFrom(undefined, 'pause', 'consult', 'product', 'unsubscribe', 'claim'),
  id: fc.integer({ min: 0, max: 999_999 }),
});

const ONCE = { maxLength: 14, selector: ({ id }: { id: number }) => id };

test('whatever order and however often events are heard, the place is the same', () => {
  let ended = 0;
  let went = 0;
  fc.assert(
    // An id is that of one event: two that share it would be one of which nobody knows which.
    fc.property(fc.uniqueArray(anEvent, ONCE), fc.integer(), (given, seed) => {
      const events = given.map(({ kind, minutes, intent, id }) =>
        event(kind, new Date(start.at.getTime() + minutes * 60_000), {
          id: String(id),
          properties: intent ? { intent } : { endedBy: 'customer' },
        }),
      );
      const first = tell(...events);
      const shuffled = [...events, ...events.slice(0, 3)]
        .map((e, i) => ({ e, key: Math.sin(seed + i * 7.13) }))
        .sort((a, b) => a.key - b.key)
        .map(({ e }) => e);
      expect(tell(...shuffled)).toEqual(first);
      if (first.place.state === 'ended') ended += 1;
      if (first.place.anchor !== start.on) went += 1;
    }),
    { numRuns: 400 },
  );
  // The walks were about something.
  expect(ended).toBeGreaterThan(50);
  expect(went).toBeGreaterThan(50);
});

test('what was no signal is told by its name, never by its code', () => {
  const done = event('work-item.done', at('05'), { subject: 'reached' });
  expect(signalWords(done)).toEqual(['待办完成', 'Work item done']);
});
