import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { EndedBy, RelationshipSource } from '../../contract/relationship.ts';

export interface RelationshipRow {
  readonly customerId: number;
  readonly corpId: string;
  readonly userid: string;
  readonly staffId: string | null;
  readonly state: 'half' | 'active' | 'ended';
  readonly startedAt: Date;
  readonly source: RelationshipSource;
  readonly channel: string | null;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
}

export async function relationshipRows(
  ctx: Ctx,
  customerIds: readonly number[],
  corpId: string,
): Promise<RelationshipRow[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<RelationshipRow>`
    select customer_id, corp_id, userid, staff_id, state, started_at, source, channel, ended_at,
           ended_by
      from customers.relationship
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}
       and corp_id = ${corpId}`.execute(ctx.db);
  return rows;
}

export async function putRelationships(
  ctx: TxCtx,
  rows: readonly RelationshipRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
        started_at, source, channel, ended_at, ended_by, deleted_at, two_way_count)
    select r."customerId", r."corpId", r.userid, ${ctx.orgId}, r."staffId", r.state, r."startedAt",
           r.source, r.channel, r."endedAt", r."endedBy",
           case when r."endedBy" = 'customer' then r."endedAt" end, 0
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r ("customerId" bigint, "corpId" uuid, userid text, "staffId" uuid, state text,
              "startedAt" timestamptz, source text, channel text, "endedAt" timestamptz,
              "endedBy" text)
    on conflict (customer_id, corp_id, userid) do update
      set staff_id = excluded.staff_id, state = excluded.state, started_at = excluded.started_at,
          source = excluded.source, channel = excluded.channel, ended_at = excluded.ended_at,
          ended_by = excluded.ended_by,
          -- Kept when they are friends again: the silence after it does not end by that (CR-107).
          deleted_at = coalesce(excluded.deleted_at, relationship.deleted_at)`.execute(ctx.db);
}

export interface ChangeRow {
  readonly customerId: number;
  readonly at: Date;
  readonly corpId: string;
  readonly userid: string;
  readonly kind: 'half_added' | 'started' | 'ended' | 'transferred';
  readonly staffId: string | null;
  readonly source?: string | null;
  readonly channel?: string | null;
  readonly endedBy?: string | null;
}

/** Notes what happened, for good; the same again is one. Answers those that are new. */
export async function putChanges(ctx: TxCtx, rows: readonly ChangeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into customers.relationship_change as known
      (customer_id, at, corp_id, userid, kind, org_id, staff_id, source, channel, ended_by)
    select r."customerId", r.at, r."corpId", r.userid, r.kind, ${ctx.orgId}, r."staffId",
           r.source, r.channel, r."endedBy"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r ("customerId" bigint, at timestamptz, "corpId" uuid, userid text, kind text,
              "staffId" uuid, source text, channel text, "endedBy" text)
    on conflict (customer_id, at, corp_id, userid, kind) do update
      set ended_by = coalesce(known.ended_by, excluded.ended_by)`.execute(ctx.db);
}

export interface StaffOfUser {
  readonly userid: string;
  readonly staffId: string;
  readonly unitId: string;
}

/** Who of the bank carries these WeCom userids. */
export async function staffOfUsers(
  ctx: Ctx,
  userids: readonly string[],
): Promise<Map<string, StaffOfUser>> {
  if (userids.length === 0) return new Map();
  const { rows } = await sql<StaffOfUser>`
    select wecom_user_id as userid, id as staff_id, unit_id from org.staff
     where org_id = ${ctx.orgId} and wecom_user_id = any(${userids}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.userid, row]));
}

export async function headOfficeId(ctx: Ctx): Promise<string> {
  const { id } = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
  return id;
}

/** The userid belongs to somebody now: their relationships are known as theirs. */
export async function linkStaff(ctx: TxCtx, staffIds: readonly string[]): Promise<number[]> {
  if (staffIds.length === 0) return [];
  const users = await sql<{ id: string; userid: string }>`
    select id, wecom_user_id as userid from org.staff
     where org_id = ${ctx.orgId} and id = any(${staffIds}::uuid[])
       and wecom_user_id is not null`.execute(ctx.db);
  if (users.rows.length === 0) return [];
  const { rows } = await sql<{ customerId: number }>`
    update customers.relationship r set staff_id = s.id
      from unnest(${users.rows.map((s) => s.id)}::uuid[],
                  ${users.rows.map((s) => s.userid)}::text[]) as s (id, userid)
     where r.org_id = ${ctx.orgId} and r.userid = s.userid and r.staff_id is distinct from s.id
    returning r.customer_id`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export interface TwoWayContact {
  readonly customerId: number;
  readonly staffId: string;
  /** When they last spoke, and when before that. */
  readonly at: Date;
  readonly earlier: readonly Date[];
}

/** The two spoke to each other: counted once, however often it is told. */
export async function noteContacts(
  ctx: TxCtx,
  contacts: readonly TwoWayContact[],
): Promise<number[]> {
  if (contacts.length === 0) return [];
  const { rows } = await sql<{ customerId: number }>`
    update customers.relationship r
       set last_two_way_at = c.at,
           two_way_count = r.two_way_count + 1 + (
             select count(*) from jsonb_array_elements_text(c.earlier) as e (at)
              where r.last_two_way_at is null or e.at::timestamptz > r.last_two_way_at)
      from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
        as c ("customerId" bigint, "staffId" uuid, at timestamptz, earlier jsonb)
     where r.customer_id = c."customerId" and r.org_id = ${ctx.orgId} and r.staff_id = c."staffId"
       and (r.last_two_way_at is null or r.last_two_way_at < c.at)
    returning r.customer_id`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export async function relationshipViews(ctx: Ctx, customerId: number) {
  return ctx.db
    .selectFrom('customers.relationship as r')
    .leftJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'r.orgId').onRef('s.id', '=', 'r.staffId'),
    )
    .select([
      'r.corpId',
      'r.userid',
      'r.state',
      'r.startedAt',
      'r.source',
      'r.channel',
      'r.endedAt',
      'r.endedBy',
      'r.lastTwoWayAt',
      'r.twoWayCount',
      'r.staffId',
      's.number as staffNumber',
      's.name as staffName',
    ])
    .where('r.customerId', '=', customerId)
    .where('r.orgId', '=', ctx.orgId)
    .orderBy('r.startedAt', 'desc')
    .execute();
}
