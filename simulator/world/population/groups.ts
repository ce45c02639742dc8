import type { Population } from './population.ts';

/** Fewer friends than this are not worth a group; more than that did not want to join it. */
const SMALLEST = 12;
const JOINED_OF = 2;
const LARGEST = 60;
const OPEN_FOR_DAYS = 120;

/** Groups that RMs lead already: every second one with enough friends has asked them into one. */
export function groupsOf({ rms, customers }: Population, now: number) {
  const friends = new Map<string, string[]>();
  for (const { rm, person, friendForDays } of customers)
    if (friendForDays !== null) friends.set(rm, [...(friends.get(rm) ?? []), person]);
  return rms.flatMap((rm, i) => {
    const known = friends.get(rm.userid) ?? [];
    if (i % 2 !== 0 || known.length < SMALLEST) return [];
    return [
      {
        key: rm.userid,
        name: `${rm.outletName}·${rm.name}的客户群`,
        userid: rm.userid,
        persons: known.filter((_, n) => n % JOINED_OF === 0).slice(0, LARGEST),
        createtime: now - OPEN_FOR_DAYS * 86_400,
      },
    ];
  });
}
