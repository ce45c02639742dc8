import type { z } from 'zod';
import {
  addMomentTask,
  cancelMomentTask,
  getMomentJob,
  listMoments,
  listMomentTasks,
} from '#protocol/wecom/endpoints/moments.ts';
import { MOMENT_JOB_SECONDS, MOMENTS_PER_MONTH } from '#protocol/wecom/limits.ts';
import { DAY, monthOf } from '../core/clock.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows, run } from '../core/db.ts';
import { mayServe } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { needMedia } from '../media/media.store.ts';
import { expand, servingStaff } from '../staff/find.ts';
import { findMoment, insertMoment, type MomentRow, sendersFor } from './moment.store.ts';

type Body = z.output<(typeof addMomentTask)['body']>;

/** Jobs of one corp that may run at a time. Not published. */
const RUNNING_JOBS = 100;

/** Who is asked to publish, to whom, and what of the range was no good. */
async function audience(call: Caller, range: Body['visible_range']) {
  const { corp, app, db } = call;
  const asked = range?.sender_list;
  const named = expand(call, asked?.user_list, asked?.department_list);
  const reachable = named.staff.filter((s) => mayServe(s) && app.sees(s));
  const unreachable = named.staff.filter((s) => !reachable.includes(s));
  const wanted = range?.external_contact_list?.tag_list ?? [];
  const known = await rows<{ tag_id: string }>(
    db,
    `select t.tag_id from tag t join tag_group g using (corp_id, group_id)
      where t.corp_id = $1 and t.tag_id = any($2) and not t.deleted and g.strategy_id is null`,
    [corp.corpId, wanted],
  );
  const tags = known.map((t) => t.tag_id);
  const somebodyNamed = (asked?.user_list?.length ?? 0) + (asked?.department_list?.length ?? 0) > 0;
  const candidates = (somebodyNamed ? reachable : servingStaff(call)).map((s) => s.userid);
  const namedUsers = new Set((asked?.user_list ?? []).map((u) => u.toLowerCase()));
  return {
    senders:
      wanted.length > 0
        ? (await sendersFor(db, corp.corpId, candidates, tags)).map((s) => s.userid)
        : candidates,
    tags,
    invalid: {
      invalid_sender_list: {
        user_list: [
          ...named.unknownUsers,
          ...unreachable.map((s) => s.userid).filter((u) => namedUsers.has(u.toLowerCase())),
        ],
        department_list: named.unknownParties,
      },
      invalid_external_contact_list: { tag_list: wanted.filter((t) => !tags.includes(t)) },
    },
    nobody: wanted.length > 0 && tags.length === 0,
  };
}

async function checkMedia(call: Caller, { attachments = [] }: Body): Promise<void> {
  for (const a of attachments) {
    const id =
      a.msgtype === 'image'
        ? a.image.media_id
        : a.msgtype === 'video'
          ? a.video.media_id
          : a.link.media_id;
    await needMedia(call, id, ['moment'], [a.msgtype === 'video' ? 'video' : 'image']);
  }
}

interface Job {
  payload: { momentId: string; invalid: object; errcode: number };
  created_at: number;
  due_at: number;
  expires_at: number;
}

function momentOf(m: MomentRow) {
  const { text, attachments = [] } = m.content;
  const first = (kind: string) => attachments.find((a) => a.msgtype === kind);
  const video = first('video')?.video;
  const link = first('link')?.link;
  return {
    moment_id: m.moment_id,
    ...(m.creator ? { creator: m.creator } : {}),
    create_time: m.created_at,
    create_type: m.creator ? 1 : 0,
    visible_type: m.visible_type,
    ...(text ? { text } : {}),
    image: attachments.flatMap((a) => (a.image ? [a.image] : [])),
    ...(video ? { video: { ...video, thumb_media_id: video.media_id } } : {}),
    ...(link ? { link: { title: link.title ?? '', url: link.url } } : {}),
  };
}

export const momentApi = [
  serve(addMomentTask, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    const { corpId } = corp;
    demand(corp.settings.moments, 41211);
    await checkMedia(call, body);
    const counted = await row<{ month: number; running: number }>(
      db,
      `select (select count(*) from moment
                where corp_id = $1 and agent_id is not null and created_at >= $2) "month",
              (select count(*) from job
                where corp_id = $1 and kind = 'moment' and due_at > $3) running`,
      [corpId, monthOf(now).firstDay * DAY - 8 * 3600, now],
    );
    demand((counted?.month ?? 0) < MOMENTS_PER_MONTH, 41210);
    demand((counted?.running ?? 0) < RUNNING_JOBS, 41078);
    const { senders, tags, invalid, nobody } = await audience(call, body.visible_range);
    const momentId = sim.ids.next('mom');
    const readyAt = now + corp.settings.momentJobSeconds;
    const errcode = nobody || senders.length === 0 ? 41048 : 0;
    if (!errcode)
      await insertMoment(call, {
        momentId,
        agentId: app.agentId,
        creator: null,
        content: { text: body.text, attachments: body.attachments, tags },
        readyAt,
        senders,
      });
    const jobid = sim.ids.next('', 40);
    await run(
      db,
      `insert into job (corp_id, jobid, kind, agent_id, created_at, due_at, expires_at, payload)
       values ($1, $2, 'moment', $3, $4, $5, $6, $7)`,
      [
        corpId,
        jobid,
        app.agentId,
        now,
        readyAt,
        now + MOMENT_JOB_SECONDS,
        JSON.stringify({ momentId, invalid, errcode }),
      ],
    );
    return { jobid };
  }),

  serve(getMomentJob, async ({ corp, db, now, query }) => {
    const job = found(
      await row<Job>(
        db,
        `select payload, created_at, due_at, expires_at from job
          where corp_id = $1 and jobid = $2 and kind = 'moment' and expires_at > $3`,
        [corp.corpId, query.jobid, now],
      ),
      60136,
    );
    const { momentId, invalid, errcode } = job.payload;
    if (now < job.due_at)
      return { status: now === job.created_at ? 1 : 2, type: 'add_moment_task' };
    return {
      status: 3,
      type: 'add_moment_task',
      result: {
        errcode,
        errmsg: errcode ? 'no sender' : 'ok',
        ...(errcode ? {} : { moment_id: momentId }),
        ...invalid,
      },
    };
  }),

  serve(listMoments, async ({ corp, db, now, body, limit }) => {
    demand(body.start_time <= body.end_time, 40058);
    demand(body.end_time - body.start_time <= 30 * DAY, 40058, 'more than 30 days');
    const [afterTime = 0, afterId = ''] = decodeCursor('moments', body.cursor) ?? [];
    const listed = await rows<MomentRow>(
      db,
      `select * from moment where corp_id = $1 and created_at between $2 and $3
          and (created_at, moment_id) > ($4, $5) and not deleted and ready_at <= $6
          and ($7::text is null or lower(creator) = lower($7))
          and case $8::int when 0 then creator is null when 1 then creator is not null else true end
        order by created_at, moment_id limit $9`,
      [
        corp.corpId,
        body.start_time,
        body.end_time,
        afterTime,
        afterId,
        now,
        body.creator ?? null,
        body.filter_type ?? 2,
        limit + 1,
      ],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      moment_list: page.map(momentOf),
      next_cursor: last ? encodeCursor('moments', [last.created_at, last.moment_id]) : '',
    };
  }),

  serve(listMomentTasks, async ({ corp, db, now, body, limit }) => {
    const moment = found(await findMoment(db, corp.corpId, body.moment_id), 41060);
    demand(moment.creator === null, 41067);
    demand(moment.ready_at <= now, 41079);
    const [after = ''] = decodeCursor('moment-tasks', body.cursor) ?? [];
    const listed = await rows<{ userid: string; published_at: number | null }>(
      db,
      `select userid, published_at from moment_task
        where corp_id = $1 and moment_id = $2 and userid > $3 order by userid limit $4`,
      [corp.corpId, body.moment_id, after, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      task_list: page.map((t) => ({
        userid: t.userid,
        publish_status: t.published_at === null ? 0 : 1,
      })),
      next_cursor: last ? encodeCursor('moment-tasks', [last.userid]) : '',
    };
  }),

  serve(cancelMomentTask, async ({ corp, db, body }) => {
    const moment = found(await findMoment(db, corp.corpId, body.moment_id), 41060);
    demand(moment.creator === null, 41067);
    await run(db, 'update moment set cancelled = true where corp_id = $1 and moment_id = $2', [
      corp.corpId,
      body.moment_id,
    ]);
    return {};
  }),
];
