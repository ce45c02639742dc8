import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { int, list, listed, oneOf, seconds, userid } from '../wire.ts';

/** Several members give one summed row per day. Days are whole, both ends count, 30 at most. */
export const getBehaviorData = wecomEndpoint({
  name: 'statistics.behavior',
  method: 'POST',
  path: '/cgi-bin/externalcontact/get_user_behavior_data',
  aliases: ['/cgi-bin/crm/get_user_behavior_data'],
  access: 'customer',
  effect: 'read',
  body: z
    .object({
      userid: list(userid(), { max: 100, invalid: 40031 }).optional(),
      partyid: list(int({ invalid: 60123 }), { max: 100, invalid: 40066 }).optional(),
      start_time: seconds,
      end_time: seconds,
    })
    .refine((b) => (b.userid?.length ?? 0) + (b.partyid?.length ?? 0) > 0, { error: '40058' }),
  reply: z.object({
    behavior_data: listed(
      z.object({
        stat_time: z.int(),
        chat_cnt: z.int(),
        message_cnt: z.int(),
        /** Both absent on days without chats; the time is in minutes. */
        reply_percentage: z.number().optional(),
        avg_reply_time: z.int().optional(),
        negative_feedback_cnt: z.int(),
        new_apply_cnt: z.int(),
        new_contact_cnt: z.int(),
      }),
    ),
  }),
  errors: [40003, 40031, 40058, 40066, 60011],
  source: 'D92132',
});

const GroupData = z.object({
  new_chat_cnt: z.int(),
  chat_total: z.int(),
  chat_has_msg: z.int(),
  new_member_cnt: z.int(),
  member_total: z.int(),
  member_has_msg: z.int(),
  msg_total: z.int(),
  /** Education corps only. */
  migrate_trainee_chat_cnt: z.int().optional(),
});

const days = {
  day_begin_time: seconds,
  day_end_time: seconds.optional(),
  owner_filter: z
    .object({ userid_list: list(userid(), { max: 100, invalid: 40031 }).optional() })
    .optional(),
};

/** order_by: 1 new groups, 2 all groups, 3 new members, 4 all members. */
export const getGroupStatistic = wecomEndpoint({
  name: 'statistics.groups',
  method: 'POST',
  path: '/cgi-bin/externalcontact/groupchat/statistic',
  access: 'customer',
  effect: 'read',
  body: z.object({
    ...days,
    order_by: oneOf([1, 2, 3, 4]).optional(),
    order_asc: oneOf([0, 1]).optional(),
    offset: int({ min: 0 }).optional(),
    limit: int({ min: 1, max: 1000 }).optional(),
  }),
  reply: z.object({
    total: z.int(),
    /** Equal to total at the end. */
    next_offset: z.int(),
    items: listed(z.object({ owner: z.string(), data: GroupData })),
  }),
  page: { default: 500, max: 1000, over: 'refuse' },
  errors: [40031, 40058, 81017],
  source: 'D92133',
});

export const getGroupStatisticByDay = wecomEndpoint({
  name: 'statistics.groups-by-day',
  method: 'POST',
  path: '/cgi-bin/externalcontact/groupchat/statistic_group_by_day',
  access: 'customer',
  effect: 'read',
  body: z.object(days),
  reply: z.object({ items: listed(z.object({ stat_time: z.int(), data: GroupData })) }),
  errors: [40031, 40058, 81017],
  source: 'D92133',
});
