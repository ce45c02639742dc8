import {
  answerServiceEvent,
  changeServiceState,
  getServiceCustomers,
  getServicerStatistic,
  getServiceState,
  getServiceStatistic,
  SERVICE_STATE,
  type ServiceMessage,
  sendServiceMessage,
  syncServiceMessages,
} from '#protocol/wecom/endpoints/customer-service.ts';
import { CUSTOMER_SERVICE_DAYS, CUSTOMER_SERVICE_REPLIES } from '#protocol/wecom/limits.ts';
import { DAY } from '../core/clock.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { findProfile, type Profile } from '../customers/relationship.store.ts';
import { checkDays } from '../statistics/days.ts';
import { appendMessage, findSession, needAccount } from './service.store.ts';

/** From which state to which a call may lead. */
const ALLOWED: Record<number, readonly number[]> = {
  [SERVICE_STATE.unprocessed]: [1, 2, 3, 4],
  [SERVICE_STATE.assistant]: [2, 3, 4],
  [SERVICE_STATE.pool]: [3, 4],
  [SERVICE_STATE.human]: [2, 3, 4],
  [SERVICE_STATE.ended]: [],
};

/** Two days after the last word the session is over. */
const sessionState = (state: number, writtenAt: number, now: number): number =>
  writtenAt > 0 && now - writtenAt > CUSTOMER_SERVICE_REPLIES.seconds ? SERVICE_STATE.ended : state;

async function session(call: Caller, openKfid: string, externalUserid: string) {
  const { corp, db } = call;
  await needAccount(db, corp.corpId, openKfid);
  found(await findProfile(db, corp.corpId, externalUserid), 40096);
  return findSession(db, corp.corpId, openKfid, externalUserid);
}

async function statistics(call: Caller, kfid: string | undefined, from: number, to: number) {
  if (kfid) await needAccount(call.db, call.corp.corpId, kfid);
  return rows<{ stat_time: number; customers: number; messages: number; sessions: number }>(
    call.db,
    `select g::bigint stat_time, count(distinct m.external_userid)::int customers,
            count(m.seq)::int messages, count(distinct (m.open_kfid, m.external_userid))::int sessions
       from generate_series($3::bigint, $4::bigint, ${DAY}) g
       left join service_message m on m.corp_id = $1 and m.created_at >= g
            and m.created_at < g + ${DAY} and (m.message->>'origin')::int = 3
            and ($2::text is null or m.open_kfid = $2)
      group by g order by g`,
    [call.corp.corpId, kfid ?? null, from, to],
  );
}

export const serviceMessageApi = [
  serve(getServiceState, async (call) => {
    const found = await session(call, call.body.open_kfid, call.body.external_userid);
    if (!found) return { service_state: SERVICE_STATE.ended };
    const state = sessionState(found.state, found.written_at, call.now);
    return {
      service_state: state,
      ...(state === SERVICE_STATE.human && found.servicer
        ? { servicer_userid: found.servicer }
        : {}),
    };
  }),

  serve(changeServiceState, async (call) => {
    const { sim, corp, db, now, body } = call;
    const account = await needAccount(db, corp.corpId, body.open_kfid);
    const current = await session(call, body.open_kfid, body.external_userid);
    demand(current, 95013);
    const state = sessionState(current.state, current.written_at, now);
    demand(state !== SERVICE_STATE.ended, 95013);
    demand(ALLOWED[state]?.includes(body.service_state), 95016);
    if (body.service_state === SERVICE_STATE.human)
      demand(body.servicer_userid && account.servicers.includes(body.servicer_userid), 95014);
    await run(
      db,
      `update service_session set state = $4, servicer = $5
        where corp_id = $1 and open_kfid = $2 and external_userid = $3`,
      [
        corp.corpId,
        body.open_kfid,
        body.external_userid,
        body.service_state,
        body.servicer_userid ?? null,
      ],
    );
    const speaks = body.service_state !== SERVICE_STATE.assistant;
    if (!speaks) return {};
    const code = sim.ids.next('KC', 43);
    await run(
      db,
      `insert into service_code (code, corp_id, open_kfid, external_userid, expires_at)
       values ($1, $2, $3, $4, $5)`,
      [
        code,
        corp.corpId,
        body.open_kfid,
        body.external_userid,
        now + (body.service_state === SERVICE_STATE.ended ? 20 : CUSTOMER_SERVICE_REPLIES.seconds),
      ],
    );
    return { msg_code: code };
  }),

  serve(syncServiceMessages, async ({ corp, db, now, body, limit }) => {
    await needAccount(db, corp.corpId, body.open_kfid);
    const [after = 0] = decodeCursor('kf', body.cursor) ?? [];
    const listed = await rows<{ seq: number; message: ServiceMessage }>(
      db,
      `select seq, message from service_message
        where corp_id = $1 and open_kfid = $2 and seq > $3 and created_at > $4
        order by seq limit $5`,
      [corp.corpId, body.open_kfid, after, now - CUSTOMER_SERVICE_DAYS * DAY, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      next_cursor: encodeCursor('kf', [page.at(-1)?.seq ?? after]),
      has_more: last ? 1 : 0,
      msg_list: page.map((m) => m.message),
    };
  }),

  serve(sendServiceMessage, async (call) => {
    const { sim, corp, db, now, body } = call;
    const current = await session(call, body.open_kfid, body.touser);
    demand(current && current.written_at > 0, 95002);
    demand(now - current.written_at <= CUSTOMER_SERVICE_REPLIES.seconds, 95002);
    demand(current.state !== SERVICE_STATE.ended, 95018);
    demand(current.answers < CUSTOMER_SERVICE_REPLIES.count, 95001);
    const content = body[body.msgtype];
    demand(content, 40058, `${body.msgtype} missing`);
    const msgid = body.msgid || sim.ids.next('kfmsg');
    const same = await row(db, 'select 1 from service_message where corp_id = $1 and msgid = $2', [
      corp.corpId,
      msgid,
    ]);
    demand(!same, 95033);
    await run(
      db,
      `update service_session set answers = answers + 1
        where corp_id = $1 and open_kfid = $2 and external_userid = $3`,
      [corp.corpId, body.open_kfid, body.touser],
    );
    await appendMessage(call, body.open_kfid, body.touser, {
      msgid,
      origin: 5,
      msgtype: body.msgtype,
      [body.msgtype]: content,
    });
    return { msgid };
  }),

  serve(answerServiceEvent, async (call) => {
    const { sim, corp, db, now, body } = call;
    const code = found(
      await row<{ open_kfid: string; external_userid: string; expires_at: number; used: boolean }>(
        db,
        'select * from service_code where code = $1 and corp_id = $2 for update',
        [body.code, corp.corpId],
      ),
      95007,
    );
    demand(!code.used && code.expires_at > now, 95007);
    demand(body[body.msgtype], 44004);
    await run(db, 'update service_code set used = true where code = $1', [body.code]);
    const msgid = body.msgid || sim.ids.next('kfmsg');
    await appendMessage(call, code.open_kfid, code.external_userid, {
      msgid,
      origin: 5,
      msgtype: body.msgtype,
      [body.msgtype]: body[body.msgtype],
    });
    return { msgid };
  }),

  serve(getServiceCustomers, async ({ corp, db, body }) => {
    const known = await rows<Profile>(
      db,
      `select c.external_userid, p.* from customer c join person p using (person_id)
        where c.corp_id = $1 and c.external_userid = any($2)`,
      [corp.corpId, body.external_userid_list],
    );
    const ids = new Set(known.map((p) => p.external_userid));
    return {
      customer_list: known.map((p) => ({
        external_userid: p.external_userid,
        nickname: p.name,
        avatar: p.avatar,
        gender: p.gender,
        ...(corp.settings.developerBound ? { unionid: p.unionid } : {}),
        ...(body.need_enter_session_context ? { enter_session_context: {} } : {}),
      })),
      invalid_external_userid: body.external_userid_list.filter((id) => !ids.has(id)),
    };
  }),

  serve(getServiceStatistic, async (call) => {
    const { from, to } = checkDays(call.body.start_time, call.body.end_time, call.now);
    const days = await statistics(call, call.body.open_kfid, from, to);
    return {
      statistic_list: days.map((d) => ({
        stat_time: d.stat_time,
        statistic: {
          session_cnt: d.sessions,
          customer_cnt: d.customers,
          customer_msg_cnt: d.messages,
        },
      })),
    };
  }),

  serve(getServicerStatistic, async (call) => {
    const { from, to } = checkDays(call.body.start_time, call.body.end_time, call.now);
    const days = await statistics(call, call.body.open_kfid, from, to);
    return {
      statistic_list: days.map((d) => ({
        stat_time: d.stat_time,
        statistic: {
          session_cnt: d.sessions,
          customer_cnt: d.customers,
          customer_msg_cnt: d.messages,
        },
      })),
    };
  }),
];
