import type { FastifyInstance } from 'fastify';
import { groupOverview } from '../acts/group.acts.ts';
import { receiptsOf, waitingTasks } from '../acts/mass.acts.ts';
import { feedOf, waitingMoments } from '../acts/moment.acts.ts';
import { externalIdOf, findPerson } from '../acts/people.store.ts';
import { row, rows } from '../core/db.ts';
import type { Sim, Work } from '../core/sim.ts';
import { ControlError } from './json.ts';

/** What the people see: inboxes, tasks, feeds. Read only. */
export function viewControl(http: FastifyInstance, sim: Sim): void {
  const workFor = (params: unknown): Work => {
    const corp = sim.directory.corp((params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    return { sim, corp, db: sim.pool, now: sim.clock.now() };
  };
  const limitOf = (query: unknown) =>
    Math.min(1000, Number((query as { limit?: string }).limit ?? 100) || 100);

  /** What waits for a member, and what the apps wrote to them. */
  http.get('/sim/corps/:corp/staff/:userid/inbox', async (request) => {
    const work = workFor(request.params);
    const { userid } = request.params as { userid: string };
    const id = work.corp.staff.get(userid.toLowerCase())?.userid ?? userid;
    return {
      massTasks: await waitingTasks(work, id),
      moments: await waitingMoments(work, id),
      appMessages: await rows(
        work.db,
        `select msgid, agent_id, msgtype, content, created_at from app_message
          where corp_id = $1 and $2 = any(receivers) and not recalled
          order by created_at desc limit $3`,
        [work.corp.corpId, id, limitOf(request.query)],
      ),
      requests: await rows(
        work.db,
        'select person_id, add_way, state, at from friend_request where corp_id = $1 and userid = $2',
        [work.corp.corpId, id],
      ),
    };
  });

  http.get('/sim/corps/:corp/staff/:userid/chats', async (request) => {
    const work = workFor(request.params);
    const { userid } = request.params as { userid: string };
    return {
      chats: await rows(
        work.db,
        `select r.external_userid, c.person_id, p.name, r.remark, r.half, r.last_chat_at,
                r.deleted_by_customer_at
           from relationship r join customer c using (corp_id, external_userid)
           join person p using (person_id)
          where r.corp_id = $1 and lower(r.userid) = lower($2) and r.deleted_by_staff_at is null
          order by r.last_chat_at desc, r.createtime desc limit $3`,
        [work.corp.corpId, userid, limitOf(request.query)],
      ),
    };
  });

  /** A chat between two: newest first. */
  http.get('/sim/corps/:corp/chats/:userid/:person', async (request) => {
    const work = workFor(request.params);
    const { userid, person } = request.params as { userid: string; person: string };
    const { kind } = await findPerson(work.db, person);
    return {
      messages: await rows(
        work.db,
        `select id, sender, msgtype, content, source, created_at, msgid from chat_message
          where corp_id = $1 and lower(userid) = lower($2) and external_userid = $3
          order by id desc limit $4`,
        [
          work.corp.corpId,
          userid,
          externalIdOf(sim, work.corp, person, kind),
          limitOf(request.query),
        ],
      ),
    };
  });

  /** A customer's WeChat: messages from every member and group, feed, cap. */
  http.get('/sim/corps/:corp/people/:person/inbox', async (request) => {
    const work = workFor(request.params);
    const { person } = request.params as { person: string };
    const { kind } = await findPerson(work.db, person);
    const external = externalIdOf(sim, work.corp, person, kind);
    const after = Number((request.query as { after?: string }).after ?? 0) || 0;
    return {
      externalUserid: external,
      messages: await rows(
        work.db,
        `select m.id, m.userid, m.chat_id, m.sender, m.msgtype, m.content, m.source, m.created_at
           from chat_message m
          where m.corp_id = $1 and m.id > $3 and (m.external_userid = $2 or m.chat_id in (
            select chat_id from group_member
             where corp_id = $1 and member_id = $2 and left_at is null))
          order by m.id limit $4`,
        [work.corp.corpId, external, after, limitOf(request.query)],
      ),
      moments: await feedOf(work, external, 20),
      massMessagesReceived: await receiptsOf(work, external),
    };
  });

  http.get('/sim/corps/:corp/groups/:chat', async (request) => {
    const work = workFor(request.params);
    const { chat } = request.params as { chat: string };
    return {
      ...(await groupOverview(work, chat)),
      messages: await rows(
        work.db,
        `select id, sender, msgtype, content, source, created_at from chat_message
          where corp_id = $1 and chat_id = $2 order by id desc limit $3`,
        [work.corp.corpId, chat, limitOf(request.query)],
      ),
    };
  });

  /** Counts, and digests by which another copy of the state can be compared with this one. */
  http.get('/sim/corps/:corp/digest', async (request) => {
    const { corp, db } = workFor(request.params);
    const digest = (name: string, sql: string) =>
      row<{ n: number; digest: string }>(
        db,
        `select count(*)::int n, coalesce(md5(string_agg(line, E'\\n' order by line collate "C")), '') digest
           from (${sql}) ${name}(line)`,
        [corp.corpId],
      );
    return {
      relationships: await digest(
        'relationships',
        `select concat_ws(' ', userid, external_userid, createtime, coalesce(state, ''), remark,
                (select string_agg(t, ',' order by t collate "C") from unnest(tag_ids) t))
           from relationship r
          where corp_id = $1 and not half and deleted_by_staff_at is null`,
      ),
      groups: await digest(
        'groups',
        `select concat_ws(' ', g.chat_id, g.owner, g.name, g.status,
                (select string_agg(m.member_id, ',' order by m.member_id collate "C")
                   from group_member m where m.corp_id = g.corp_id and m.chat_id = g.chat_id
                    and m.left_at is null))
           from group_chat g where corp_id = $1 and dissolved_at is null and not internal`,
      ),
      tags: await digest(
        'tags',
        `select concat_ws(' ', t.tag_id, t.name, g.group_id, g.name)
           from tag t join tag_group g using (corp_id, group_id)
          where t.corp_id = $1 and not t.deleted`,
      ),
      staff: await digest(
        'staff',
        `select concat_ws(' ', userid, status, array_to_string(departments, ','))
           from staff where corp_id = $1 and status <> 5`,
      ),
    };
  });

  /** The customer behind an external_userid, and back. */
  http.get('/sim/corps/:corp/customers/:external', async (request) => {
    const { corp, db } = workFor(request.params);
    const { external } = request.params as { external: string };
    const customer = await row(
      db,
      `select c.external_userid, c.person_id, p.name, p.unionid from customer c
         join person p using (person_id)
        where c.corp_id = $1 and (c.external_userid = $2 or c.person_id = $2)`,
      [corp.corpId, external],
    );
    if (!customer) throw new ControlError(404, 'no such customer');
    return customer;
  });
}
