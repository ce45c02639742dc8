import { type Db, row, rows, run } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';
import { found } from '../core/refusal.ts';
import type { Sim, Work } from '../core/sim.ts';

export interface Person {
  person_id: string;
  unionid: string;
  name: string;
  kind: number;
  corp_name: string | null;
}

export const findPerson = async (db: Db, personId: string): Promise<Person> =>
  found((await findPeople(db, [personId])).get(personId), 60136, `no person ${personId}`);

export async function findPeople(
  db: Db,
  personIds: readonly string[],
): Promise<Map<string, Person>> {
  const people = await rows<Person>(
    db,
    'select person_id, unionid, name, kind, corp_name from person where person_id = any($1)',
    [personIds],
  );
  return new Map(people.map((p) => [p.person_id, p]));
}

/** How the corp knows the person; always the same. */
export const externalIdOf = (sim: Sim, corp: Corp, personId: string, kind: number): string =>
  sim.ids.fixed(kind === 2 ? 'wo' : 'wm', corp.corpId, personId);

/** The people as contacts of the corp, known from now on. */
export async function ensureCustomers(
  { sim, corp, db }: Work,
  people: readonly Person[],
): Promise<Map<string, string>> {
  const ids = new Map(
    people.map((p) => [p.person_id, externalIdOf(sim, corp, p.person_id, p.kind)]),
  );
  await run(
    db,
    `insert into customer (corp_id, external_userid, person_id)
     select $1, e, p from unnest($2::text[], $3::text[]) t(e, p) on conflict do nothing`,
    [corp.corpId, [...ids.values()], [...ids.keys()]],
  );
  return ids;
}

export const ensureCustomer = async (work: Work, person: Person): Promise<string> =>
  (await ensureCustomers(work, [person])).get(person.person_id) ?? '';

/** The corp's id of a person it knows. */
export const knownCustomer = async ({ corp, db }: Work, personId: string): Promise<string> =>
  found(
    await row<{ external_userid: string }>(
      db,
      'select external_userid from customer where corp_id = $1 and person_id = $2',
      [corp.corpId, personId],
    ),
    40096,
    `${personId} is no contact`,
  ).external_userid;

/** The same for many; those it does not know are absent. */
export async function knownCustomers(
  { corp, db }: Work,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const known = await rows<{ external_userid: string; person_id: string }>(
    db,
    'select external_userid, person_id from customer where corp_id = $1 and person_id = any($2)',
    [corp.corpId, personIds],
  );
  return new Map(known.map((c) => [c.person_id, c.external_userid]));
}
