import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bool,
  cursor,
  filled,
  flag,
  int,
  list,
  listed,
  nextCursor,
  oneOf,
  text,
  userid,
} from '../wire.ts';

const PATH = '/cgi-bin/externalcontact/groupchat';
const chatId = filled(64, { missing: 86201, invalid: 86001 });

/** Of the owner: 0 normal, 1 left and waiting, 2 inheriting, 3 inherited. */
export const GROUP_STATUS = { normal: 0, ownerLeft: 1, inheriting: 2, inherited: 3 } as const;

export const OwnerFilter = z.object({
  userid_list: list(userid(), { max: 100, invalid: 40031 }).optional(),
});

/** Without an owner filter it refuses more than 1000 visible members. */
export const listGroups = wecomEndpoint({
  name: 'group.list',
  method: 'POST',
  path: `${PATH}/list`,
  access: 'customer',
  effect: 'read',
  body: z.object({
    status_filter: oneOf([0, 1, 2, 3]).optional(),
    owner_filter: OwnerFilter.optional(),
    cursor,
    limit: int({ min: 1, max: 1000 }),
  }),
  reply: z.object({
    group_chat_list: listed(z.object({ chat_id: z.string(), status: z.int() })),
    next_cursor: nextCursor,
  }),
  page: { default: 1000, max: 1000, over: 'refuse' },
  errors: [40031, 40058, 50100, 60111, 81017],
  source: 'D92120',
});

/** type 1 member, 2 external; join_scene 1 direct invite, 2 invite link, 3 QR code. */
export const GroupMember = z.object({
  userid: z.string(),
  type: z.int(),
  unionid: z.string().optional(),
  join_time: z.int(),
  join_scene: z.int(),
  invitor: z.object({ userid: z.string() }).optional(),
  group_nickname: z.string().default(''),
  name: z.string().optional(),
  state: z.string().optional(),
});
export type GroupMember = z.infer<typeof GroupMember>;

export const GroupChat = z.object({
  chat_id: z.string(),
  name: z.string().default(''),
  owner: z.string(),
  create_time: z.int(),
  notice: z.string().optional(),
  member_list: listed(GroupMember),
  admin_list: listed(z.object({ userid: z.string() })),
  member_version: z.string().optional(),
});
export type GroupChat = z.infer<typeof GroupChat>;

/** Details settle a moment after the event that tells of them. */
export const getGroup = wecomEndpoint({
  name: 'group.get',
  method: 'POST',
  path: `${PATH}/get`,
  access: 'customer',
  effect: 'read',
  body: z.object({ chat_id: chatId, need_name: flag.optional() }),
  reply: z.object({ group_chat: GroupChat }),
  errors: [40050, 49008, 86001, 86201, 90501],
  source: 'D92122',
});

export const groupFromOpengid = wecomEndpoint({
  name: 'group.from-opengid',
  method: 'POST',
  path: '/cgi-bin/externalcontact/opengid_to_chatid',
  access: 'customer',
  effect: 'read',
  body: z.object({ opengid: filled(128, { missing: 90511, invalid: 90511 }) }),
  reply: z.object({ chat_id: z.string() }),
  errors: [90511],
  source: 'D94822',
});

/** How many characters of a remark are kept; the rest is cut, not refused. */
export const JOIN_WAY_REMARK = 30;

const joinWaySettings = {
  scene: oneOf([1, 2], { missing: 41038, invalid: 41040 }),
  remark: text(1000).optional(),
  auto_create_room: flag.optional(),
  room_base_name: text(40).optional(),
  room_base_id: int({ min: 0 }).optional(),
  chat_id_list: list(chatId, { min: 1, max: 5, missing: 86201, invalid: 41091 }),
  state: text(30).optional(),
  mark_source: bool.optional(),
};
const configId = filled(64, { missing: 41043, invalid: 41044 });

/** scene 1 mini-program plugin, 2 QR code; the code itself comes from `join-way.get`. */
export const addJoinWay = wecomEndpoint({
  name: 'join-way.add',
  method: 'POST',
  path: `${PATH}/add_join_way`,
  access: 'customer',
  effect: 'once',
  body: z.object(joinWaySettings),
  reply: z.object({ config_id: z.string() }),
  errors: [40050, 40058, 41038, 41040, 41045, 41091, 86201],
  source: 'D92229',
});

export const JoinWay = z.object({
  config_id: z.string(),
  scene: z.int(),
  remark: z.string().default(''),
  auto_create_room: z.int(),
  room_base_name: z.string().optional(),
  room_base_id: z.int().optional(),
  chat_id_list: listed(z.string()),
  qr_code: z.string().optional(),
  state: z.string().default(''),
  mark_source: z.boolean().optional(),
});

export const getJoinWay = wecomEndpoint({
  name: 'join-way.get',
  method: 'POST',
  path: `${PATH}/get_join_way`,
  access: 'customer',
  effect: 'read',
  body: z.object({ config_id: configId }),
  reply: z.object({ join_way: JoinWay }),
  errors: [41043, 41044],
  source: 'D92229',
});

/** Everything is replaced. */
export const updateJoinWay = wecomEndpoint({
  name: 'join-way.update',
  method: 'POST',
  path: `${PATH}/update_join_way`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ config_id: configId, ...joinWaySettings }),
  errors: [40050, 40058, 41038, 41040, 41043, 41044, 41091, 86201],
  source: 'D92229',
});

export const deleteJoinWay = wecomEndpoint({
  name: 'join-way.delete',
  method: 'POST',
  path: `${PATH}/del_join_way`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ config_id: configId }),
  errors: [41043, 41044],
  source: 'D92229',
});
