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

export async function insertMembers(
  { corp, db, now }: Work,
  chatId: string,
  members: readonly {
    id: string;
    kind: 1 | 2;
    scene: number;
    invitor?: string | null;
    state?: string | null;
    nickname?: string;
  }[],
): Promise<number> {
  let added = 0;
  for (const m of members)
    added += await run(
      db,
      `insert into group_member
         (corp_id, chat_id, member_id, kind, join_time, join_scene, invitor, state, nickname)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (corp_id, chat_id, member_id) do update
          set join_time = excluded.join_time, join_scene = excluded.join_scene,
              invitor = excluded.invitor, state = excluded.state, left_at = null
        where group_member.left_at is not null`,
      [
        corp.corpId,
        chatId,
        m.id,
        m.kind,
        now,
        m.scene,
        m.invitor ?? null,
        m.state ?? null,
        m.nickname ?? '',
      ],
    );
  return added;
}

/** The version before and after a change of members. */
export async function nextVersion(
  { corp, db }: Work,
  chatId: string,
): Promise<{ last: string; current: string }> {
  const changed = await row<{ version: number }>(
    db,
    `update group_chat set version = version + 1
      where corp_id = $1 and chat_id = $2 returning version`,
    [corp.corpId, chatId],
  );
  const version = changed?.version ?? 1;
  return { last: versionText(chatId, version - 1), current: versionText(chatId, version) };
}
