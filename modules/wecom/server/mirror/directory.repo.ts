import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Department, Member } from '#protocol/wecom/endpoints/contacts.ts';
import type { CorpId } from '../../contract/corp.ts';
import { asRows, hex, takeList } from './reading.repo.ts';

const DEPARTMENTS = 'departments';
const SERVING = 'serving';

/** The whole list; what is not in it is gone. Answers what changed. */
export async function replaceDepartments(
  ctx: TxCtx,
  corpId: CorpId,
  departments: readonly Department[],
  reading: number,
): Promise<{ id: string; gone: boolean }[]> {
  if (!(await takeList(ctx, corpId, DEPARTMENTS, reading))) return [];
  const rows = departments.map((d) => ({
    id: d.id,
    name: d.name,
    parent_id: d.parentid,
    sort: d.order,
    leaders: d.department_leader,
  }));
  const same = sql`d.gone_at is null and (d.name, d.parent_id, d.sort, d.leaders)
    is not distinct from (excluded.name, excluded.parent_id, excluded.sort, excluded.leaders)`;
  const written = await sql<{ id: string; changed: boolean }>`
    insert into wecom.department as d (org_id, corp_id, id, name, parent_id, sort, leaders, reading,
                                       changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.id, v.name, v.parent_id, v.sort, v.leaders, ${reading},
           ${reading}, ${ctx.now()}
      from json_to_recordset(${asRows(rows)}::json)
             as v (id bigint, name text, parent_id bigint, sort bigint, leaders text[])
    on conflict (org_id, corp_id, id) do update
       set name = excluded.name, parent_id = excluded.parent_id, sort = excluded.sort,
           leaders = excluded.leaders, reading = excluded.reading, gone_at = null,
           changed_reading = case when ${same} then d.changed_reading else excluded.reading end,
           changed_at = case when ${same} then d.changed_at else excluded.changed_at end
    returning d.id::text as id, d.changed_reading = d.reading as changed`.execute(ctx.db);
  const gone = await sql<{ id: string }>`
    update wecom.department set gone_at = ${ctx.now()}, changed_at = ${ctx.now()},
           reading = ${reading}, changed_reading = ${reading}
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and reading < ${reading} and gone_at is null
    returning id::text as id`.execute(ctx.db);
  return [
    ...written.rows.flatMap(({ id, changed }) => (changed ? [{ id, gone: false }] : [])),
    ...gone.rows.map(({ id }) => ({ id, gone: true })),
  ];
}

export interface MemberProfile {
  name: string;
  alias: string | null;
  position: string | null;
  mobile: string | null;
  email: string | null;
  avatar: string | null;
}

export const MEMBER_PROFILE = 'wecom.member.profile';

export async function upsertMembers(
  ctx: TxCtx,
  corpId: CorpId,
  members: readonly { member: Member; reading: number }[],
): Promise<string[]> {
  if (members.length === 0) return [];
  const newest = new Map(members.map((m) => [m.member.userid, m]));
  const rows = [...newest.values()].map(({ member, reading }) => {
    const profile = JSON.stringify({
      name: member.name,
      alias: member.alias || null,
      position: member.position || null,
      mobile: member.mobile || null,
      email: member.biz_mail || member.email || null,
      avatar: member.avatar || null,
    } satisfies MemberProfile);
    return {
      userid: member.userid,
      profile: ctx.vault.encrypt(MEMBER_PROFILE, profile),
      profile_hash: hex(ctx.vault.hash(MEMBER_PROFILE, profile)),
      departments: member.department,
      leads: member.is_leader_in_dept,
      status: member.status,
      reading,
    };
  });
  const same = sql`m.gone_at is null and (m.profile_hash, m.departments, m.leads, m.status)
    is not distinct from (excluded.profile_hash, excluded.departments, excluded.leads, excluded.status)`;
  const { rows: written } = await sql<{ userid: string; changed: boolean }>`
    insert into wecom.member as m (org_id, corp_id, userid, profile, profile_hash, departments, leads,
                                   status, serves, reading, changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.userid, v.profile, v.profile_hash, v.departments, v.leads,
           v.status, false, v.reading, v.reading, ${ctx.now()}
      from json_to_recordset(${asRows(rows)}::json)
             as v (userid text, profile text, profile_hash bytea, departments bigint[], leads int[],
                   status int, reading bigint)
    on conflict (org_id, corp_id, userid) do update
       set profile = excluded.profile, profile_hash = excluded.profile_hash,
           departments = excluded.departments, leads = excluded.leads, status = excluded.status,
           reading = excluded.reading, gone_at = null,
           changed_reading = case when ${same} then m.changed_reading else excluded.reading end,
           changed_at = case when ${same} then m.changed_at else excluded.changed_at end
     where m.reading < excluded.reading
    returning m.userid, m.changed_reading = m.reading as changed`.execute(ctx.db);
  return written.flatMap((row) => (row.changed ? [row.userid] : []));
}

/** Also of somebody never seen: an older picture that is still on its way must not bring them back. */
export async function setMembersGone(
  ctx: TxCtx,
  corpId: CorpId,
  members: readonly { userid: string; reading: number }[],
): Promise<string[]> {
  if (members.length === 0) return [];
  const nobody = ctx.vault.encrypt(MEMBER_PROFILE, JSON.stringify({ name: '' }));
  const { rows } = await sql<{ userid: string; changed: boolean }>`
    insert into wecom.member as m (org_id, corp_id, userid, profile, profile_hash, departments, leads,
                                   status, serves, reading, changed_reading, changed_at, gone_at)
    select ${ctx.orgId}, ${corpId}, v.userid, ${nobody}, '', '{}', '{}', 5, false, v.reading,
           v.reading, ${ctx.now()}, ${ctx.now()}::timestamptz
      from json_to_recordset(${asRows(members)}::json) as v (userid text, reading bigint)
    on conflict (org_id, corp_id, userid) do update
       set status = 5, serves = false, reading = excluded.reading,
           gone_at = coalesce(m.gone_at, excluded.gone_at),
           changed_reading = case when m.gone_at is null then excluded.reading else m.changed_reading end,
           changed_at = case when m.gone_at is null then excluded.changed_at else m.changed_at end
     where m.reading < excluded.reading
    returning m.userid, m.changed_reading = m.reading as changed`.execute(ctx.db);
  return rows.flatMap((row) => (row.changed ? [row.userid] : []));
}

/** Who may have customers: the whole list. */
export async function setServing(
  ctx: TxCtx,
  corpId: CorpId,
  userids: readonly string[],
  reading: number,
): Promise<void> {
  if (!(await takeList(ctx, corpId, SERVING, reading))) return;
  await sql`
    update wecom.member set serves = (userid = any(${[...userids]}::text[]))
     where org_id = ${ctx.orgId} and corp_id = ${corpId}
       and serves <> (userid = any(${[...userids]}::text[]))`.execute(ctx.db);
}

export async function unseenMembers(ctx: Ctx, corpId: CorpId, since: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('wecom.member')
    .select('userid')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('reading', '<', since)
    .where('goneAt', 'is', null)
    .orderBy('userid')
    .execute();
  return rows.map((row) => row.userid);
}

export async function findMembers(ctx: Ctx, corpId: CorpId, userids?: readonly string[]) {
  return ctx.db
    .selectFrom('wecom.member')
    .select([
      'userid',
      'profile',
      'departments',
      'leads',
      'status',
      'serves',
      'changedAt',
      'goneAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .$if(userids !== undefined, (q) =>
      q.where('userid', '=', sql<string>`any(${[...userids!]}::text[])`),
    )
    .orderBy('userid')
    .execute();
}

export async function findDepartments(ctx: Ctx, corpId: CorpId) {
  return ctx.db
    .selectFrom('wecom.department')
    .select(['id', 'name', 'parentId', 'sort', 'leaders'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('goneAt', 'is', null)
    .orderBy('parentId')
    .orderBy('sort', 'desc')
    .orderBy('id')
    .execute();
}
