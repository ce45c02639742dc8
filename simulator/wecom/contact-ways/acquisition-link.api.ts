import type { z } from 'zod';
import {
  createAcquisitionLink,
  deleteAcquisitionLink,
  getAcquisitionChat,
  getAcquisitionLink,
  getAcquisitionQuota,
  getAcquisitionStatistic,
  listAcquiredCustomers,
  listAcquisitionLinks,
  updateAcquisitionLink,
} from '#protocol/wecom/endpoints/acquisition-links.ts';
import { ACQUISITION_LINK_STAFF } from '#protocol/wecom/limits.ts';
import { DAY } from '../core/clock.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { type Db, row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller, Sim } from '../core/sim.ts';
import { IS_FRIEND } from '../customers/relationship.store.ts';
import { checkDays } from '../statistics/days.ts';
import { checkServing } from './contact-way.store.ts';

export type LinkSettings = Omit<z.output<(typeof createAcquisitionLink)['body']>, 'link_name'>;

export interface LinkRow {
  link_id: string;
  agent_id: number;
  name: string;
  settings: LinkSettings;
  created_at: number;
  uses: number;
}

export const linkUrl = (sim: Sim, linkId: string) => `${sim.publicUrl()}/ca/${linkId}`;

export const findLink = (db: Db, corpId: string, linkId: string) =>
  row<LinkRow>(
    db,
    `select link_id, agent_id, name, settings, created_at, uses
       from acquisition_link where corp_id = $1 and link_id = $2 and not deleted`,
    [corpId, linkId],
  );

/** An app sees the links it made. */
async function ownLink({ corp, app, db }: Caller, linkId: string): Promise<LinkRow> {
  const link = await findLink(db, corp.corpId, linkId);
  return found(link?.agent_id === app.agentId ? link : undefined, 60136);
}

const checkRange = (call: Caller, range: LinkSettings['range']) =>
  checkServing(call, range?.user_list, range?.department_list, ACQUISITION_LINK_STAFF, 40058);

export const acquisitionLinkApi = [
  serve(listAcquisitionLinks, async ({ corp, app, db, body, limit }) => {
    const [afterTime = 0, afterId = ''] = decodeCursor('links', body.cursor) ?? [];
    const listed = await rows<{ link_id: string; created_at: number }>(
      db,
      `select link_id, created_at from acquisition_link
        where corp_id = $1 and agent_id = $2 and not deleted
          and (created_at, link_id) > ($3, $4) order by created_at, link_id limit $5`,
      [corp.corpId, app.agentId, afterTime, afterId, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      link_id_list: page.map((l) => l.link_id),
      next_cursor: last ? encodeCursor('links', [last.created_at, last.link_id]) : '',
    };
  }),

  serve(getAcquisitionLink, async (call) => {
    const link = await ownLink(call, call.body.link_id);
    const { range, priority_option, skip_verify = true, mark_source = true } = link.settings;
    return {
      link: {
        link_name: link.name,
        url: linkUrl(call.sim, link.link_id),
        create_time: link.created_at,
        skip_verify,
        mark_source,
      },
      range: {
        user_list: range?.user_list ?? [],
        department_list: range?.department_list ?? [],
      },
      ...(priority_option
        ? {
            priority_option: {
              priority_type: priority_option.priority_type,
              priority_userid_list: priority_option.priority_userid_list ?? [],
            },
          }
        : {}),
    };
  }),

  serve(createAcquisitionLink, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    demand(corp.settings.acquisitionAllowed, 41200);
    checkRange(call, body.range);
    const counted = await row<{ n: number }>(
      db,
      'select count(*) n from acquisition_link where corp_id = $1 and not deleted',
      [corp.corpId],
    );
    demand((counted?.n ?? 0) < corp.settings.acquisitionLinks, 41095);
    const { link_name, ...settings } = body;
    const linkId = sim.ids.next('ca');
    await run(
      db,
      `insert into acquisition_link (corp_id, link_id, agent_id, name, settings, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [corp.corpId, linkId, app.agentId, link_name, JSON.stringify(settings), now],
    );
    return { link: { link_id: linkId, link_name, url: linkUrl(sim, linkId), create_time: now } };
  }),

  serve(updateAcquisitionLink, async (call) => {
    const { corp, db, body } = call;
    const link = await ownLink(call, body.link_id);
    const { link_id, link_name, ...change } = body;
    if (change.range) {
      const { user_list = [], department_list = [] } = change.range;
      demand(user_list.length + department_list.length > 0, 40070);
      checkRange(call, change.range);
    }
    await run(
      db,
      `update acquisition_link set name = coalesce($3, name), settings = $4
        where corp_id = $1 and link_id = $2`,
      [corp.corpId, link_id, link_name ?? null, JSON.stringify({ ...link.settings, ...change })],
    );
    return {};
  }),

  serve(deleteAcquisitionLink, async (call) => {
    const link = await ownLink(call, call.body.link_id);
    await run(
      call.db,
      'update acquisition_link set deleted = true where corp_id = $1 and link_id = $2',
      [call.corp.corpId, link.link_id],
    );
    return {};
  }),

  serve(listAcquiredCustomers, async (call) => {
    const { corp, db, body, limit } = call;
    const link = await ownLink(call, body.link_id);
    const [after = 0] = decodeCursor('acquired', body.cursor) ?? [];
    const listed = await rows<{
      external_userid: string;
      userid: string;
      messages_received: number;
      state: string | null;
      seq: number;
    }>(
      db,
      `select external_userid, userid, messages_received, state, seq from relationship r
        where corp_id = $1 and link_id = $2 and seq > $3 and ${IS_FRIEND} order by seq limit $4`,
      [corp.corpId, link.link_id, after, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      customer_list: page.map((r) => ({
        external_userid: r.external_userid,
        userid: r.userid,
        chat_status: r.messages_received > 0 ? 1 : 0,
        state: r.state ?? '',
      })),
      next_cursor: last ? encodeCursor('acquired', [last.seq]) : '',
    };
  }),

  serve(getAcquisitionQuota, async ({ corp, now }) => {
    const live = corp.settings.acquisitionQuota.filter((q) => q.expireAt > now);
    return {
      total: live.reduce((sum, q) => sum + q.total, 0),
      balance: live.reduce((sum, q) => sum + q.balance, 0),
      quota_list: live.map((q) => ({ expire_date: q.expireAt, balance: q.balance })),
    };
  }),

  serve(getAcquisitionStatistic, async (call) => {
    const { corp, db, now, body } = call;
    const link = await ownLink(call, body.link_id);
    const { from, to } = checkDays(body.start_time, body.end_time, now);
    const counted = await row<{ clicks: number; customers: number }>(
      db,
      `select (select count(distinct person_id) from acquisition_click
                where corp_id = $1 and link_id = $2 and day between $3 and $4) clicks,
              (select count(*) from relationship where corp_id = $1 and link_id = $2
                  and createtime >= $3 and createtime < $4 + ${DAY}) customers`,
      [corp.corpId, link.link_id, from, to],
    );
    return {
      click_link_customer_cnt: counted?.clicks ?? 0,
      new_customer_cnt: counted?.customers ?? 0,
    };
  }),

  serve(getAcquisitionChat, async ({ corp, db, now, body }) => {
    const chat = found(
      await row<{ userid: string; external_userid: string; link_id: string; messages: number }>(
        db,
        `select userid, external_userid, link_id, messages from acquisition_chat
          where chat_key = $1 and corp_id = $2 and expires_at > $3`,
        [body.chat_key, corp.corpId, now],
      ),
      41201,
    );
    const relationship = await row<{ state: string | null }>(
      db,
      `select state from relationship
        where corp_id = $1 and userid = $2 and external_userid = $3`,
      [corp.corpId, chat.userid, chat.external_userid],
    );
    return {
      userid: chat.userid,
      external_userid: chat.external_userid,
      chat_info: {
        recv_msg_cnt: chat.messages,
        link_id: chat.link_id,
        state: relationship?.state ?? '',
      },
    };
  }),
];
