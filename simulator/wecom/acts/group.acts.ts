import { z } from 'zod';
import {
  groupCreated,
  groupDismissed,
  groupUpdated,
} from '#protocol/wecom/callbacks/customer-events.ts';
import { tell, tellMany } from '../callbacks/tell.ts';
import { row, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import {
  countMembers,
  findMembers,
  type GroupRow,
  insertGroup,
  insertMembers,
  lockGroup,
  nextVersions,
} from '../groups/group.store.ts';
import { findJoinWay } from '../groups/join-way.api.ts';
import { act, bulkAct, staffOf } from './act.ts';
import {
  ensureCustomer,
  ensureCustomers,
  findPeople,
  findPerson,
  knownCustomer,
} from './people.store.ts';

const ownerOf = ({ corp }: Work, group: { owner: string }) =>
  corp.staff.get(group.owner.toLowerCase());

interface MemberChange {
  readonly detail: 'add_member' | 'del_member';
  readonly scene: number;
  readonly ids: readonly string[];
}

/** One event for each change. */
async function tellMembers(
  work: Work,
  group: GroupRow,
  changes: readonly MemberChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const versions = await nextVersions(work, group.chat_id, changes.length);
  await tellMany(
    work,
    changes.map((change, i) => [
      groupUpdated,
      {
        staff: ownerOf(work, group),
        subject: group.chat_id,
        fields: {
          ChatId: group.chat_id,
          UpdateDetail: change.detail,
          ...(change.detail === 'add_member'
            ? { JoinScene: change.scene }
            : { QuitScene: change.scene }),
          MemChangeCnt: change.ids.length,
          MemChangeList: { Item: change.ids },
          LastMemVer: versions[i],
          CurMemVer: versions[i + 1],
        },
      },
    ]),
  );
}

const customers = async (work: Work, persons: readonly string[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const id of persons) ids.push(await ensureCustomer(work, await findPerson(work.db, id)));
  return ids;
};

const create = act(
  'staff.create-group',
  z.object({
    userid: z.string(),
    name: z.string().default(''),
    persons: z.array(z.string()).default([]),
    staff: z.array(z.string()).default([]),
    /** Without customers: an internal group, of interest to the archive only. */
    internal: z.boolean().default(false),
  }),
  async (work, input) => {
    const owner = staffOf(work.corp, input.userid);
    const chatId = await insertGroup(work, {
      name: input.name,
      owner: owner.userid,
      internal: input.internal,
    });
    const external = await customers(work, input.persons);
    const invitor = owner.userid;
    await insertMembers(work, chatId, [
      { id: owner.userid, kind: 1, scene: 1 },
      ...input.staff.map((u) => ({
        id: staffOf(work.corp, u).userid,
        kind: 1 as const,
        scene: 1,
        invitor,
      })),
      ...external.map((id) => ({ id, kind: 2 as const, scene: 1, invitor })),
    ]);
    if (!input.internal)
      await tell(work, groupCreated, {
        staff: owner,
        subject: chatId,
        fields: { ChatId: chatId },
      });
    return { chatId };
  },
);

const lock = async ({ corp, db }: Work, chatId: string): Promise<GroupRow> =>
  found(await lockGroup(db, corp.corpId, chatId), 86003);

const invite = act(
  'staff.invite',
  z.object({
    userid: z.string(),
    chatId: z.string(),
    persons: z.array(z.string()).default([]),
    staff: z.array(z.string()).default([]),
  }),
  async (work, input) => {
    const group = await lock(work, input.chatId);
    const invitor = staffOf(work.corp, input.userid).userid;
    const external = await customers(work, input.persons);
    const members = [
      ...input.staff.map((u) => ({ id: staffOf(work.corp, u).userid, kind: 1 as const })),
      ...external.map((id) => ({ id, kind: 2 as const })),
    ];
    const size = await countMembers(work.db, work.corp.corpId, input.chatId);
    demand(size + members.length <= group.capacity, 90503);
    const added = await insertMembers(
      work,
      input.chatId,
      members.map((m) => ({ ...m, scene: 1, invitor })),
    );
    const ids = members.map((m) => m.id);
    if (added.length > 0) await tellMembers(work, group, [{ detail: 'add_member', scene: 0, ids }]);
    return { added: added.length };
  },
);

interface Room {
  readonly group: GroupRow;
  readonly state: string;
  readonly free: number;
}

/** The first group with room; when all are full, a new one where the join way says so. */
async function roomFor(work: Work, configId: string): Promise<Room> {
  const { corp, db } = work;
  const way = found(await findJoinWay(db, corp.corpId, configId), 41044);
  const { settings } = way;
  let template: GroupRow | undefined;
  for (const chatId of settings.chat_id_list) {
    const group = await lockGroup(db, corp.corpId, chatId);
    if (!group) continue;
    template ??= group;
    const free = group.capacity - (await countMembers(db, corp.corpId, chatId));
    if (free > 0) return { group, state: settings.state ?? '', free };
  }
  demand(template && settings.auto_create_room !== 0, 90503, 'every group is full');
  const number = (settings.room_base_id ?? 1) + way.made;
  const chatId = await insertGroup(work, {
    name: `${settings.room_base_name ?? template.name}${number}`,
    owner: template.owner,
  });
  await insertMembers(work, chatId, [{ id: template.owner, kind: 1, scene: 1 }]);
  // The oldest full one makes room in the list of five.
  const chats = [...settings.chat_id_list, chatId].slice(-5);
  await run(
    db,
    `update join_way set made = made + 1, settings = settings || jsonb_build_object('chat_id_list', $3::jsonb)
      where corp_id = $1 and config_id = $2`,
    [corp.corpId, configId, JSON.stringify(chats)],
  );
  await tell(work, groupCreated, {
    staff: ownerOf(work, template),
    subject: chatId,
    fields: { ChatId: chatId },
  });
  const group = await lock(work, chatId);
  return { group, state: settings.state ?? '', free: group.capacity - 1 };
}

const Join = z.object({ person: z.string(), configId: z.string() });

/** Code by code, as many at a time as there is room for in one group. */
const join = bulkAct('customer.join-group', Join, async (work, inputs) => {
  const people = await findPeople(
    work.db,
    inputs.map((i) => i.person),
  );
  const results: (object | Refusal)[] = inputs.map(
    (i) => new Refusal(60136, `no person ${i.person}`),
  );
  const able = inputs.flatMap((input, at) => {
    const person = people.get(input.person);
    return person ? [{ at, person, configId: input.configId }] : [];
  });
  for (const [configId, waiting] of Map.groupBy(able, (a) => a.configId))
    while (waiting.length > 0) {
      const room = await roomOrRefusal(work, configId);
      const some = waiting.splice(0, room instanceof Refusal ? waiting.length : room.free);
      if (room instanceof Refusal) {
        for (const { at } of some) results[at] = room;
        continue;
      }
      const ids = await ensureCustomers(
        work,
        some.map((s) => s.person),
      );
      const { chat_id: chatId } = room.group;
      const members = [...ids.values()].map((id) => ({
        id,
        kind: 2 as const,
        scene: 3,
        state: room.state || null,
      }));
      const added = new Set(await insertMembers(work, chatId, members));
      for (const { at, person } of some)
        results[at] = { chatId, joined: added.has(ids.get(person.person_id) ?? '') };
      const joined = members.filter((m) => added.has(m.id));
      await tellMembers(
        work,
        room.group,
        joined.map((m) => ({ detail: 'add_member', scene: 3, ids: [m.id] })),
      );
    }
  return results;
});

async function roomOrRefusal(work: Work, configId: string): Promise<Room | Refusal> {
  try {
    return await roomFor(work, configId);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function remove(work: Work, chatId: string, id: string, scene: 0 | 1): Promise<void> {
  const group = await lock(work, chatId);
  const changed = await run(
    work.db,
    `update group_member set left_at = $4
      where corp_id = $1 and chat_id = $2 and member_id = $3 and left_at is null`,
    [work.corp.corpId, chatId, id, work.now],
  );
  demand(changed > 0, 86217);
  await tellMembers(work, group, [{ detail: 'del_member', scene, ids: [id] }]);
}

const who = { userid: z.string().optional(), person: z.string().optional() };
const memberId = async (work: Work, input: { userid?: string; person?: string }) =>
  input.userid ? staffOf(work.corp, input.userid).userid : knownCustomer(work, input.person ?? '');

const leave = act('group.leave', z.object({ chatId: z.string(), ...who }), async (work, input) => {
  await remove(work, input.chatId, await memberId(work, input as never), 0);
  return {};
});

const expel = act(
  'staff.remove-member',
  z.object({ chatId: z.string(), ...who }),
  async (work, input) => {
    await remove(work, input.chatId, await memberId(work, input as never), 1);
    return {};
  },
);

const change = act(
  'staff.change-group',
  z.object({
    chatId: z.string(),
    name: z.string().optional(),
    notice: z.string().optional(),
    owner: z.string().optional(),
    admins: z.array(z.string()).optional(),
  }),
  async (work, input) => {
    const group = await lock(work, input.chatId);
    const owner = input.owner ? staffOf(work.corp, input.owner).userid : null;
    await run(
      work.db,
      `update group_chat set name = coalesce($3, name), notice = coalesce($4, notice),
              owner = coalesce($5, owner), admins = coalesce($6, admins)
        where corp_id = $1 and chat_id = $2`,
      [
        work.corp.corpId,
        input.chatId,
        input.name ?? null,
        input.notice ?? null,
        owner,
        input.admins ?? null,
      ],
    );
    const details = [
      ...(input.name === undefined ? [] : ['change_name']),
      ...(input.notice === undefined ? [] : ['change_notice']),
      ...(owner === null ? [] : ['change_owner']),
    ];
    for (const UpdateDetail of details)
      await tell(work, groupUpdated, {
        staff: ownerOf(work, group),
        subject: group.chat_id,
        fields: { ChatId: group.chat_id, UpdateDetail },
      });
    return {};
  },
);

const dissolve = act(
  'staff.dissolve-group',
  z.object({ chatId: z.string() }),
  async (work, input) => {
    const group = await lock(work, input.chatId);
    await run(
      work.db,
      'update group_chat set dissolved_at = $3 where corp_id = $1 and chat_id = $2',
      [work.corp.corpId, input.chatId, work.now],
    );
    await tell(work, groupDismissed, {
      staff: ownerOf(work, group),
      subject: group.chat_id,
      fields: { ChatId: group.chat_id },
    });
    return {};
  },
);

export const groupOverview = async ({ corp, db }: Work, chatId: string) => ({
  group: await row(db, 'select * from group_chat where corp_id = $1 and chat_id = $2', [
    corp.corpId,
    chatId,
  ]),
  members: await findMembers(db, corp.corpId, chatId),
});

export const groupActs = [create, invite, join, leave, expel, change, dissolve];
