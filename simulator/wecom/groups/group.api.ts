import { getGroup, groupFromOpengid, listGroups } from '#protocol/wecom/endpoints/groups.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { contactStaff } from '../staff/find.ts';
import { findGroup, findMembers, type GroupRow, versionText } from './group.store.ts';

/** Without naming owners, an app that sees more members than this is refused. */
export const OWNERS_WITHOUT_FILTER = 1000;

/** The owners asked for, or every visible one. */
export function ownersAsked(call: Caller, userids: readonly string[] | undefined): string[] {
  if (userids?.length) return userids.map((u) => contactStaff(call, u).userid);
  const visible = [...call.corp.staff.values()].filter((s) => call.app.sees(s));
  demand(visible.length <= OWNERS_WITHOUT_FILTER, 81017);
  // One who left is found by name only.
  return visible.filter((s) => s.status !== 5).map((s) => s.userid);
}

/** A customer group whose owner the app sees. */
export async function visibleGroup(call: Caller, chatId: string): Promise<GroupRow> {
  const group = found(await findGroup(call.db, call.corp.corpId, chatId), 40050);
  demand(!group.internal, 90501);
  demand(group.dissolved_at === null, 49008);
  const owner = call.corp.staff.get(group.owner.toLowerCase());
  demand(owner && call.app.sees(owner), 60011);
  return group;
}

export const groupApi = [
  serve(listGroups, async (call) => {
    const { corp, db, body, limit } = call;
    const owners = ownersAsked(call, body.owner_filter?.userid_list);
    const [afterTime = 0, afterId = ''] = decodeCursor('groups', body.cursor) ?? [];
    const listed = await rows<{ chat_id: string; status: number; created_at: number }>(
      db,
      `select chat_id, status, created_at from group_chat
        where corp_id = $1 and owner = any($2) and not internal and dissolved_at is null
          and ($3::int = 0 or status = $3) and (created_at, chat_id) > ($4, $5)
        order by created_at, chat_id limit $6`,
      [corp.corpId, owners, body.status_filter ?? 0, afterTime, afterId, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      group_chat_list: page.map(({ chat_id, status }) => ({ chat_id, status })),
      next_cursor: last ? encodeCursor('groups', [last.created_at, last.chat_id]) : '',
    };
  }),

  serve(getGroup, async (call) => {
    const { corp, db, body } = call;
    const group = await visibleGroup(call, body.chat_id);
    const members = await findMembers(db, corp.corpId, group.chat_id);
    const people = await rows<{ external_userid: string; name: string; unionid: string }>(
      db,
      `select c.external_userid, p.name, p.unionid from customer c join person p using (person_id)
        where c.corp_id = $1 and p.kind = 1 and c.external_userid = any($2)`,
      [corp.corpId, members.filter((m) => m.kind === 2).map((m) => m.member_id)],
    );
    const known = new Map(people.map((p) => [p.external_userid, p]));
    return {
      group_chat: {
        chat_id: group.chat_id,
        name: group.name,
        owner: group.owner,
        create_time: group.created_at,
        ...(group.notice ? { notice: group.notice } : {}),
        member_list: members.map((m) => {
          const person = known.get(m.member_id);
          const name = person?.name ?? corp.staff.get(m.member_id.toLowerCase())?.name ?? '';
          const unionid = corp.settings.developerBound ? person?.unionid : undefined;
          return {
            userid: m.member_id,
            type: m.kind,
            ...(unionid ? { unionid } : {}),
            join_time: m.join_time,
            join_scene: m.join_scene,
            ...(m.invitor ? { invitor: { userid: m.invitor } } : {}),
            group_nickname: m.nickname,
            ...(body.need_name === 1 ? { name } : {}),
            ...(m.state ? { state: m.state } : {}),
          };
        }),
        admin_list: group.admins.map((userid) => ({ userid })),
        member_version: versionText(group.chat_id, group.version),
      },
    };
  }),

  serve(groupFromOpengid, async ({ corp, db, body }) => {
    const group = await row<{ chat_id: string }>(
      db,
      'select chat_id from group_chat where corp_id = $1 and opengid = $2 and not internal',
      [corp.corpId, body.opengid],
    );
    return { chat_id: found(group, 90511).chat_id };
  }),
];
