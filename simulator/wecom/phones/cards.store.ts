import { externalIdOf } from '../acts/people.store.ts';
import { row, rows } from '../core/db.ts';
import { isPresent, type Staff } from '../core/directory.ts';
import { found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import type { CorpTag, PersonCard, Relation, StaffCard } from './contract.ts';

const departmentOf = ({ corp }: Work, staff: Staff): string =>
  corp.departments.get(staff.departments[0] ?? 0)?.name ?? '';

export const staffCard = (
  work: Work,
  staff: Staff,
  known: { customers: number; friend: boolean } = { customers: 0, friend: false },
): StaffCard => ({
  userid: staff.userid,
  name: staff.name,
  position: staff.profile.position ?? '',
  department: departmentOf(work, staff),
  ...known,
});

const FRIEND = 'r.deleted_by_staff_at is null and r.deleted_by_customer_at is null';

/** Those who look after customers, the ones with most of them first. */
export async function findStaff(work: Work, q: string, person: string): Promise<StaffCard[]> {
  const { corp, db } = work;
  const counted = await rows<{ userid: string; n: number; friend: boolean }>(
    db,
    `select r.userid, count(*)::int n, coalesce(bool_or(c.person_id = $2), false) friend
       from relationship r left join customer c
         on c.corp_id = r.corp_id and c.external_userid = r.external_userid and c.person_id = $2
      where r.corp_id = $1 and ${FRIEND} group by r.userid`,
    [corp.corpId, person],
  );
  const of = new Map(counted.map((c) => [c.userid, { customers: c.n, friend: c.friend }]));
  return [...corp.staff.values()]
    .filter((staff) => isPresent(staff) && staff.customerContact)
    .filter((staff) => !q || staff.name.includes(q) || staff.userid.includes(q.toLowerCase()))
    .map((staff) => staffCard(work, staff, of.get(staff.userid)))
    .toSorted(
      (a, b) =>
        Number(b.friend) - Number(a.friend) ||
        b.customers - a.customers ||
        (a.userid < b.userid ? -1 : 1),
    )
    .slice(0, 60);
}

interface PersonRow {
  person_id: string;
  name: string;
  gender: number;
  kind: number;
  corp_name: string | null;
  friends: number;
  friend: boolean;
}

const personCard = (p: PersonRow): PersonCard => ({
  person: p.person_id,
  name: p.name,
  gender: p.gender,
  kind: p.kind,
  corpName: p.corp_name,
  friends: p.friends,
  friend: p.friend,
});

const PERSON = `p.person_id, p.name, p.gender, p.kind, p.corp_name,
  (select count(*)::int from relationship r where r.corp_id = $1
      and r.external_userid = c.external_userid and ${FRIEND}) friends,
  exists (select 1 from relationship r where r.corp_id = $1
      and r.external_userid = c.external_userid and r.userid = $2 and ${FRIEND}) friend`;

/**
 * Friends of the member first, those to whom a message waits for the member's tap before the others;
 * then everybody else whose name matches.
 */
export async function findPersons(work: Work, q: string, userid: string): Promise<PersonCard[]> {
  const { corp, db } = work;
  const friends = await rows<PersonRow>(
    db,
    `select ${PERSON} from relationship f
       join customer c on c.corp_id = f.corp_id and c.external_userid = f.external_userid
       join person p on p.person_id = c.person_id
      where f.corp_id = $1 and f.userid = $2 and f.deleted_by_staff_at is null
        and ($3 = '' or p.name like '%' || $3 || '%')
      order by exists (select 1 from mass_task t
                 join mass_message m on m.corp_id = t.corp_id and m.msgid = t.msgid
                 join mass_item i on i.corp_id = t.corp_id and i.msgid = t.msgid and i.userid = t.userid
                where t.corp_id = $1 and t.userid = $2 and t.status = 0 and m.cancelled_at is null
                  and i.target = f.external_userid) desc,
               f.last_chat_at desc, f.createtime desc limit 30`,
    [corp.corpId, userid, q],
  );
  const others = await rows<PersonRow>(
    db,
    `select ${PERSON} from person p
       left join customer c on c.corp_id = $1 and c.person_id = p.person_id
      where ($3 = '' or p.name like '%' || $3 || '%') and not p.person_id = any($4)
      order by p.person_id limit 30`,
    [corp.corpId, userid, q, friends.map((p) => p.person_id)],
  );
  return [...friends, ...others].map(personCard);
}

export async function findPersonCard(
  { corp, db }: Work,
  person: string,
  userid: string,
): Promise<PersonCard> {
  const one = await row<PersonRow>(
    db,
    `select ${PERSON} from person p
       left join customer c on c.corp_id = $1 and c.person_id = p.person_id
      where p.person_id = $3`,
    [corp.corpId, userid, person],
  );
  return personCard(found(one, 60136, `no person ${person}`));
}

export const needStaff = (work: Work, userid: string): Staff =>
  found(work.corp.staff.get(userid.toLowerCase()), 60111, `no member ${userid}`);

interface RelationRow {
  external_userid: string;
  state: string | null;
  add_way: number;
  createtime: number;
  half: boolean;
  remark: string;
  description: string;
  tag_ids: string[];
  deleted_by_staff_at: number | null;
  deleted_by_customer_at: number | null;
}

/** What the two are to each other; null when they never met. */
export async function findRelation(
  work: Work,
  userid: string,
  person: string,
): Promise<Relation | null> {
  const { sim, corp, db } = work;
  const staff = needStaff(work, userid);
  const card = await findPersonCard(work, person, staff.userid);
  const r = await row<RelationRow>(
    db,
    `select external_userid, state, add_way, createtime, half, remark, description, tag_ids,
            deleted_by_staff_at, deleted_by_customer_at
       from relationship where corp_id = $1 and userid = $2 and external_userid = $3`,
    [corp.corpId, staff.userid, externalIdOf(sim, corp, person, card.kind)],
  );
  if (!r) return null;
  const tags = r.tag_ids.length
    ? (await corpTags(work)).filter((t) => r.tag_ids.includes(t.id))
    : [];
  return {
    person: card,
    staff: staffCard(work, staff),
    externalUserid: r.external_userid,
    state: r.state,
    addWay: r.add_way,
    createtime: r.createtime,
    half: r.half,
    remark: r.remark,
    description: r.description,
    tags,
    deletedByStaff: r.deleted_by_staff_at !== null,
    deletedByCustomer: r.deleted_by_customer_at !== null,
  };
}

export const corpTags = ({ corp, db }: Work): Promise<CorpTag[]> =>
  rows<CorpTag>(
    db,
    `select t.tag_id id, t.name, g.name "group" from tag t join tag_group g using (corp_id, group_id)
      where t.corp_id = $1 and not t.deleted and not g.deleted
      order by g.sort desc, g.name, t.sort desc, t.name limit 300`,
    [corp.corpId],
  );
