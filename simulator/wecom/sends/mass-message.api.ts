import {
  addMassMessage,
  cancelMassMessage,
  getOldMassMessageResult,
  listMassMessageResults,
  listMassMessages,
  listMassMessageTasks,
  remindMassMessage,
} from '#protocol/wecom/endpoints/mass-messages.ts';
import { DAY } from '../core/clock.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { rows, run } from '../core/db.ts';
import { isPresent } from '../core/directory.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { contactStaff, servingStaff } from '../staff/find.ts';
import { checkAttachments, readAttachments } from './attachments.ts';
import {
  findMassMessage,
  findTargets,
  insertCustomers,
  insertGroups,
  insertMassMessage,
  type MassMessageRow,
} from './mass-message.store.ts';

const LONGEST_SPAN = 31 * DAY;
/** Reminders of one task come at least this far apart. Not published. */
const REMINDER_PAUSE = 3600;

function sender(call: Caller, userid: string): string {
  const staff = call.corp.staff.get(userid.toLowerCase());
  demand(staff && isPresent(staff), 40003);
  return contactStaff(call, userid).userid;
}

/** Dispatched and known; refuses with 41047 or 41063. */
async function ready(call: Caller, msgid: string): Promise<MassMessageRow> {
  const message = found(await findMassMessage(call.db, call.corp.corpId, msgid), 41047);
  demand(message.ready_at <= call.now, 41063);
  return message;
}

export const massMessageApi = [
  serve(addMassMessage, async (call) => {
    const { sim, corp, app, db, body } = call;
    const { corpId } = corp;
    const chatType = body.chat_type ?? 'single';
    const from = body.sender ? sender(call, body.sender) : null;
    await checkAttachments(call, body.attachments);
    const msgid = sim.ids.next('msg');
    const { text, attachments } = body;
    await insertMassMessage(call, {
      msgid,
      agentId: app.agentId,
      creator: null,
      chatType,
      content: { text, attachments },
      allowSelect: chatType === 'single' && (body.allow_select ?? false),
    });
    const asked =
      chatType === 'group'
        ? body.chat_id_list
        : body.external_userid?.length
          ? body.external_userid
          : undefined;
    if (chatType === 'group') {
      await insertGroups(call, msgid, from ?? '', asked?.length ? asked : null);
    } else {
      const tags = asked ? [] : (body.tag_filter?.group_list ?? []).map((g) => g.tag_list);
      await insertCustomers(call, msgid, {
        senders: from ? [from] : servingStaff(call).map((s) => s.userid),
        customers: asked ? [...new Set(asked)] : null,
        tags: tags.filter((list) => list.length > 0),
      });
    }
    const reached = asked && new Set((await findTargets(db, corpId, msgid)).map((t) => t.target));
    return { msgid, fail_list: asked?.filter((id) => !reached?.has(id)) ?? [] };
  }),

  serve(listMassMessages, async (call) => {
    const { corp, db, body, limit } = call;
    demand(body.start_time <= body.end_time, 40058);
    demand(body.end_time - body.start_time <= LONGEST_SPAN, 40058, 'more than a month');
    const [afterTime = 0, afterId = ''] = decodeCursor('mass', body.cursor) ?? [];
    const listed = await rows<MassMessageRow>(
      db,
      `select * from mass_message where corp_id = $1 and chat_type = $2
          and created_at between $3 and $4 and (created_at, msgid) > ($5, $6)
          and ($7::text is null or lower(creator) = lower($7))
          and case $8::int when 0 then creator is null when 1 then creator is not null else true end
        order by created_at, msgid limit $9`,
      [
        corp.corpId,
        body.chat_type,
        body.start_time,
        body.end_time,
        afterTime,
        afterId,
        body.creator ?? null,
        body.filter_type ?? 2,
        limit + 1,
      ],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      group_msg_list: page.map((m) => ({
        msgid: m.msgid,
        ...(m.creator ? { creator: m.creator } : {}),
        create_time: m.created_at,
        create_type: m.creator ? 1 : 0,
        ...(m.content.text ? { text: m.content.text } : {}),
        attachments: readAttachments(m.content.attachments as never),
      })),
      next_cursor: last ? encodeCursor('mass', [last.created_at, last.msgid]) : '',
    };
  }),

  serve(listMassMessageTasks, async (call) => {
    const { corp, db, body, limit } = call;
    await ready(call, body.msgid);
    const [after = ''] = decodeCursor('mass-tasks', body.cursor) ?? [];
    const listed = await rows<{ userid: string; status: number; send_time: number | null }>(
      db,
      `select userid, status, send_time from mass_task
        where corp_id = $1 and msgid = $2 and userid > $3 order by userid limit $4`,
      [corp.corpId, body.msgid, after, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      task_list: page.map(({ userid, status, send_time }) => ({
        userid,
        status,
        ...(send_time ? { send_time } : {}),
      })),
      next_cursor: last ? encodeCursor('mass-tasks', [last.userid]) : '',
    };
  }),

  serve(listMassMessageResults, async (call) => {
    const { corp, db, body, limit } = call;
    const { chat_type } = await ready(call, body.msgid);
    const { userid } = contactStaff(call, body.userid);
    const [after = ''] = decodeCursor('mass-results', body.cursor) ?? [];
    const listed = await rows<{ target: string; status: number; send_time: number | null }>(
      db,
      `select target, status, send_time from mass_item
        where corp_id = $1 and msgid = $2 and userid = $3 and target > $4
          and ($5 = 'single' or status = 1) order by target limit $6`,
      [corp.corpId, body.msgid, userid, after, chat_type, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      send_list: page.map(({ target, status, send_time }) => ({
        ...(chat_type === 'single' ? { external_userid: target } : { chat_id: target }),
        userid,
        status,
        ...(send_time ? { send_time } : {}),
      })),
      next_cursor: last ? encodeCursor('mass-results', [last.target]) : '',
    };
  }),

  serve(remindMassMessage, async (call) => {
    const { corp, db, now, body } = call;
    const message = await ready(call, body.msgid);
    demand(message.cancelled_at === null, 41093);
    demand(
      message.reminder_times.filter((at) => Number(at) > now - DAY).length <
        corp.settings.massReminders && message.reminded_at + REMINDER_PAUSE <= now,
      41094,
    );
    await run(
      db,
      `update mass_message set reminders = reminders + 1, reminded_at = $3,
              reminder_times = reminder_times || $3::bigint
        where corp_id = $1 and msgid = $2`,
      [corp.corpId, body.msgid, now],
    );
    return {};
  }),

  serve(cancelMassMessage, async (call) => {
    const { corp, db, now, body } = call;
    const message = found(await findMassMessage(db, corp.corpId, body.msgid), 41047);
    demand(message.cancelled_at === null, 41093);
    await run(db, 'update mass_message set cancelled_at = $3 where corp_id = $1 and msgid = $2', [
      corp.corpId,
      body.msgid,
      now,
    ]);
    return {};
  }),

  /** Knows only tasks from before 2020-11-17, and there are none. */
  serve(getOldMassMessageResult, async () => {
    throw new Refusal(41047);
  }),
];
