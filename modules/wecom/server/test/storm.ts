import type { Act } from './mirrored-corp.ts';

/** The same storm for the same number: people of a bank, doing one thing after another. */
export interface Storm {
  readonly people: readonly string[];
  readonly staff: readonly string[];
  /** So many things done; batches in order. */
  acts(batch: number): Generator<Act[]>;
}

/** mulberry32: small, and the same everywhere. */
function chance(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function aStorm(
  count: number,
  tagIds: readonly string[],
  chatIds: readonly string[],
): Storm {
  const people = Array.from({ length: Math.max(50, Math.ceil(count / 8)) }, (_, i) => `s${i}`);
  const staff = Array.from(
    { length: Math.max(5, Math.ceil(people.length / 330)) },
    (_, i) => `rm${i}`,
  );
  const next = chance(count);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const ofPerson = new Map(people.map((person, i) => [person, staff[i % staff.length]!]));
  const friends = new Set<string>();
  const joined = new Set<string>();

  function one(): Act {
    const person = pick(people);
    const userid = next() < 0.9 ? ofPerson.get(person)! : pick(staff);
    const pair = `${person} ${userid}`;
    if (!friends.has(pair)) {
      friends.add(pair);
      return { do: 'customer.add', person, userid };
    }
    const dice = next();
    if (dice < 0.45)
      return { do: 'staff.remark', userid, person, remark: `备注${Math.floor(next() * 1e6)}` };
    if (dice < 0.75) {
      const [add, remove] = [pick(tagIds), pick(tagIds)];
      return {
        do: 'staff.tag',
        userid,
        person,
        add: [add],
        remove: add === remove ? [] : [remove],
      };
    }
    if (dice < 0.85) {
      friends.delete(pair);
      return { do: 'staff.delete-customer', userid, person };
    }
    if (dice < 0.9) {
      friends.delete(pair);
      return { do: 'customer.delete-staff', userid, person };
    }
    const chatId = pick(chatIds);
    const member = `${person} ${chatId}`;
    if (joined.delete(member)) return { do: 'group.leave', chatId, person };
    joined.add(member);
    return { do: 'staff.invite', userid: staff[0]!, chatId, persons: [person] };
  }

  return {
    people,
    staff,
    *acts(batch) {
      for (let left = count; left > 0; left -= batch)
        yield Array.from({ length: Math.min(batch, left) }, one);
    },
  };
}
