import {
  getBehaviorData,
  getGroupStatistic,
  getGroupStatisticByDay,
} from '#protocol/wecom/endpoints/statistics.ts';
import { DAY, startOfDay } from '../core/clock.ts';
import { rows } from '../core/db.ts';
import { demand } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { ownersAsked } from '../groups/group.api.ts';
import { contactStaff, expand } from '../staff/find.ts';
import { checkDays } from './days.ts';

/** Midnight in Shanghai of a column in Unix seconds. */
const day = (column: string) => `((${column} + 28800) / ${DAY}) * ${DAY} - 28800`;

interface Behaviour {
  stat_time: number;
  chat_cnt: number;
  message_cnt: number;
  answered: number;
  reply_seconds: number;
  negative: number;
  applied: number;
  added: number;
}

const behaviour = (call: Caller, userids: readonly string[], from: number, to: number) =>
  rows<Behaviour>(
    call.db,
    `with said as (
       select ${day('created_at')} d, userid, external_userid, sender = userid mine, created_at
         from chat_message
        where corp_id = $1 and userid = any($2) and chat_id is null and source = 'manual'
          and created_at >= $3 and created_at < $4),
     chats as (
       select d, userid, external_userid, count(*) filter (where mine) mine,
              min(created_at) filter (where not mine) asked,
              max(created_at) filter (where mine) replied
         from said group by d, userid, external_userid),
     talk as (
       select d, count(*) chat_cnt, sum(mine) message_cnt,
              count(*) filter (where asked is not null and replied >= asked) answered,
              coalesce(avg(replied - asked) filter (where replied >= asked), 0) reply_seconds
         from chats group by d),
     friends as (
       select ${day('createtime')} d, count(*) added from relationship
        where corp_id = $1 and userid = any($2) and not half
          and createtime >= $3 and createtime < $4 group by 1),
     left_ as (
       select ${day('deleted_by_customer_at')} d, count(*) negative from relationship
        where corp_id = $1 and userid = any($2)
          and deleted_by_customer_at >= $3 and deleted_by_customer_at < $4 group by 1)
     select g::bigint stat_time, coalesce(chat_cnt, 0)::int chat_cnt,
            coalesce(message_cnt, 0)::int message_cnt, coalesce(answered, 0)::int answered,
            coalesce(reply_seconds, 0)::float8 reply_seconds,
            coalesce(negative, 0)::int negative, coalesce(added, 0)::int added,
            coalesce(added, 0)::int applied
       from generate_series($3::bigint, $4::bigint - 1, ${DAY}) g
       left join talk on talk.d = g left join friends on friends.d = g left join left_ on left_.d = g
      order by g`,
    [call.corp.corpId, userids, from, to + DAY],
  );

interface GroupCounts {
  new_chat_cnt: number;
  chat_total: number;
  chat_has_msg: number;
  new_member_cnt: number;
  member_total: number;
  member_has_msg: number;
  msg_total: number;
}

/** Of the groups of each owner, over the days from `from` until before `end`. */
const groupCounts = (call: Caller, owners: readonly string[], from: number, end: number) =>
  rows<GroupCounts & { owner: string }>(
    call.db,
    `select o owner,
            count(*) filter (where g.created_at >= $3)::int new_chat_cnt,
            count(g.chat_id)::int chat_total,
            count(*) filter (where coalesce(m.messages, 0) > 0)::int chat_has_msg,
            coalesce(sum(p.joined), 0)::int new_member_cnt,
            coalesce(sum(p.total), 0)::int member_total,
            coalesce(sum(m.speakers), 0)::int member_has_msg,
            coalesce(sum(m.messages), 0)::int msg_total
       from unnest($2::text[]) o
       left join group_chat g on g.corp_id = $1 and g.owner = o and not g.internal
            and g.created_at < $4 and g.dissolved_at is null
       left join lateral (
         select count(*) total, count(*) filter (where join_time >= $3) joined
           from group_member gm where gm.corp_id = $1 and gm.chat_id = g.chat_id
            and join_time < $4 and (left_at is null or left_at >= $4)) p on true
       left join lateral (
         select count(*) messages, count(distinct sender) speakers
           from chat_message cm where cm.corp_id = $1 and cm.chat_id = g.chat_id
            and created_at >= $3 and created_at < $4) m on true
      group by o order by o`,
    [call.corp.corpId, owners, from, end],
  );

const dataOf = ({
  new_chat_cnt,
  chat_total,
  chat_has_msg,
  new_member_cnt,
  member_total,
  member_has_msg,
  msg_total,
}: GroupCounts) => ({
  new_chat_cnt,
  chat_total,
  chat_has_msg,
  new_member_cnt,
  member_total,
  member_has_msg,
  msg_total,
});

const EMPTY: GroupCounts = {
  new_chat_cnt: 0,
  chat_total: 0,
  chat_has_msg: 0,
  new_member_cnt: 0,
  member_total: 0,
  member_has_msg: 0,
  msg_total: 0,
};

/** Up to yesterday. */
function groupDays(call: Caller, begin: number, end: number | undefined) {
  const days = checkDays(begin, end ?? begin, call.now);
  demand(days.to < startOfDay(call.now), 40058, 'day_end_time is not before today');
  return days;
}

export const statisticApi = [
  serve(getBehaviorData, async (call) => {
    const { body, now } = call;
    const { from, to } = checkDays(body.start_time, body.end_time, now);
    const named = (body.userid ?? []).map((u) => contactStaff(call, u).userid);
    const { staff, unknownParties } = expand(call, [], body.partyid);
    demand(unknownParties.length === 0, 40066);
    const userids = [...new Set([...named, ...staff.map((s) => s.userid)])];
    const found = await behaviour(call, userids, from, to);
    return {
      behavior_data: found.map((b) => ({
        stat_time: b.stat_time,
        chat_cnt: b.chat_cnt,
        message_cnt: b.message_cnt,
        ...(b.chat_cnt > 0
          ? {
              reply_percentage: Math.round((b.answered / b.chat_cnt) * 10_000) / 100,
              avg_reply_time: Math.round(b.reply_seconds / 60),
            }
          : {}),
        negative_feedback_cnt: b.negative,
        new_apply_cnt: b.applied,
        new_contact_cnt: b.added,
      })),
    };
  }),

  serve(getGroupStatistic, async (call) => {
    const { body } = call;
    const { from, to } = groupDays(call, body.day_begin_time, body.day_end_time);
    const owners = ownersAsked(call, body.owner_filter?.userid_list);
    const counts = await groupCounts(call, owners, from, to + DAY);
    const field = (['new_chat_cnt', 'chat_total', 'new_member_cnt', 'member_total'] as const)[
      (body.order_by ?? 1) - 1
    ]!;
    const sign = body.order_asc === 1 ? 1 : -1;
    const items = counts
      .filter((c) => c.chat_total > 0)
      .sort((a, b) => sign * (a[field] - b[field]) || a.owner.localeCompare(b.owner));
    const offset = body.offset ?? 0;
    const page = items.slice(offset, offset + call.limit);
    return {
      total: items.length,
      next_offset: Math.min(offset + page.length, items.length),
      items: page.map((c) => ({ owner: c.owner, data: dataOf(c) })),
    };
  }),

  serve(getGroupStatisticByDay, async (call) => {
    const { body } = call;
    const { days } = groupDays(call, body.day_begin_time, body.day_end_time);
    const owners = ownersAsked(call, body.owner_filter?.userid_list);
    const items = [];
    for (const stat_time of days) {
      const counts = await groupCounts(call, owners, stat_time, stat_time + DAY);
      const data = counts.reduce(
        (sum, c) =>
          Object.fromEntries(
            Object.entries(sum).map(([k, n]) => [k, n + c[k as keyof GroupCounts]]),
          ) as unknown as GroupCounts,
        EMPTY,
      );
      items.push({ stat_time, data });
    }
    return { items };
  }),
];
