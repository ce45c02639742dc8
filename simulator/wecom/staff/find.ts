import { isPresent, mayServe, type Staff } from '../core/directory.ts';
import { demand, Refusal } from '../core/refusal.ts';
import type { Caller, Work } from '../core/sim.ts';

/** A member of the contacts inside the app's visible range. */
export function visibleStaff({ corp, app }: Caller, userid: string): Staff {
  const staff = corp.staff.get(userid.toLowerCase());
  if (!staff || !isPresent(staff)) throw new Refusal(60111);
  demand(app.sees(staff), 60011);
  return staff;
}

/** The same for customer contact, where the range is part of existing; members who left count. */
export function contactStaff({ corp, app }: Caller, userid: string): Staff {
  const staff = corp.staff.get(userid.toLowerCase());
  if (!staff || !app.sees(staff)) throw new Refusal(60111);
  return staff;
}

/** Every member that the app sees and that may serve customers. */
export const servingStaff = ({ corp, app }: Caller): Staff[] =>
  [...corp.staff.values()].filter((s) => mayServe(s) && app.sees(s));

/** Members and everybody in the departments, each once. */
export function expand(
  { corp }: Work,
  users: readonly string[] = [],
  parties: readonly number[] = [],
): { staff: Staff[]; unknownUsers: string[]; unknownParties: number[] } {
  const staff = new Map<string, Staff>();
  const unknownUsers: string[] = [];
  for (const userid of users) {
    const person = corp.staff.get(userid.toLowerCase());
    if (person && isPresent(person)) staff.set(person.userid, person);
    else unknownUsers.push(userid);
  }
  const unknownParties = parties.filter((id) => !corp.departments.has(id));
  for (const party of parties)
    for (const id of corp.subtree(party))
      for (const person of corp.membersOf(id)) staff.set(person.userid, person);
  return { staff: [...staff.values()], unknownUsers, unknownParties };
}
