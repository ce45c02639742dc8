import { externalIdOf } from '../acts/people.store.ts';
import { row, rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import { findPersonCard, findRelation, needStaff } from './cards.store.ts';
import type { Chat, ChatRow, CustomerRow, Group, Line, PersonPhone } from './contract.ts';
import { LINE_COLUMNS, LINE_JOINS, type LineRow, linesOf, previewOf } from './lines.ts';

/** Rows of a list of chats. */
const SHOWN = 60;
/** Lines of one chat. */
const LINES = 120;
/** How far back the list of a busy member looks: a mass message is a line for every customer. */
const RECENT = 4_000;

interface PersonChat {
  person_id: string;
  name: string;
  remark: string;
  createtime: number;
  deleted_by_customer_at: number | null;
}

/** Whoever spoke lately, and new friends who have not. */
export async function staffChats(work: Work, userid: string): Promise<ChatRow[]> {
  const { corp, db } = work;
  const key = [corp.corpId, userid];
  const friends = await rows<PersonChat & { last: LineRow | null }>(
    db,
    `with recent as (
       select external_userid, max(id) id from (
         select id, external_userid from chat_message
          where corp_id = $1 and userid = $2 order by created_at desc limit ${RECENT}) m
        group by 1),
     named as (
       (select external_userid from recent order by id desc limit ${SHOWN}) union
       (select external_userid from relationship
         where corp_id = $1 and userid = $2 and deleted_by_staff_at is null
         order by createtime desc limit 20))
     select c.person_id, p.name, r.remark, r.createtime, r.deleted_by_customer_at,
            (select to_jsonb(l) from (
               select ${LINE_COLUMNS} from chat_message m ${LINE_JOINS} where m.id = t.id) l) last
       from named n
       join relationship r on r.corp_id = $1 and r.userid = $2
        and r.external_userid = n.external_userid and r.deleted_by_staff_at is null
       join customer c on c.corp_id = r.corp_id and c.external_userid = r.external_userid
       join person p on p.person_id = c.person_id
       left join recent t on t.external_userid = n.external_userid`,
    key,
  );
  const chats = friends.map(
    (f): ChatRow => ({
      kind: 'person',
      id: f.person_id,
      name: f.remark || f.name,
      detail: f.deleted_by_customer_at === null ? '' : 'deleted',
      at: Math.max(f.last?.created_at ?? 0, f.createtime),
      last: f.last && previewOf(work, f.last),
    }),
  );
  return newest([...chats, ...(await groupChats(work, userid))]);
}

const newest = (chats: readonly ChatRow[]) =>
  chats.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)).slice(0, SHOWN);

async function groupChats(work: Work, memberId: string): Promise<ChatRow[]> {
  const { corp, db } = work;
  const groups = await rows<{
    chat_id: string;
    name: string;
    members: number;
    join_time: number;
    last: LineRow | null;
  }>(
    db,
    `select g.chat_id, g.name, gm.join_time,
            (select count(*)::int from group_member x
              where x.corp_id = g.corp_id and x.chat_id = g.chat_id and x.left_at is null) members,
            (select to_jsonb(l) from (
               select ${LINE_COLUMNS} from chat_message m ${LINE_JOINS}
                where m.corp_id = g.corp_id and m.chat_id = g.chat_id
                order by m.id desc limit 1) l) last
       from group_member gm join group_chat g on g.corp_id = gm.corp_id and g.chat_id = gm.chat_id
      where gm.corp_id = $1 and gm.member_id = $2 and gm.left_at is null and g.dissolved_at is null
      order by gm.join_time desc limit ${SHOWN}`,
    [corp.corpId, memberId],
  );
  return groups.map((g) => ({
    kind: 'group',
    id: g.chat_id,
    name: g.name,
    detail: `${g.members}`,
    at: Math.max(g.last?.created_at ?? 0, g.join_time),
    last: g.last && previewOf(work, g.last),
  }));
}

export async function personPhone(work: Work, person: string): Promise<PersonPhone> {
  const { sim, corp, db } = work;
  const card = await findPersonCard(work, person, '');
  const external = externalIdOf(sim, corp, person, card.kind);
  const friends = await rows<{
    userid: string;
    createtime: number;
    last: LineRow | null;
  }>(
    db,
    `select r.userid, r.createtime,
            (select to_jsonb(l) from (
               select ${LINE_COLUMNS} from chat_message m ${LINE_JOINS}
                where m.corp_id = r.corp_id and m.external_userid = r.external_userid
                  and m.userid = r.userid order by m.id desc limit 1) l) last
       from relationship r
      where r.corp_id = $1 and r.external_userid = $2 and r.deleted_by_customer_at is null`,
    [corp.corpId, external],
  );
  const chats = friends.flatMap((f): ChatRow[] => {
    const staff = corp.staff.get(f.userid.toLowerCase());
    if (!staff) return [];
    return [
      {
        kind: 'staff',
        id: staff.userid,
        name: staff.name,
        detail: corp.name,
        at: Math.max(f.last?.created_at ?? 0, f.createtime),
        last: f.last && previewOf(work, f.last),
      },
    ];
  });
  const newestMoment = await row<{ at: number }>(
    db,
    `select coalesce(max(t.published_at), 0) at from moment_audience a
       join moment_task t using (corp_id, moment_id, userid)
      where a.corp_id = $1 and a.external_userid = $2 and a.sees`,
    [corp.corpId, external],
  );
  return {
    person: card,
    chats: newest([...chats, ...(await groupChats(work, external))]),
    newestMoment: newestMoment?.at ?? 0,
  };
}

export async function findChat(work: Work, userid: string, person: string): Promise<Chat> {
  const { sim, corp, db } = work;
  const staff = needStaff(work, userid);
  const relation = await findRelation(work, userid, person);
  const { kind } = relation?.person ?? (await findPersonCard(work, person, userid));
  const found = await rows<LineRow>(
    db,
    `select ${LINE_COLUMNS} from chat_message m ${LINE_JOINS}
      where m.corp_id = $1 and m.userid = $2 and m.external_userid = $3
      order by m.id desc limit ${LINES}`,
    [corp.corpId, staff.userid, externalIdOf(sim, corp, person, kind)],
  );
  return { relation, lines: await linesOf(work, found.toReversed()) };
}

export async function staffCustomers(
  work: Work,
  userid: string,
  q: string,
): Promise<CustomerRow[]> {
  const found = await rows<{
    person_id: string;
    name: string;
    remark: string;
    createtime: number;
    half: boolean;
    deleted: boolean;
  }>(
    work.db,
    `select c.person_id, p.name, r.remark, r.createtime, r.half,
            r.deleted_by_customer_at is not null deleted
       from relationship r
       join customer c on c.corp_id = r.corp_id and c.external_userid = r.external_userid
       join person p on p.person_id = c.person_id
      where r.corp_id = $1 and r.userid = $2 and r.deleted_by_staff_at is null
        and ($3 = '' or p.name like '%' || $3 || '%' or r.remark like '%' || $3 || '%')
      order by r.createtime desc, c.person_id limit 200`,
    [work.corp.corpId, needStaff(work, userid).userid, q],
  );
  return found.map(({ person_id, deleted, ...rest }) => ({
    person: person_id,
    deletedByCustomer: deleted,
    ...rest,
  }));
}

export async function findGroupPage(work: Work, chatId: string): Promise<Group | null> {
  const { corp, db } = work;
  const group = await row<{
    name: string;
    notice: string;
    owner: string;
    dissolved_at: number | null;
  }>(
    db,
    'select name, notice, owner, dissolved_at from group_chat where corp_id = $1 and chat_id = $2',
    [corp.corpId, chatId],
  );
  if (!group) return null;
  const members = await rows<{ member_id: string; person_id: string | null; name: string | null }>(
    db,
    `select m.member_id, c.person_id, p.name from group_member m
       left join customer c on c.corp_id = m.corp_id and c.external_userid = m.member_id
       left join person p on p.person_id = c.person_id
      where m.corp_id = $1 and m.chat_id = $2 and m.left_at is null
      order by m.kind, m.join_time, m.member_id`,
    [corp.corpId, chatId],
  );
  const found = await rows<LineRow>(
    db,
    `select ${LINE_COLUMNS} from chat_message m ${LINE_JOINS}
      where m.corp_id = $1 and m.chat_id = $2 order by m.id desc limit ${LINES}`,
    [corp.corpId, chatId],
  );
  const side = (person: string | null): Exclude<Line['side'], 'system'> =>
    person ? 'customer' : 'staff';
  return {
    chatId,
    name: group.name,
    notice: group.notice,
    owner: group.owner,
    dissolved: group.dissolved_at !== null,
    members: members.map((m) => ({
      id: m.person_id ?? m.member_id,
      name: m.name ?? corp.staff.get(m.member_id.toLowerCase())?.name ?? m.member_id,
      side: side(m.person_id),
    })),
    lines: await linesOf(work, found.toReversed()),
  };
}
