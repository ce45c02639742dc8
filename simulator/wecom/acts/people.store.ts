import { type Db, row, run } from '../core/db.ts';
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
  found(
    await row<Person>(
      db,
      'select person_id, unionid, name, kind, corp_name from person where person_id = $1',
      [personId],
    ),
    60136,
    `no person ${personId}`,
  );

/** How the corp knows the person; always the same. */
export const externalIdOf = (sim: Sim, corp: Corp, personId: string, kind: number): string =>
  sim.ids.fixed(kind === 2 ? 'wo' : 'wm', corp.corpId, personId);

/** The person as a contact of the corp, known from now on. */
export async function ensureCustomer({ sim, corp, db }: Work, person: Person): Promise<string> {
  const externalUserid = externalIdOf(sim, corp, person.person_id, person.kind);
  await run(
    db,
    `insert into customer (corp_id, external_userid, person_id) values ($1, $2, $3)
     on conflict do nothing`,
    [corp.corpId, externalUserid, person.person_id],
  );
  return externalUserid;
}

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
