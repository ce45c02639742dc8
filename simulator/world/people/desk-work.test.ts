import { expect, test } from 'vitest';
import { DAY, HOUR, hourOf } from '../calendar.ts';
import { temperOf } from '../population/staff.ts';
import type { Deeds, DeskDeed, SeenItem, SeenList } from './exchange.ts';
import { lived, MONDAY, type Script, somePeople } from './rehearsed.ts';

const population = somePeople(60, 40);

/** A workbench with so many items for each RM: what has an outcome is gone from the list. */
function aDesk(kind: SeenItem['kind'], each: number) {
  const open = new Map(
    population.rms.map(({ userid }, rm) => [
      userid,
      Array.from({ length: each }, (_, i) => {
        const customer = rm * each + i;
        return { id: `item-${customer}`, version: 1, kind, customer };
      }),
    ]),
  );
  return (deeds: Deeds): SeenList[] => {
    for (const deed of deeds.desk)
      if (deed.do === 'log')
        open.set(
          deed.userid,
          open.get(deed.userid)!.filter(({ id }) => id !== deed.item),
        );
    return deeds.desk.flatMap(({ do: what, userid }) =>
      what === 'look' ? [{ userid, items: open.get(userid)! }] : [],
    );
  };
}

const atDesks = (script: Partial<Script>, kind: SeenItem['kind'] = 'follow_up', each = 40) => {
  const lists = aDesk(kind, each);
  return lived({
    ...{ population, days: 5, workbench: true },
    seen: (_, __, deeds) => ({ lists: lists(deeds) }),
    ...script,
  });
};

const logged = (desk: readonly (DeskDeed & { at: number })[]) =>
  desk.flatMap((deed) => (deed.do === 'log' ? [deed] : []));
const share = (of: readonly { outcome: string }[], outcome: string) =>
  of.filter((deed) => deed.outcome === outcome).length / of.length;

test('RMs open their list at work and do what stands there, each by temper and each item once', () => {
  const { world, desk } = atDesks({});
  const done = logged(desk);
  expect(new Set(done.map(({ item }) => item)).size).toBe(done.length);
  const temper = (userid: string) => temperOf(population.seed, userid, world.values);
  const doneBy = (wanted: string) => {
    const theirs = population.rms.filter(({ userid }) => temper(userid) === wanted);
    expect(theirs.length).toBeGreaterThan(2);
    const items = done.filter(({ userid }) => temper(userid) === wanted).length;
    return items / theirs.length / 40;
  };
  expect(doneBy('diligent')).toBeGreaterThan(0.85);
  expect(doneBy('over_eager')).toBeGreaterThan(0.95);
  expect(doneBy('lazy')).toBeLessThan(0.7);
  // Taken at the full hour after it happened.
  for (const { userid, at } of done.filter(({ userid }) => temper(userid) === 'diligent'))
    expect(hourOf(at - 1), userid).toSatisfy((hour: number) => hour >= 9 && hour < 18);
  // Monday to Friday here: who looks first, and at what.
  expect(Math.min(...done.map(({ at }) => at))).toBeGreaterThan(MONDAY + 8 * HOUR);
  expect(done.every((deed) => (deed.lostReason !== undefined) === (deed.outcome === 'lost'))).toBe(
    true,
  );
});

test('who asked buys far more often than who was called, and nobody buys when greeted', () => {
  const asked = logged(atDesks({}).desk);
  const called = logged(atDesks({}, 'plan').desk);
  const greeted = logged(atDesks({}, 'care').desk);
  expect(asked.length).toBeGreaterThan(500);
  expect(share(asked, 'won')).toBeGreaterThan(3 * share(called, 'won'));
  expect(share(greeted, 'won')).toBe(0);
});

test('a world with the same seed does the same at its desks, also when it was written down between', () => {
  const lists = aDesk('follow_up', 20);
  const whole = lived({
    ...{ population, days: 4, workbench: true },
    seen: (_, __, deeds) => ({ lists: lists(deeds) }),
  });
  const again = aDesk('follow_up', 20);
  const seen: NonNullable<Script['seen']> = (_, __, deeds) => ({ lists: again(deeds) });
  const first = lived({ population, days: 2, workbench: true, seen });
  const second = lived({
    ...{ population, days: 2, workbench: true, seen },
    state: JSON.parse(JSON.stringify(first.world.state())),
    begin: MONDAY + 2 * DAY,
  });
  expect(logged(whole.desk).length).toBeGreaterThan(100);
  expect([...first.desk, ...second.desk]).toEqual(whole.desk);
});

test('whoever is played by hand does nothing alone, and without a workbench nobody looks into one', () => {
  expect(lived({ population, days: 2 }).desk).toEqual([]);
  const [mine] = population.rms;
  const { world, desk } = atDesks({ days: 1 });
  world.playByHand([mine!.userid]);
  const due = world.nextDue();
  expect(due).not.toBeNull();
  const after = world.step(MONDAY + 2 * DAY, {
    ...{ messages: [], moments: [], tasks: [], requests: [], groups: {}, visited: [] },
  });
  expect(desk.some(({ userid }) => userid === mine!.userid)).toBe(true);
  expect(after.desk.some(({ userid }) => userid === mine!.userid)).toBe(false);
});
