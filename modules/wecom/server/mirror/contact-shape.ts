import type { Ctx } from '#platform/server/ctx.ts';
import type {
  ExternalContact,
  FollowInfo,
  FollowUser,
} from '#protocol/wecom/endpoints/customers.ts';
import { hex } from './reading.repo.ts';

/** Who they are, as one encrypted value. */
export interface ContactProfile {
  name: string;
  avatar: string | null;
  unionid: string | null;
  corpName: string | null;
  position: string | null;
}

/** What a colleague wrote about them, as one encrypted value. */
export interface FollowNote {
  remark: string;
  description: string;
  company: string | null;
  mobiles: string[];
}

export interface ContactRow {
  external_userid: string;
  kind: number;
  gender: number;
  profile: string;
  profile_hash: string;
  reading: number;
}

export interface FollowRow {
  external_userid: string;
  userid: string;
  created_at: string;
  add_way: number | null;
  channel: string | null;
  oper_userid: string | null;
  tag_ids: string[];
  note: string | null;
  note_hash: string | null;
  reading: number;
}

export const PROFILE = 'wecom.contact.profile';
export const NOTE = 'wecom.follow.note';

export function contactRow(ctx: Ctx, contact: ExternalContact, reading: number): ContactRow {
  const text = JSON.stringify({
    name: contact.name,
    avatar: contact.avatar || null,
    unionid: contact.unionid || null,
    corpName: contact.corp_full_name || contact.corp_name || null,
    position: contact.position || null,
  } satisfies ContactProfile);
  return {
    external_userid: contact.external_userid,
    kind: contact.type,
    gender: contact.gender,
    profile: ctx.vault.encrypt(PROFILE, text),
    profile_hash: hex(ctx.vault.hash(PROFILE, text))!,
    reading,
  };
}

/** Of tags only those with an id: personal ones belong to the colleague alone. */
const tagIdsOf = (follow: FollowInfo | FollowUser): string[] =>
  ('tag_id' in follow
    ? follow.tag_id
    : follow.tags.flatMap(({ tag_id }) => (tag_id ? [tag_id] : []))
  ).toSorted();

export function followRow(
  ctx: Ctx,
  externalUserid: string,
  follow: FollowInfo | FollowUser,
  reading: number,
): FollowRow {
  const note: FollowNote = {
    remark: follow.remark,
    description: follow.description,
    company: follow.remark_corp_name || null,
    mobiles: follow.remark_mobiles.filter(Boolean),
  };
  const empty = !note.remark && !note.description && !note.company && note.mobiles.length === 0;
  const text = empty ? null : JSON.stringify(note);
  return {
    external_userid: externalUserid,
    userid: follow.userid,
    created_at: new Date(follow.createtime * 1000).toISOString(),
    add_way: follow.add_way ?? null,
    channel: follow.state || null,
    oper_userid: follow.oper_userid || null,
    tag_ids: tagIdsOf(follow),
    note: text && ctx.vault.encrypt(NOTE, text),
    note_hash: text && hex(ctx.vault.hash(NOTE, text)),
    reading,
  };
}
