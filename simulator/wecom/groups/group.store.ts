import { type Db, row, rows, run } from '../core/db.ts';
import type { Work } from '../core/sim.ts';

export interface GroupRow {
  chat_id: string;
  name: string;
  owner: string;
  notice: string;
  admins: string[];
  status: number;
  version: number;
  internal: boolean;
  opengid: string;
  capacity: number;
  created_at: number;
  dissolved_at: number | null;
}

export interface MemberRow {
  member_id: string;
  kind: number;
  join_time: number;
  join_scene: number;
  invitor: string | null;
  nickname: string;
  state: string | null;
}

export const findGroup = (db: Db, corpId: string, chatId: string) =>
  row<GroupRow>(db, 'select * from group_chat where corp_id = $1 and chat_id = $2', [
    corpId,
    chatId,
  ]);

export const lockGroup = (db: Db, corpId: string, chatId: string) =>
  row<GroupRow>(
    db,
    `select * from group_chat
      where corp_id = $1 and chat_id = $2 and dissolved_at is null for update`,
    [corpId, chatId],
  );

export const findMembers = (db: Db, corpId: string, chatId: string) =>
  rows<MemberRow>(
    db,
    `select member_id, kind, join_time, join_scene, invitor, nickname, state from group_member
      where corp_id = $1 and chat_id = $2 and left_at is null order by join_time, member_id`,
    [corpId, chatId],
  );

export async function countMembers(db: Db, corpId: string, chatId: string): Promise<number> {
  const counted = await row<{ n: number }>(
    db,
    `select count(*) n from group_member
      where corp_id = $1 and chat_id = $2 and left_at is null`,
    [corpId, chatId],
  );
  return counted?.n ?? 0;
}

/** The member version as the API and the events show it. */
export const versionText = (chatId: string, version: number): string =>
  Buffer.from(`${chatId}.${version}`).toString('hex').slice(-32).padStart(32, '0');

export async function insertGroup(
  { sim, corp, db, now }: Work,
  group: { name: string; owner: string; internal?: boolean; chatId?: string },
): Promise<string> {
  const chatId = group.chatId ?? sim.ids.next('wr');
  await run(
    db,
    `insert into group_chat
       (corp_id, chat_id, name, owner, internal, opengid, capacity, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      corp.corpId,
      chatId,
      group.name,
      group.owner,
      group.internal ?? false,
      sim.ids.fixed('GI', corp.corpId, chatId),
      corp.settings.groupCapacity,
      now,
    ],
  );
  return chatId;
}

/** In one statement; answers with those who were not in the group. */
export async function insertMembers(
  { corp, db, now }: Work,
  chatId: string,
  members: readonly {
    id: string;
    kind: 1 | 2;
    scene: number;
    invitor?: string | null;
    state?: string | null;
  }[],
): Promise<string[]> {
  // Named twice they join once.
  const once = [...new Map(members.map((m) => [m.id, m])).values()];
  const added = await rows<{ member_id: string }>(
    db,
    `insert into group_member
       (corp_id, chat_id, member_id, kind, join_time, join_scene, invitor, state)
     select $1, $2, m.id, m.kind, $3, m.scene, m.invitor, m.state
       from unnest($4::text[], $5::smallint[], $6::smallint[], $7::text[], $8::text[])
            m(id, kind, scene, invitor, state)
     on conflict (corp_id, chat_id, member_id) do update
        set join_time = excluded.join_time, join_scene = excluded.join_scene,
            invitor = excluded.invitor, state = excluded.state, left_at = null
      where group_member.left_at is not null
     returning member_id`,
    [
      corp.corpId,
      chatId,
      now,
      once.map((m) => m.id),
      once.map((m) => m.kind),
      once.map((m) => m.scene),
      once.map((m) => m.invitor ?? null),
      once.map((m) => m.state ?? null),
    ],
  );
  return added.map((a) => a.member_id);
}

/** So many changes of members: the versions from before the first to after the last. */
export async function nextVersions(
  { corp, db }: Work,
  chatId: string,
  changes: number,
): Promise<string[]> {
  const changed = await row<{ version: number }>(
    db,
    `update group_chat set version = version + $3
      where corp_id = $1 and chat_id = $2 returning version`,
    [corp.corpId, chatId, changes],
  );
  const last = changed?.version ?? changes;
  return Array.from({ length: changes + 1 }, (_, i) => versionText(chatId, last - changes + i));
}
