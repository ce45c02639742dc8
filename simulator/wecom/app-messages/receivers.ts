import type { Staff } from '../core/directory.ts';
import { isPresent } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import type { Caller } from '../core/sim.ts';

export interface Receivers {
  readonly staff: Staff[];
  readonly invaliduser: string[];
  readonly invalidparty: string[];
  readonly invalidtag: string[];
}

const split = (text: string | undefined): string[] => (text ? text.split('|').filter(Boolean) : []);

/** Ids joined by `|`. Partly invalid is fine, all invalid is 81013. */
export function receivers(
  call: Caller,
  to: { touser?: string | undefined; toparty?: string | undefined; totag?: string | undefined },
): Receivers {
  const { corp, app } = call;
  if (to.touser === '@all') {
    const staff = [...corp.staff.values()].filter((s) => isPresent(s) && app.sees(s));
    demand(staff.length > 0, 81013);
    return { staff, invaliduser: [], invalidparty: [], invalidtag: [] };
  }
  const users = split(to.touser);
  const parties = split(to.toparty);
  const tags = split(to.totag);
  demand(users.length <= 1000, 40032);
  demand(parties.length <= 100, 82002);
  demand(tags.length <= 100, 82003);
  return resolve(call, users, parties, tags);
}

export function resolve(
  { corp, app }: Caller,
  users: readonly string[],
  parties: readonly string[],
  tags: readonly string[],
): Receivers {
  const staff = new Map<string, Staff>();
  const invaliduser: string[] = [];
  const invalidparty: string[] = [];
  for (const userid of users) {
    const person = corp.staff.get(userid.toLowerCase());
    if (person && isPresent(person) && app.sees(person)) staff.set(person.userid, person);
    else invaliduser.push(userid.toLowerCase());
  }
  for (const party of parties) {
    const id = Number(party);
    if (!corp.departments.has(id) || !app.seesDepartment(id)) invalidparty.push(party);
    else
      for (const d of corp.subtree(id))
        for (const person of corp.membersOf(d)) staff.set(person.userid, person);
  }
  demand(staff.size > 0, 81013);
  // There are no contact tags in this corp.
  return { staff: [...staff.values()], invaliduser, invalidparty, invalidtag: [...tags] };
}
