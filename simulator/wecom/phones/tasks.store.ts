import { waitingTasks } from '../acts/mass.acts.ts';
import { waitingMoments } from '../acts/moment.acts.ts';
import { row, rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import { needStaff, staffCard } from './cards.store.ts';
import { staffChats } from './chats.store.ts';
import type {
  AppMessage,
  Content,
  MassTask,
  MassTaskDetail,
  MomentTask,
  StaffPhone,
} from './contract.ts';

const TARGETS = 500;

export async function staffPhone(work: Work, userid: string): Promise<StaffPhone> {
  const staff = needStaff(work, userid);
  const counted = await row<{ n: number }>(
    work.db,
    `select count(*)::int n from relationship where corp_id = $1 and userid = $2
        and deleted_by_staff_at is null and deleted_by_customer_at is null and not half`,
    [work.corp.corpId, staff.userid],
  );
  return {
    staff: staffCard(work, staff, { customers: counted?.n ?? 0, friend: false }),
    chats: await staffChats(work, staff.userid),
    requests: await friendRequests(work, staff.userid),
    massTasks: await massTasks(work, staff.userid),
    momentTasks: await momentTasks(work, staff.userid),
    appMessages: await appMessages(work, staff.userid),
    apps: [...work.corp.apps.values()]
      .filter((app) => !app.closed && app.kind === 'self-built' && app.sees(staff))
      .map(({ agentId, name, settings: { homeUrl, toolbar } }) => ({
        ...{ agentId, name, homeUrl, toolbar },
      })),
  };
}

const friendRequests = ({ corp, db }: Work, userid: string) =>
  rows<{ person: string; name: string; at: number; addWay: number }>(
    db,
    `select * from (
       select f.person_id person, p.name, f.at, f.add_way "addWay"
         from friend_request f join person p using (person_id)
        where f.corp_id = $1 and f.userid = $2
       union all
       select c.person_id, p.name, r.createtime, r.add_way from relationship r
         join customer c on c.corp_id = r.corp_id and c.external_userid = r.external_userid
         join person p on p.person_id = c.person_id
        where r.corp_id = $1 and r.userid = $2 and r.half and r.deleted_by_staff_at is null
          and r.deleted_by_customer_at is null) a
      order by at desc limit 50`,
    [corp.corpId, userid],
  );

async function massTasks(work: Work, userid: string): Promise<MassTask[]> {
  const waiting = await waitingTasks(work, userid);
  const more = await rows<{ msgid: string; allow_select: boolean; total: number }>(
    work.db,
    `select m.msgid, m.allow_select,
            (select count(*)::int from mass_item i
              where i.corp_id = $1 and i.msgid = m.msgid and i.userid = $2) total
       from mass_message m where m.corp_id = $1 and m.msgid = any($3)`,
    [work.corp.corpId, userid, waiting.map((t) => t.msgid)],
  );
  const of = new Map(more.map((m) => [m.msgid, m]));
  return waiting.map((t) => ({
    msgid: t.msgid,
    chatType: t.chat_type,
    content: t.content as Content,
    createdAt: t.created_at,
    reminders: t.reminders,
    allowSelect: of.get(t.msgid)?.allow_select ?? false,
    total: of.get(t.msgid)?.total ?? 0,
  }));
}

/** With whom it would go to; null when it waits no more. */
export async function massTask(
  work: Work,
  userid: string,
  msgid: string,
): Promise<MassTaskDetail | null> {
  const staff = needStaff(work, userid);
  const task = (await massTasks(work, staff.userid)).find((t) => t.msgid === msgid);
  if (!task) return null;
  const targets = await rows<{ id: string; name: string }>(
    work.db,
    `select coalesce(c.person_id, i.target) id,
            coalesce(nullif(r.remark, ''), p.name, g.name, i.target) "name"
       from mass_item i
       left join customer c on c.corp_id = i.corp_id and c.external_userid = i.target
       left join person p on p.person_id = c.person_id
       left join relationship r on r.corp_id = i.corp_id and r.userid = i.userid
        and r.external_userid = i.target
       left join group_chat g on g.corp_id = i.corp_id and g.chat_id = i.target
      where i.corp_id = $1 and i.msgid = $2 and i.userid = $3 order by 2, 1 limit ${TARGETS}`,
    [work.corp.corpId, msgid, staff.userid],
  );
  return { ...task, targets };
}

async function momentTasks(work: Work, userid: string): Promise<MomentTask[]> {
  const waiting = await waitingMoments(work, userid);
  return waiting.map((m) => ({
    momentId: m.moment_id,
    content: m.content as Content,
    createdAt: m.created_at,
  }));
}

async function appMessages({ corp, db }: Work, userid: string): Promise<AppMessage[]> {
  const found = await rows<{
    msgid: string;
    agent_id: number;
    msgtype: string;
    content: Record<string, unknown>;
    created_at: number;
  }>(
    db,
    `select msgid, agent_id, msgtype, content, created_at from app_message
      where corp_id = $1 and $2 = any(receivers) and not recalled
      order by created_at desc, msgid desc limit 50`,
    [corp.corpId, userid],
  );
  return found.map((m) => ({
    msgid: m.msgid,
    agentId: m.agent_id,
    app: corp.apps.get(m.agent_id)?.name ?? '',
    msgtype: m.msgtype,
    content: m.content,
    at: m.created_at,
  }));
}
