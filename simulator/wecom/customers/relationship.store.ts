import { type Db, row, rows } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';

export interface Relationship {
  userid: string;
  external_userid: string;
  seq: number;
  half: boolean;
  deleted_by_staff_at: number | null;
  deleted_by_customer_at: number | null;
  createtime: number;
  add_way: number;
  state: string | null;
  link_id: string | null;
  oper_userid: string;
  remark: string;
  description: string;
  remark_corp_name: string | null;
  remark_mobiles: string[];
  tag_ids: string[];
  personal_tags: string[];
  chatted: boolean;
  last_chat_at: number;
  messages_received: number;
  temporary_until: number | null;
  agreement: string | null;
  agreement_at: number;
}

export interface Profile {
  external_userid: string;
  person_id: string;
  name: string;
  avatar: string;
  gender: number;
  kind: number;
  unionid: string;
  corp_name: string | null;
  corp_full_name: string | null;
  position: string | null;
}

/** What the API counts as a customer of a member: a friend the member did not delete. */
export const IS_FRIEND = 'not r.half and r.deleted_by_staff_at is null';

export const findRelationship = (db: Db, corpId: string, userid: string, externalUserid: string) =>
  row<Relationship>(
    db,
    'select r.* from relationship r where corp_id = $1 and userid = $2 and external_userid = $3',
    [corpId, userid, externalUserid],
  );

export const isFriend = (r: Relationship | undefined): r is Relationship =>
  Boolean(r && !r.half && r.deleted_by_staff_at === null);

export const findProfile = (db: Db, corpId: string, externalUserid: string) =>
  row<Profile>(
    db,
    `select c.external_userid, p.* from customer c join person p using (person_id)
      where c.corp_id = $1 and c.external_userid = $2`,
    [corpId, externalUserid],
  );

export interface TagName {
  tag_id: string;
  name: string;
  group_name: string;
  strategy_id: number | null;
}

export async function tagNames(
  db: Db,
  corpId: string,
  ids: readonly string[],
): Promise<Map<string, TagName>> {
  if (ids.length === 0) return new Map();
  const found = await rows<TagName>(
    db,
    `select t.tag_id, t.name, g.name group_name, g.strategy_id
       from tag t join tag_group g using (corp_id, group_id)
      where t.corp_id = $1 and t.tag_id = any($2) and not t.deleted`,
    [corpId, ids],
  );
  return new Map(found.map((t) => [t.tag_id, t]));
}

/** The customer's side of an answer. */
export const externalContactOf = (corp: Corp, p: Profile) => ({
  external_userid: p.external_userid,
  name: p.name,
  avatar: p.avatar,
  type: p.kind,
  gender: p.gender,
  ...(p.kind === 1 && corp.settings.developerBound ? { unionid: p.unionid } : {}),
  ...(p.kind === 2
    ? {
        position: p.position ?? '',
        corp_name: p.corp_name ?? '',
        corp_full_name: p.corp_full_name ?? '',
        external_profile: { external_attr: [] },
      }
    : {}),
});

/** The member's side, without tags. */
export const followOf = (r: Relationship, kind: number) => ({
  userid: r.userid,
  remark: r.remark,
  description: r.description,
  createtime: r.createtime,
  ...(kind === 1 && r.remark_corp_name !== null ? { remark_corp_name: r.remark_corp_name } : {}),
  remark_mobiles: r.remark_mobiles,
  add_way: r.add_way,
  ...(r.add_way === 10 ? { wechat_channels: { nickname: '', source: 0 } } : {}),
  oper_userid: r.oper_userid,
  ...(r.state ? { state: r.state } : {}),
});
