import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { GroupChat } from '#protocol/wecom/endpoints/groups.ts';
import type { CorpId } from '../../contract/corp.ts';
import { asRows, hex } from './reading.repo.ts';

export interface ReadGroup {
  readonly chat: GroupChat;
  /** Null when only the group itself was asked for, which does not tell it. */
  readonly status: number | null;
  readonly reading: number;
}

export interface GroupMemberProfile {
  name: string | null;
  nickname: string | null;
  unionid: string | null;
}

export const GROUP_PROFILE = 'wecom.group_member.profile';

/** Takes over what is newer than the copy, with everybody in it; answers which changed by it. */
export async function upsertGroups(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly ReadGroup[],
): Promise<string[]> {
  if (groups.length === 0) return [];
  const newest = new Map(groups.map((group) => [group.chat.chat_id, group]));
  const rows = [...newest.values()].map(({ chat, status, reading }) => ({
    chat_id: chat.chat_id,
    name: chat.name,
    notice: chat.notice ?? '',
    owner: chat.owner,
    admins: chat.admin_list.map(({ userid }) => userid).toSorted(),
    status,
    created_at: new Date(chat.create_time * 1000).toISOString(),
    member_version: chat.member_version ?? null,
    staff: chat.member_list.filter(({ type }) => type === 1).length,
    customers: chat.member_list.filter(({ type }) => type !== 1).length,
    reading,
  }));
  const same = sql`g.gone_at is null and (g.name, g.notice, g.owner, g.admins)
    is not distinct from (excluded.name, excluded.notice, excluded.owner, excluded.admins)`;
  const { rows: written } = await sql<{ chatId: string; changed: boolean }>`
    insert into wecom.group_chat as g (org_id, corp_id, chat_id, name, notice, owner, admins, status,
       created_at, member_version, staff, customers, reading, changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.chat_id, v.name, v.notice, v.owner, v.admins,
           coalesce(v.status, 0), v.created_at, v.member_version, v.staff, v.customers, v.reading,
           v.reading, ${ctx.now()}
      from json_to_recordset(${asRows(rows)}::json)
             as v (chat_id text, name text, notice text, owner text, admins text[], status int,
                   created_at timestamptz, member_version text, staff int, customers int, reading bigint)
    on conflict (org_id, corp_id, chat_id) do update
       set name = excluded.name, notice = excluded.notice, owner = excluded.owner,
           admins = excluded.admins, created_at = excluded.created_at,
           member_version = excluded.member_version, staff = excluded.staff,
           customers = excluded.customers, reading = excluded.reading, gone_at = null,
           changed_reading = case when ${same} then g.changed_reading else excluded.reading end,
           changed_at = case when ${same} then g.changed_at else excluded.changed_at end
     where g.reading < excluded.reading
    returning g.chat_id, g.changed_reading = g.reading as changed`.execute(ctx.db);
  const taken = new Map(written.map((row) => [row.chatId, newest.get(row.chatId)!]));
  const more = new Set([
    ...(await replaceMembers(ctx, corpId, [...taken.values()])),
    ...(await setStatuses(ctx, corpId, [...taken.values()])),
  ]);
  return written.filter((row) => row.changed || more.has(row.chatId)).map((row) => row.chatId);
}

async function setStatuses(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly ReadGroup[],
): Promise<string[]> {
  const rows = groups.flatMap(({ chat, status }) =>
    status === null ? [] : [{ chat_id: chat.chat_id, status }],
  );
  if (rows.length === 0) return [];
  const { rows: changed } = await sql<{ chatId: string }>`
    update wecom.group_chat g
       set status = v.status, changed_reading = g.reading, changed_at = ${ctx.now()}
      from json_to_recordset(${asRows(rows)}::json) as v (chat_id text, status int)
     where g.org_id = ${ctx.orgId} and g.corp_id = ${corpId} and g.chat_id = v.chat_id
       and g.status <> v.status
    returning g.chat_id`.execute(ctx.db);
  return changed.map((row) => row.chatId);
}

/** The groups' rows are locked by now, so each list of members is replaced as a whole. */
async function replaceMembers(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly ReadGroup[],
): Promise<string[]> {
  const rows = groups.flatMap(({ chat, reading }) => {
    const members = new Map(chat.member_list.map((member) => [member.userid, member]));
    return [...members.values()].map((member) => {
      const profile = JSON.stringify({
        name: member.name || null,
        nickname: member.group_nickname || null,
        unionid: member.unionid || null,
      } satisfies GroupMemberProfile);
      return {
        chat_id: chat.chat_id,
        member_id: member.userid,
        kind: member.type,
        joined_at: new Date(member.join_time * 1000).toISOString(),
        join_scene: member.join_scene,
        invitor: member.invitor?.userid ?? null,
        channel: member.state || null,
        profile: ctx.vault.encrypt(GROUP_PROFILE, profile),
        profile_hash: hex(ctx.vault.hash(GROUP_PROFILE, profile)),
        reading,
      };
    });
  });
  const same = sql`m.left_at is null and (m.joined_at, m.join_scene, m.invitor, m.channel, m.profile_hash)
    is not distinct from (excluded.joined_at, excluded.join_scene, excluded.invitor, excluded.channel,
                          excluded.profile_hash)`;
  const written = await sql<{ chatId: string; changed: boolean }>`
    insert into wecom.group_member as m (org_id, corp_id, chat_id, member_id, kind, joined_at,
       join_scene, invitor, channel, profile, profile_hash, reading, changed_reading)
    select ${ctx.orgId}, ${corpId}, v.chat_id, v.member_id, v.kind, v.joined_at, v.join_scene,
           v.invitor, v.channel, v.profile, v.profile_hash, v.reading, v.reading
      from json_to_recordset(${asRows(rows)}::json)
             as v (chat_id text, member_id text, kind int, joined_at timestamptz, join_scene int,
                   invitor text, channel text, profile text, profile_hash bytea, reading bigint)
    on conflict (org_id, corp_id, chat_id, member_id) do update
       set kind = excluded.kind, joined_at = excluded.joined_at, join_scene = excluded.join_scene,
           invitor = excluded.invitor, channel = excluded.channel, profile = excluded.profile,
           profile_hash = excluded.profile_hash, reading = excluded.reading, left_at = null,
           changed_reading = case when ${same} then m.changed_reading else excluded.reading end
    returning m.chat_id, m.changed_reading = m.reading as changed`.execute(ctx.db);
  const asked = groups.map(({ chat, reading }) => ({ chat_id: chat.chat_id, reading }));
  const left = await endMembers(ctx, corpId, asked);
  return [...written.rows.flatMap((row) => (row.changed ? [row.chatId] : [])), ...left];
}

/** Whoever no longer is in the group. */
async function endMembers(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly { chat_id: string; reading: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ chatId: string }>`
    update wecom.group_member m
       set left_at = ${ctx.now()}, reading = v.reading, changed_reading = v.reading
      from json_to_recordset(${asRows(groups)}::json) as v (chat_id text, reading bigint)
     where m.org_id = ${ctx.orgId} and m.corp_id = ${corpId} and m.chat_id = v.chat_id
       and m.reading < v.reading and m.left_at is null
    returning m.chat_id`.execute(ctx.db);
  return rows.map((row) => row.chatId);
}

/** Also of one never seen: an older picture that is still on its way must not bring it back. */
export async function setGroupsGone(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly { chat_id: string; reading: number }[],
): Promise<string[]> {
  if (groups.length === 0) return [];
  const { rows } = await sql<{ chatId: string; changed: boolean }>`
    insert into wecom.group_chat as g (org_id, corp_id, chat_id, name, notice, owner, admins, status,
       staff, customers, reading, changed_reading, changed_at, gone_at)
    select ${ctx.orgId}, ${corpId}, v.chat_id, '', '', '', '{}', 0, 0, 0, v.reading, v.reading,
           ${ctx.now()}, ${ctx.now()}::timestamptz
      from json_to_recordset(${asRows(groups)}::json) as v (chat_id text, reading bigint)
    on conflict (org_id, corp_id, chat_id) do update
       set reading = excluded.reading, gone_at = coalesce(g.gone_at, excluded.gone_at),
           changed_reading = case when g.gone_at is null then excluded.reading else g.changed_reading end,
           changed_at = case when g.gone_at is null then excluded.changed_at else g.changed_at end
     where g.reading < excluded.reading
    returning g.chat_id, g.changed_reading = g.reading as changed`.execute(ctx.db);
  await endMembers(
    ctx,
    corpId,
    groups.filter(({ chat_id }) => rows.some((row) => row.chatId === chat_id)),
  );
  return rows.flatMap((row) => (row.changed ? [row.chatId] : []));
}

export async function unseenGroups(
  ctx: Ctx,
  corpId: CorpId,
  since: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('wecom.groupChat')
    .select('chatId')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('reading', '<', since)
    .where('goneAt', 'is', null)
    .where('chatId', '>', after)
    .orderBy('chatId')
    .limit(limit)
    .execute();
  return rows.map((row) => row.chatId);
}

/** Owners of groups in the copy, and colleagues who have left: lists must name them. */
export async function knownOwners(ctx: Ctx, corpId: CorpId): Promise<string[]> {
  const { rows } = await sql<{ userid: string }>`
    select distinct owner as userid from wecom.group_chat
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and gone_at is null
     union
    select userid from wecom.member
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and gone_at is not null
     order by 1`.execute(ctx.db);
  return rows.map((row) => row.userid);
}

export async function findGroups(ctx: Ctx, corpId: CorpId, chatIds: readonly string[]) {
  return ctx.db
    .selectFrom('wecom.groupChat')
    .select([
      'chatId',
      'name',
      'notice',
      'owner',
      'admins',
      'status',
      'createdAt',
      'staff',
      'customers',
      'changedAt',
      'goneAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('chatId', '=', sql<string>`any(${[...chatIds]}::text[])`)
    .orderBy('chatId')
    .execute();
}

export async function findGroupMembers(ctx: Ctx, corpId: CorpId, chatIds: readonly string[]) {
  return ctx.db
    .selectFrom('wecom.groupMember')
    .select([
      'chatId',
      'memberId',
      'kind',
      'joinedAt',
      'joinScene',
      'invitor',
      'channel',
      'profile',
      'leftAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('chatId', '=', sql<string>`any(${[...chatIds]}::text[])`)
    .orderBy('chatId')
    .orderBy('joinedAt')
    .orderBy('memberId')
    .execute();
}
