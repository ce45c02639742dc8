import { z } from 'zod';
import { writeNumbers } from '../../sms/message.store.ts';
import { ensureCustomers, externalIdOf, findPeople } from '../acts/people.store.ts';
import { rows, run } from '../core/db.ts';
import type { StaffProfile } from '../core/directory.ts';
import type { Work } from '../core/sim.ts';
import { findGroup, insertGroup, insertMembers } from '../groups/group.store.ts';

/** What is there from the beginning: written in bulk, without events. */

export const DepartmentSeed = z.object({
  id: z.int().min(1),
  name: z.string(),
  nameEn: z.string().default(''),
  parentId: z.int().default(0),
  sort: z.int().default(0),
  leaders: z.array(z.string()).default([]),
});
export type DepartmentSeed = z.output<typeof DepartmentSeed>;

export const StaffSeed = z.object({
  userid: z.string().regex(/^[\w\-.@]{1,64}$/),
  name: z.string(),
  departments: z.array(z.int()).min(1),
  sorts: z.array(z.int()).default([]),
  leads: z.array(z.int()).default([]),
  status: z.int().default(1),
  customerContact: z.boolean().default(true),
  verified: z.boolean().default(true),
  banned: z.boolean().default(false),
  /** Unix seconds; absent: now. */
  lastLogin: z.int().optional(),
  profile: z
    .record(z.string(), z.unknown())
    .transform((p) => p as StaffProfile)
    .default({}),
});
export type StaffSeed = z.output<typeof StaffSeed>;

export const PersonSeed = z.object({
  person: z.string().min(1),
  name: z.string(),
  avatar: z.string().default(''),
  gender: z.int().min(0).max(2).default(0),
  kind: z.int().min(1).max(2).default(1),
  unionid: z.string().optional(),
  corpName: z.string().optional(),
  corpFullName: z.string().optional(),
  position: z.string().optional(),
  /** For text messages. */
  phone: z.string().optional(),
});
export type PersonSeed = z.output<typeof PersonSeed>;

export const RelationshipSeed = z.object({
  userid: z.string(),
  person: z.string(),
  createtime: z.int().optional(),
  addWay: z.int().default(1),
  state: z.string().optional(),
  remark: z.string().default(''),
  tagIds: z.array(z.string()).default([]),
});
export type RelationshipSeed = z.output<typeof RelationshipSeed>;

export const GroupSeed = z.object({
  /** The same key is the same group. */
  key: z.string().min(1),
  name: z.string(),
  userid: z.string(),
  persons: z.array(z.string()),
  createtime: z.int().optional(),
});
export type GroupSeed = z.output<typeof GroupSeed>;

export const writeDepartments = ({ corp, db }: Work, list: readonly DepartmentSeed[]) =>
  run(
    db,
    `insert into department (corp_id, id, name, name_en, parent_id, sort, leaders)
     select $1, (d->>'id')::int, d->>'name', d->>'nameEn',
            (d->>'parentId')::int, (d->>'sort')::bigint,
            array(select jsonb_array_elements_text(d->'leaders'))
       from jsonb_array_elements($2::jsonb) d
     on conflict (corp_id, id) do update set name = excluded.name, name_en = excluded.name_en,
        parent_id = excluded.parent_id, sort = excluded.sort, leaders = excluded.leaders`,
    [corp.corpId, JSON.stringify(list)],
  );

export const writeStaff = ({ corp, db, now }: Work, list: readonly StaffSeed[]) =>
  run(
    db,
    `insert into staff (corp_id, userid, name, departments, sorts, leads, status,
                        customer_contact, verified, banned, last_login, profile)
     select $1, s->>'userid', s->>'name',
            array(select jsonb_array_elements_text(s->'departments')::int),
            array(select jsonb_array_elements_text(s->'sorts')::bigint),
            array(select jsonb_array_elements_text(s->'leads')::int),
            (s->>'status')::smallint, (s->>'customerContact')::boolean, (s->>'verified')::boolean,
            (s->>'banned')::boolean, coalesce((s->>'lastLogin')::bigint, $3), s->'profile'
       from jsonb_array_elements($2::jsonb) s
     on conflict (corp_id, userid) do update set name = excluded.name,
        departments = excluded.departments, sorts = excluded.sorts, leads = excluded.leads,
        status = excluded.status, customer_contact = excluded.customer_contact,
        verified = excluded.verified, banned = excluded.banned,
        last_login = excluded.last_login, profile = excluded.profile`,
    [corp.corpId, JSON.stringify(list), now],
  );

export async function writePeople(
  { sim, db }: Pick<Work, 'sim' | 'db'>,
  list: readonly PersonSeed[],
): Promise<void> {
  await run(
    db,
    `insert into person (person_id, unionid, name, avatar, gender, kind, corp_name, corp_full_name, position)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[],
                          $6::smallint[], $7::text[], $8::text[], $9::text[])
     on conflict (person_id) do update set name = excluded.name, avatar = excluded.avatar,
        gender = excluded.gender`,
    [
      list.map((p) => p.person),
      list.map((p) => p.unionid ?? sim.ids.fixed('o', 'union', p.person)),
      list.map((p) => p.name),
      list.map((p) => p.avatar),
      list.map((p) => p.gender),
      list.map((p) => p.kind),
      list.map((p) => p.corpName ?? null),
      list.map((p) => p.corpFullName ?? null),
      list.map((p) => p.position ?? null),
    ],
  );
  const numbers = list.flatMap(({ phone, person }) => (phone ? [{ phone, person }] : []));
  if (numbers.length > 0) await writeNumbers(db, numbers);
}

/** People must be known; the answer says how many relationships are new. */
export async function writeRelationships(
  { sim, corp, db, now }: Work,
  list: readonly RelationshipSeed[],
): Promise<number> {
  const ids = [...new Set(list.map((r) => r.person))];
  const kinds = new Map(
    (
      await rows<{ person_id: string; kind: number }>(
        db,
        'select person_id, kind from person where person_id = any($1)',
        [ids],
      )
    ).map((p) => [p.person_id, p.kind]),
  );
  const known = ids.filter((id) => kinds.has(id));
  const external = new Map(
    known.map((id) => [id, externalIdOf(sim, corp, id, kinds.get(id) ?? 1)]),
  );
  await run(
    db,
    `insert into customer (corp_id, external_userid, person_id)
     select $1, e, p from unnest($2::text[], $3::text[]) t(e, p) on conflict do nothing`,
    [corp.corpId, [...external.values()], known],
  );
  const made = list.filter((r) => external.has(r.person));
  return run(
    db,
    `insert into relationship (corp_id, userid, external_userid, seq, createtime, add_way, state,
                               remark, tag_ids, oper_userid)
     select $1, t.userid, t.external, nextval('relationship_seq'), t.createtime, t.add_way, t.state,
            t.remark, coalesce(array(select jsonb_array_elements_text(t.tags::jsonb)), '{}'), t.external
       from unnest($2::text[], $3::text[], $4::bigint[], $5::smallint[], $6::text[], $7::text[],
                   $8::text[]) t(userid, external, createtime, add_way, state, remark, tags)
     on conflict do nothing`,
    [
      corp.corpId,
      made.map((r) => corp.staff.get(r.userid.toLowerCase())?.userid ?? r.userid),
      made.map((r) => external.get(r.person)),
      made.map((r) => r.createtime ?? now),
      made.map((r) => r.addWay),
      made.map((r) => r.state ?? null),
      made.map((r) => r.remark),
      made.map((r) => JSON.stringify(r.tagIds)),
    ],
  );
}

/** Groups with their owner and members; one that is there already stays as it has become. */
export async function writeGroups(work: Work, list: readonly GroupSeed[]): Promise<void> {
  const { sim, corp, db, now } = work;
  for (const { key, name, userid, persons, createtime = now } of list) {
    const chatId = sim.ids.fixed('wr', corp.corpId, 'group', key);
    if (await findGroup(db, corp.corpId, chatId)) continue;
    const owner = corp.staff.get(userid.toLowerCase())?.userid ?? userid;
    const then: Work = { ...work, now: createtime };
    await insertGroup(then, { name, owner, chatId });
    // Who is in a group is known to the corp, friend of a member or not.
    const people = await findPeople(db, persons);
    const known = await ensureCustomers(work, [...people.values()]);
    await insertMembers(then, chatId, [
      { id: owner, kind: 1, scene: 1 },
      ...[...known.values()].map((id) => ({ id, kind: 2 as const, scene: 1, invitor: owner })),
    ]);
  }
}
