import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY, HOUR, hourOf } from '../calendar.ts';
import type { Population } from '../population/population.ts';
import { temperOf } from '../population/staff.ts';
import { understand } from './content.ts';
import type { Act, Codes, Deeds, Seen, SeenTask } from './exchange.ts';
import { echoOf, type Lived, lived, MONDAY, massOf, somePeople } from './rehearsed.ts';

const CODES: Codes = {
  ways: [{ configId: 'way-1', users: ['rm001'] }],
  links: [],
  joins: [{ configId: 'join-1', owners: ['rm001'] }],
};

/** Every RM sends something with a link every second day; what is said is heard. */
const ordinary =
  (population: Population) =>
  (at: number, hour: number, deeds: Deeds): Partial<Seen> => ({
    codes: CODES,
    messages: [
      ...echoOf(deeds, at),
      ...(hour === 10 && Math.floor((at - MONDAY) / DAY) % 2 === 0
        ? population.rms.flatMap((rm) =>
            massOf(population, rm.userid, at, '信用卡餐饮半价，理财收益查看', 'http://127.0.0.1/p'),
          )
        : []),
    ],
  });

const digest = (world: Lived, of: (act: Act) => boolean = () => true): string =>
  createHash('sha256')
    .update(JSON.stringify([world.acts.filter(of), world.visits]))
    .digest('hex');

test('the same seed and the same inputs give the same acts, another seed others', () => {
  const run = (seed: string) => {
    const population = somePeople(400, 4, seed);
    return lived({ population, days: 6, seen: ordinary(population) });
  };
  const first = run('a');
  expect(first.acts.length).toBeGreaterThan(100);
  expect(first.visits.length).toBeGreaterThan(20);
  expect(digest(run('a'))).toBe(digest(first));
  expect(digest(run('b'))).not.toBe(digest(first));
});

test('one customer more changes nothing that the others do', () => {
  const few = somePeople(300);
  const more = somePeople(301);
  expect(more.customers.slice(0, 300)).toEqual(few.customers);
  const run = (population: Population) =>
    lived({ population, days: 6, seen: ordinary(population) });
  const [without, withOne] = [run(few), run(more)];
  const theirs = ({ acts, visits }: Lived) =>
    [...acts, ...visits].filter((deed) => deed.person !== 'c000301' && !('persons' in deed));
  expect(theirs(withOne).length).toBeGreaterThan(100);
  expect(theirs(withOne)).toEqual(theirs(without));
});

test('a world that was written down goes on as if it had not stopped', () => {
  const population = somePeople(800);
  const seen = ordinary(population);
  const whole = lived({ population, days: 6, seen });
  const first = lived({ population, days: 3, seen });
  const state = JSON.parse(JSON.stringify(first.world.state()));
  const begin = MONDAY + 3 * DAY;
  const last = first.acts.filter((act) => act.at === begin - HOUR);
  let resumed = false;
  const second = lived({
    population,
    days: 3,
    state,
    begin,
    seen: (at, hour, deeds) => {
      const before = resumed ? deeds : { acts: last, visits: [], desk: [] };
      resumed = true;
      return seen(at, hour, before);
    },
  });
  expect(second.acts.length).toBeGreaterThan(50);
  expect([...first.acts, ...second.acts]).toEqual(whole.acts);
  expect([...first.visits, ...second.visits]).toEqual(whole.visits);
});

test('elderly people open pages in their hours: 9 to 11, 14 to 17, 20 to 22', () => {
  const population = somePeople(3000);
  const { visits } = lived({ population, days: 10, seen: ordinary(population) });
  const rhythm = new Map(population.customers.map((c) => [c.person, c.rhythm]));
  const inHours = (wanted: string) => {
    const theirs = visits.filter((v) => rhythm.get(v.person) === wanted);
    expect(theirs.length).toBeGreaterThan(25);
    const good = theirs.filter((v) => {
      // Taken at the full hour after it happened.
      const hour = hourOf(v.at - 1);
      return (hour >= 9 && hour < 11) || (hour >= 14 && hour < 17) || (hour >= 20 && hour < 22);
    });
    return good.length / theirs.length;
  };
  expect(inHours('elder')).toBeGreaterThan(0.7);
  expect(inHours('office')).toBeLessThan(0.55);
});

test('what suits a customer is opened more often than what does not', () => {
  const population = somePeople(3000);
  const { visits } = lived({
    population,
    days: 3,
    seen: (at, hour) =>
      hour === 10 && at < MONDAY + DAY
        ? {
            messages: population.rms.flatMap((rm) =>
              massOf(population, rm.userid, at, '养老金到账福利', 'http://127.0.0.1/p'),
            ),
          }
        : {},
  });
  const opened = new Set(visits.map((v) => v.person));
  const friends = population.customers.filter((c) => c.friendForDays !== null);
  const share = (like: boolean) => {
    const group = friends.filter((c) => c.interests.includes('pension') === like);
    return group.filter((c) => opened.has(c.person)).length / group.length;
  };
  expect(share(true)).toBeGreaterThan(2 * share(false));
});

const sent =
  (population: Population, perDay: readonly number[], every: number) =>
  (at: number, hour: number, deeds: Deeds) => ({
    messages: [
      ...echoOf(deeds, at),
      ...(perDay.includes(hour) && Math.floor((at - MONDAY) / DAY) % every === 0
        ? population.rms.flatMap((rm) =>
            massOf(population, rm.userid, at, '限时福利，赶紧抢', 'http://127.0.0.1/p'),
          )
        : []),
    ],
  });

test('an RM who pesters is muted, asked to stop and deleted; one who is considerate is not', () => {
  const population = somePeople(600, 1);
  const quiet = { staff: { ownMass: { over_eager: 0 }, ownPromotions: { over_eager: 0 } } };
  const run = (hours: readonly number[], every: number) =>
    lived({ population, days: 14, parameters: quiet, seen: sent(population, hours, every) });
  const considerate = run([10], 7);
  const pesterer = run([9, 12, 19, 23], 1);
  const count = ({ acts }: Lived, what: string) => acts.filter((a) => a.do === what).length;
  const friends = population.customers.filter((c) => c.friendForDays !== null).length;
  expect(count(considerate, 'customer.delete-staff')).toBeLessThan(0.02 * friends);
  expect(count(pesterer, 'customer.delete-staff')).toBeGreaterThan(0.3 * friends);
  const asked = pesterer.acts.filter((a) => /退订|TD|不要再/.test(JSON.stringify(a.content ?? '')));
  expect(asked.length).toBeGreaterThan(5);
  const muted = Object.values(pesterer.world.state().minds).filter((m) =>
    Object.values(m.bonds).some((b) => b.muted),
  );
  expect(muted.length).toBeGreaterThan(20);
  // Who is annoyed reads less: of four times the messages, far less than four times the pages.
  expect(pesterer.visits.length).toBeLessThan(considerate.visits.length * 28 * 0.6);
});

test('customers who deleted their RM may come back after some time', () => {
  const population = somePeople(400, 1);
  const { acts } = lived({
    population,
    days: 45,
    parameters: { habits: { comeBack: 0.05 } },
    seen: (at, hour, deeds) => ({
      codes: CODES,
      ...(at < MONDAY + 10 * DAY ? sent(population, [9, 12, 19, 23], 1)(at, hour, deeds) : {}),
    }),
  });
  const left = new Map(
    acts.filter((a) => a.do === 'customer.delete-staff').map((a) => [a.person, a.at]),
  );
  const back = acts.filter((a) => a.do === 'customer.scan' && left.has(a.person));
  expect(back.length).toBeGreaterThan(10);
  for (const a of back) expect(a.at - left.get(a.person)!).toBeGreaterThan(9 * DAY);
});

test('strangers scan the code of the RM who looks after them; without a code they ask for the RM', () => {
  const population = somePeople(800, 2);
  const codes: Codes = {
    ways: [
      { configId: 'way-1', users: ['rm001'] },
      { configId: 'way-2', users: ['rm002'] },
    ],
    links: [],
    joins: [],
  };
  const { acts } = lived({ population, days: 10, seen: () => ({ codes }) });
  const scans = acts.filter((a) => a.do === 'customer.scan');
  expect(scans.length).toBeGreaterThan(20);
  const rmOf = new Map(population.customers.map((c) => [c.person, c.rm]));
  for (const scan of scans)
    expect(scan.configId).toBe(rmOf.get(scan.person as string) === 'rm001' ? 'way-1' : 'way-2');
  const friends = new Set(
    population.customers.filter((c) => c.friendForDays !== null).map((c) => c.person),
  );
  expect(scans.filter((s) => friends.has(s.person as string))).toEqual([]);
  const without = lived({ population, days: 10 });
  expect(without.acts.filter((a) => a.do === 'customer.add').length).toBeGreaterThan(20);
});

const tasksFor = (population: Population, each: number): SeenTask[] =>
  population.rms.flatMap(({ userid }) =>
    Array.from({ length: each }, (_, i) => ({
      kind: 'mass' as const,
      id: `${userid}-${i}`,
      userid,
      createdAt: MONDAY + 10 * HOUR,
      reminders: 0,
    })),
  );

test('diligent RMs confirm within hours, lazy ones late or never, and none outside their hours', () => {
  const population = somePeople(10, 40);
  const tasks = tasksFor(population, 10);
  const { acts, world } = lived({
    population,
    days: 7,
    seen: (at) => (at >= MONDAY + 10 * HOUR ? { tasks } : {}),
  });
  const confirmed = acts.filter((a) => a.do === 'staff.confirm-mass');
  const of = (temper: string) => {
    const rms = population.rms.filter(
      (rm) => temperOf(population.seed, rm.userid, world.values) === temper,
    );
    expect(rms.length).toBeGreaterThan(3);
    const theirs = confirmed.filter((a) => rms.some((rm) => rm.userid === a.userid));
    const waits = theirs.map((a) => a.at - MONDAY - 10 * HOUR).sort((a, b) => a - b);
    return {
      never: 1 - theirs.length / (rms.length * 10),
      median: waits[Math.floor(waits.length / 2)]!,
      theirs,
    };
  };
  const [diligent, lazy, eager] = [of('diligent'), of('lazy'), of('over_eager')];
  expect(diligent.never).toBeLessThan(0.08);
  expect(lazy.never).toBeGreaterThan(0.2);
  expect(diligent.median).toBeLessThan(3 * HOUR);
  expect(lazy.median).toBeGreaterThan(8 * HOUR);
  expect(eager.median).toBeLessThanOrEqual(HOUR);
  // Office hours, as seen at the next full hour.
  for (const { at } of [...diligent.theirs, ...lazy.theirs]) {
    const hour = hourOf(at - 1);
    expect([9, 10, 11, 13, 14, 15, 16, 17]).toContain(hour);
  }
});

test('a task that is called off and given out anew is confirmed when it would have been, or at the next occasion', () => {
  const population = somePeople(10, 40);
  const said = tasksFor(population, 6).map((task) => ({ ...task, about: task.id.split('-')[1]! }));
  const anew = said.map((task) => ({
    ...{ ...task, id: `${task.id}-anew` },
    createdAt: MONDAY + DAY + 8 * HOUR,
  }));
  const CALLED_OFF = MONDAY + 12 * HOUR;
  const run = (anew: readonly SeenTask[] | null) =>
    lived({
      population,
      days: 8,
      seen: (at) =>
        at < MONDAY + 10 * HOUR
          ? {}
          : { tasks: !anew || at <= CALLED_OFF ? said : at < MONDAY + DAY + 8 * HOUR ? [] : anew },
    }).acts.filter((a) => a.do === 'staff.confirm-mass');
  const whole = new Map(run(null).map(({ msgid, at }) => [msgid as string, at]));
  const open = (task: SeenTask) => !(whole.get(task.id.replace('-anew', ''))! <= CALLED_OFF);
  const twice = run(anew.filter(open));
  // The same people confirm the same, and nobody twice.
  expect(twice.map(({ msgid }) => (msgid as string).replace('-anew', '')).sort()).toEqual(
    [...whole.keys()].sort(),
  );
  const late = twice.filter(({ msgid }) => (msgid as string).endsWith('-anew'));
  expect(late.length).toBeGreaterThan(20);
  for (const { msgid, at } of late)
    expect(at).toBeGreaterThanOrEqual(whole.get((msgid as string).replace('-anew', ''))!);
});

test('a reminder moves some of those who would not have confirmed', () => {
  const population = somePeople(10, 60);
  const run = (reminders: number) =>
    lived({
      population,
      days: 9,
      seen: (at) =>
        at < MONDAY + 10 * HOUR
          ? {}
          : {
              tasks: tasksFor(population, 5).map((t) => ({
                ...t,
                reminders: at < MONDAY + 2 * DAY ? 0 : reminders,
              })),
            },
    }).acts.filter((a) => a.do === 'staff.confirm-mass').length;
  expect(run(1)).toBeGreaterThan(run(0) + 5);
});

test('a question is answered by a diligent RM within hours; unanswered it is asked again', () => {
  const population = somePeople(2000, 12);
  const { acts, world } = lived({
    population,
    days: 8,
    seen: (at, _hour, deeds) => ({ messages: echoOf(deeds, at) }),
  });
  const temper = (userid: unknown) => temperOf(population.seed, userid as string, world.values);
  const asked = acts.filter((a) => a.do === 'customer.say');
  expect(asked.length).toBeGreaterThan(40);
  const late = asked.filter((a) => /回复|有人吗/.test(JSON.stringify(a.content)));
  expect(late.some((a) => temper(a.userid) === 'lazy')).toBe(true);
  expect(late.filter((a) => temper(a.userid) === 'over_eager').length).toBeLessThan(
    late.filter((a) => temper(a.userid) === 'lazy').length,
  );
  const answered = acts.filter((a) => a.do === 'staff.say' && temper(a.userid) === 'diligent');
  expect(answered.length).toBeGreaterThan(10);
});

test('R-228 of the members of a group, 35 to 50 in a hundred answer a quiz', () => {
  const population = somePeople(400, 1);
  const members = population.customers.map((c) => c.person);
  const { acts } = lived({
    population,
    days: 3,
    seen: (at, hour) =>
      at === MONDAY + 10 * HOUR && hour === 10
        ? {
            groups: { chat: members },
            messages: [
              {
                person: null,
                userid: null,
                chatId: 'chat',
                fromStaff: true,
                by: 'rm001',
                source: 'mass',
                at,
                ...understand('text', {
                  content: '今日问答：存款保险最高偿付多少？A.50万 B.20万 C.100万',
                }),
              },
            ],
          }
        : {},
  });
  const answers = acts.filter(
    (a) => a.do === 'group.say' && /"[ABC]"/.test(JSON.stringify(a.content)),
  );
  expect(answers.length / members.length).toBeGreaterThan(0.35);
  expect(answers.length / members.length).toBeLessThan(0.5);
});

test('Moments are liked by some who see them, and their pages opened', () => {
  const population = somePeople(2000, 1);
  const viewers = population.customers.filter((c) => c.friendForDays !== null).map((c) => c.person);
  const { content } = understand('link', {
    content: '大额存单新一期利率',
    url: 'http://127.0.0.1/m',
  });
  const { acts, visits } = lived({
    population,
    days: 2,
    seen: (at) =>
      at === MONDAY + 10 * HOUR
        ? { moments: [{ momentId: 'm', userid: 'rm001', at, content, viewers }] }
        : {},
  });
  const likes = acts.filter((a) => a.do === 'customer.react' && a.kind === 'like').length;
  expect(likes).toBeGreaterThan(5);
  expect(likes).toBeLessThan(0.1 * viewers.length);
  expect(visits.length).toBeGreaterThan(3);
});

test('who finds a benefit gone complains now and then', () => {
  const population = somePeople(300, 1);
  const friends = population.customers.filter((c) => c.friendForDays !== null);
  const { acts } = lived({
    population,
    days: 1,
    seen: (at) =>
      at === MONDAY + 10 * HOUR
        ? {
            visited: friends.map((c) => ({
              person: c.person,
              userid: c.rm,
              status: 200,
              gone: true,
            })),
          }
        : {},
  });
  const complaints = acts.filter(
    (a) => /抢/.test(JSON.stringify(a.content ?? '')) && a.do === 'customer.say',
  );
  expect(complaints.length / friends.length).toBeGreaterThan(0.15);
  expect(complaints.length / friends.length).toBeLessThan(0.35);
});

test('whoever is played by hand does nothing alone', () => {
  const population = somePeople(300, 2);
  const seen = ordinary(population);
  const { world } = lived({ population, days: 1, seen });
  world.playByHand(['rm001', 'c000005', 'c000006']);
  const state = JSON.parse(JSON.stringify(world.state()));
  const { acts, visits } = lived({ population, days: 8, state, begin: MONDAY + DAY, seen });
  expect(acts.length).toBeGreaterThan(50);
  const byHand = new Set(['c000005', 'c000006']);
  expect(visits.filter((v) => byHand.has(v.person))).toEqual([]);
  expect(acts.filter((a) => String(a.do).startsWith('staff.') && a.userid === 'rm001')).toEqual([]);
  expect(
    acts.filter((a) => String(a.do).startsWith('customer.') && byHand.has(a.person as string)),
  ).toEqual([]);
});

test('text messages are opened by some, annoy when there are many, and are ended with a word that is said once', () => {
  const population = somePeople(400);
  const texts = (every: number): Lived =>
    lived({
      ...{ population, days: 20 },
      seen: (at, hour) => {
        const day = Math.floor((at - MONDAY) / DAY);
        if (hour !== 10 || day % every !== 0) return {};
        const text = '【示例银行】限时优惠，详询 https://bank.example/offer 拒收请回复R';
        const { content } = understand('text', { content: text });
        return { sms: population.customers.map(({ person }) => ({ person, at, content })) };
      },
    });
  const stops = ({ acts }: Lived) => acts.filter((act) => act.do === 'customer.reply-sms');
  const [seldom, daily] = [texts(7), texts(1)];
  expect(seldom.visits.length).toBeGreaterThan(0);
  expect(stops(daily).length).toBeGreaterThan(3 * stops(seldom).length);
  const who = stops(daily).map(({ person }) => person);
  expect(new Set(who).size).toBe(who.length);
  for (const { text } of stops(daily)) expect(text).toMatch(/^(R|T|TD|退订)$/);
});
