import type { FastifyInstance } from 'fastify';
import { textsAfter } from '../../sms/message.store.ts';
import { linkUrl } from '../contact-ways/acquisition-link.api.ts';
import { serving } from '../contact-ways/contact-way.store.ts';
import { type Db, inTx, row, rows } from '../core/db.ts';
import type { Sim, Work } from '../core/sim.ts';
import { ControlError } from './json.ts';

const MOMENTS_AT_ONCE = 50;

/** What happened since, for whoever moves many people at once. Read only. */
export function streamControl(http: FastifyInstance, sim: Sim): void {
  const workFor = (params: unknown): Work => {
    const corp = sim.directory.corp((params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    return { sim, corp, db: sim.pool, now: sim.clock.now() };
  };

  /**
   * Everything said and published after two places in the streams, and all that waits for anybody.
   * Bodies that many messages share are sent once. `more`: ask again before acting on it.
   */
  http.get('/sim/corps/:corp/stream', async (request) => {
    const work = workFor(request.params);
    const query = request.query as Record<string, string | undefined>;
    const limit = Math.min(50_000, Number(query.limit ?? 20_000) || 20_000);
    const said = await saidAfter(work, Number(query.messages ?? 0) || 0, limit);
    const shown = await shownAfter(work, Number(query.moments ?? 0) || 0);
    return {
      now: work.now,
      more: said.messages.length === limit || shown.moments.length === MOMENTS_AT_ONCE,
      ...said,
      ...shown,
      ...(await textsAfter(sim, Number(query.sms ?? 0) || 0)),
      ...(await waiting(work)),
    };
  });

  /** Codes that can be scanned and links that can be opened now, with those who would take a customer. */
  http.get('/sim/corps/:corp/codes', async (request) => {
    const work = workFor(request.params);
    const { corp, db, now } = work;
    const named = (settings: { user?: string[]; party?: number[] }) =>
      serving(work, { user: settings.user ?? [], party: settings.party ?? [] }).map(
        (s) => s.userid,
      );
    const ways = await rows<{ config_id: string; settings: { user?: string[]; party?: number[] } }>(
      db,
      `select config_id, settings from contact_way
        where corp_id = $1 and not deleted and not is_temp
          and (expires_at is null or expires_at > $2) order by created_at, config_id`,
      [corp.corpId, now],
    );
    const links = await rows<{
      link_id: string;
      settings: { range?: { user_list?: string[]; department_list?: number[] } };
    }>(
      db,
      `select link_id, settings from acquisition_link
        where corp_id = $1 and not deleted order by created_at, link_id`,
      [corp.corpId],
    );
    const joins = await rows<{ config_id: string; owners: string[] }>(
      db,
      `select config_id, array(select distinct g.owner from group_chat g
           where g.corp_id = j.corp_id and g.dissolved_at is null
             and j.settings->'chat_id_list' ? g.chat_id order by 1) owners
         from join_way j where corp_id = $1 and not deleted order by created_at, config_id`,
      [corp.corpId],
    );
    return {
      ways: ways.map((w) => ({ configId: w.config_id, users: named(w.settings) })),
      links: links.map(({ link_id: linkId, settings: { range } }) => ({
        linkId,
        url: linkUrl(sim, linkId),
        users: named({ user: range?.user_list ?? [], party: range?.department_list ?? [] }),
      })),
      joins: joins.map((j) => ({ configId: j.config_id, owners: j.owners })),
    };
  });
}

/**
 * The last place before which nothing can appear any more. Numbers are given before the commit: a
 * later one may be there while an earlier one is not, so writers are waited for.
 */
async function settledUpTo(
  { sim }: Work,
  table: 'chat_message' | 'moment_task',
  highest: string,
): Promise<number> {
  return inTx(sim.pool, async (db) => {
    await db.query(`lock table ${table} in share mode`);
    return (await row<{ n: number }>(db, `select coalesce(max(${highest}), 0) n from ${table}`))!.n;
  });
}

interface MessageRow {
  id: number;
  userid: string | null;
  person_id: string | null;
  chat_id: string | null;
  sender: string;
  sender_person: string | null;
  body: string;
  source: string;
  created_at: number;
}

async function saidAfter(work: Work, after: number, limit: number) {
  const { corp, db } = work;
  const upTo = (await lastSaid(db)) > after ? await settledUpTo(work, 'chat_message', 'id') : after;
  const list =
    upTo === after
      ? []
      : await rows<MessageRow>(
          db,
          `select m.id, m.userid, c.person_id, m.chat_id, m.sender, s.person_id sender_person,
                  json_build_array(m.msgtype, m.content)::text body, m.source, m.created_at
             from chat_message m
             left join customer c on c.corp_id = m.corp_id and c.external_userid = m.external_userid
             left join customer s on s.corp_id = m.corp_id and s.external_userid = m.sender
                                 and m.chat_id is not null
            where m.corp_id = $1 and m.id > $2 and m.id <= $3 order by m.id limit $4`,
          [corp.corpId, after, upTo, limit],
        );
  const bodies = new Map<string, number>();
  const messages = list.map((m) => {
    const body = bodies.get(m.body) ?? bodies.size;
    bodies.set(m.body, body);
    const byStaff = m.chat_id === null ? m.sender === m.userid : m.sender_person === null;
    const by = m.chat_id === null ? null : (m.sender_person ?? m.sender);
    return [m.userid, m.person_id, m.chat_id, by, byStaff, m.source, m.created_at, body];
  });
  const chats = [...new Set(list.flatMap((m) => m.chat_id ?? []))];
  return {
    messages,
    messagesUpTo: list.length === limit ? list.at(-1)!.id : upTo,
    bodies: [...bodies.keys()].map((b) => JSON.parse(b) as [string, object]),
    groups: Object.fromEntries(
      (
        await rows<{ chat_id: string; people: string[] }>(
          db,
          `select g.chat_id, array_agg(c.person_id order by c.person_id) people
             from group_member g join customer c
               on c.corp_id = g.corp_id and c.external_userid = g.member_id
            where g.corp_id = $1 and g.chat_id = any($2) and g.left_at is null group by 1 order by 1`,
          [corp.corpId, chats],
        )
      ).map((g) => [g.chat_id, g.people]),
    ),
  };
}

/** By the end of the stream: a search from the place on would look through everything of a quiet corp. */
const lastSaid = async (db: Db): Promise<number> =>
  (await row<{ id: number }>(db, 'select id from chat_message order by id desc limit 1'))?.id ?? 0;

/** Moments that were published, with everybody who is shown them. */
async function shownAfter(work: Work, after: number) {
  const { corp, db } = work;
  const any = await row(db, 'select 1 from moment_task where corp_id = $1 and seq > $2 limit 1', [
    corp.corpId,
    after,
  ]);
  const upTo = any ? await settledUpTo(work, 'moment_task', 'seq') : after;
  const moments =
    upTo === after
      ? []
      : await rows<{ seq: number }>(
          db,
          `select t.seq, t.moment_id "momentId", t.userid, t.published_at "at", m.content,
                  array(select c.person_id from moment_audience a
                          join customer c using (corp_id, external_userid)
                         where a.corp_id = t.corp_id and a.moment_id = t.moment_id
                           and a.userid = t.userid and a.sees order by 1) viewers
             from moment_task t join moment m using (corp_id, moment_id)
            where t.corp_id = $1 and t.seq > $2 and t.seq <= $3 and not m.deleted
            order by t.seq limit $4`,
          [corp.corpId, after, upTo, MOMENTS_AT_ONCE],
        );
  return {
    moments,
    momentsUpTo: moments.length === MOMENTS_AT_ONCE ? moments.at(-1)!.seq : upTo,
  };
}

/** What a task says, without the addresses in it: the same task given out anew has others. */
const about = `md5(concat(m.content #>> '{text,content}', m.content #>> '{attachments,0,link,title}'))`;

/** All that waits for a member; of one moment in the order of the words, whichever was made first. */
async function waiting({ corp, db, now }: Work) {
  const tasks = await rows(
    db,
    `select 'mass' kind, m.msgid id, t.userid, m.created_at "createdAt", m.reminders,
            ${about} about
       from mass_task t join mass_message m using (corp_id, msgid)
      where t.corp_id = $1 and t.status = 0 and m.cancelled_at is null and m.ready_at <= $2
     union all
     select 'moment', m.moment_id, t.userid, m.created_at, 0, ${about}
       from moment_task t join moment m using (corp_id, moment_id)
      where t.corp_id = $1 and t.published_at is null and not m.cancelled and not m.deleted
        and m.ready_at <= $2
      order by 4, 3, 6, 2`,
    [corp.corpId, now],
  );
  const requests = await rows(
    db,
    `select userid, person_id person, at from friend_request where corp_id = $1
      order by at, userid, person_id`,
    [corp.corpId],
  );
  return { tasks, requests };
}
