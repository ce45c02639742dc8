import { type RawBuilder, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import type { ContactRow, FollowRow } from './contact-shape.ts';
import { asRows } from './reading.repo.ts';

export interface Pair {
  externalUserid: string;
  userid: string;
}

/** Takes over what is newer than the copy; answers whose picture changed by it. */
export async function upsertContacts(
  ctx: TxCtx,
  corpId: CorpId,
  contacts: readonly ContactRow[],
): Promise<string[]> {
  if (contacts.length === 0) return [];
  const { rows: written } = await sql<{ externalUserid: string; changed: boolean }>`
    insert into wecom.contact as c (org_id, corp_id, external_userid, kind, gender, profile,
                                    profile_hash, reading, changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.external_userid, v.kind, v.gender, v.profile, v.profile_hash,
           v.reading, v.reading, ${ctx.now()}
      from json_to_recordset(${asRows(contacts)}::json) as v
             (external_userid text, kind int, gender int, profile text, profile_hash bytea, reading bigint)
    on conflict (org_id, corp_id, external_userid) do update
       set kind = excluded.kind, gender = excluded.gender, profile = excluded.profile,
           profile_hash = excluded.profile_hash, reading = excluded.reading,
           changed_reading = case when ${CONTACT_SAME} then c.changed_reading else excluded.reading end,
           changed_at = case when ${CONTACT_SAME} then c.changed_at else excluded.changed_at end
     where c.reading < excluded.reading
    returning c.external_userid, c.changed_reading = c.reading as changed`.execute(ctx.db);
  return written.flatMap((row) => (row.changed ? [row.externalUserid] : []));
}

const CONTACT_SAME = sql`(c.kind, c.gender, c.profile_hash)
  is not distinct from (excluded.kind, excluded.gender, excluded.profile_hash)`;

const FOLLOW_SAME = sql`(f.state, f.created_at, f.add_way, f.channel, f.tag_ids, f.note_hash)
  is not distinct from ('live', excluded.created_at, excluded.add_way, excluded.channel,
                        excluded.tag_ids, excluded.note_hash)`;

export async function upsertFollows(
  ctx: TxCtx,
  corpId: CorpId,
  follows: readonly FollowRow[],
): Promise<Pair[]> {
  if (follows.length === 0) return [];
  const { rows: written } = await sql<Pair & { changed: boolean }>`
    insert into wecom.follow as f (org_id, corp_id, external_userid, userid, state, created_at,
       add_way, channel, oper_userid, tag_ids, note, note_hash, reading, changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.external_userid, v.userid, 'live', v.created_at, v.add_way,
           v.channel, v.oper_userid, v.tag_ids, v.note, v.note_hash, v.reading, v.reading, ${ctx.now()}
      from json_to_recordset(${asRows(follows)}::json) as v
             (external_userid text, userid text, created_at timestamptz, add_way int, channel text,
              oper_userid text, tag_ids text[], note text, note_hash bytea, reading bigint)
    on conflict (org_id, corp_id, external_userid, userid) do update
       set state = 'live', created_at = excluded.created_at, add_way = excluded.add_way,
           channel = excluded.channel, oper_userid = excluded.oper_userid,
           tag_ids = excluded.tag_ids, note = excluded.note, note_hash = excluded.note_hash,
           gone_at = null, reading = excluded.reading,
           changed_reading = case when ${FOLLOW_SAME} then f.changed_reading else excluded.reading end,
           changed_at = case when ${FOLLOW_SAME} then f.changed_at else excluded.changed_at end
     where f.reading < excluded.reading
    returning f.external_userid, f.userid, f.changed_reading = f.reading as changed`.execute(
    ctx.db,
  );
  return written.flatMap(({ changed, ...pair }) => (changed ? [pair] : []));
}

/**
 * Whoever was asked for as a whole and is not in the answer has no relationship any more. Those in
 * the answer have been written before and carry the reading's number.
 */
export async function endOthers(
  ctx: TxCtx,
  corpId: CorpId,
  asked: readonly { externalUserid: string; reading: number }[],
): Promise<Pair[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<Pair & { changed: boolean }>`
    update wecom.follow f
       set state = 'ended', reading = v.reading, ${ended(ctx, sql`v.reading`)}
      from json_to_recordset(${asRows(asked)}::json) as v ("externalUserid" text, reading bigint)
     where f.org_id = ${ctx.orgId} and f.corp_id = ${corpId}
       and f.external_userid = v."externalUserid" and f.reading < v.reading
    returning f.external_userid, f.userid, f.changed_reading = f.reading as changed`.execute(
    ctx.db,
  );
  return rows.flatMap(({ changed, ...pair }) => (changed ? [pair] : []));
}

/** What events told of a pair: the latest time of each kind. */
export interface PairFacts {
  external_userid: string;
  userid: string;
  added_at: string | null;
  deleted_at: string | null;
  transferred_at: string | null;
  left_at: string | null;
}

export async function noteFacts(
  ctx: TxCtx,
  corpId: CorpId,
  facts: readonly PairFacts[],
): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into wecom.follow as f (org_id, corp_id, external_userid, userid, state, tag_ids, reading,
       changed_reading, changed_at, added_at, deleted_at, transferred_at, left_at)
    select ${ctx.orgId}, ${corpId}, v.external_userid, v.userid, 'unread', '{}', 0, 0, ${ctx.now()},
           v.added_at, v.deleted_at, v.transferred_at, v.left_at
      from json_to_recordset(${asRows(facts)}::json) as v
             (external_userid text, userid text, added_at timestamptz, deleted_at timestamptz,
              transferred_at timestamptz, left_at timestamptz)
    on conflict (org_id, corp_id, external_userid, userid) do update
       set added_at = greatest(f.added_at, excluded.added_at),
           deleted_at = greatest(f.deleted_at, excluded.deleted_at),
           transferred_at = greatest(f.transferred_at, excluded.transferred_at),
           left_at = greatest(f.left_at, excluded.left_at)`.execute(ctx.db);
}

/** Of these pairs the ones that an event called over, after all that was heard of them before. */
export async function deletedPairs(
  ctx: Ctx,
  corpId: CorpId,
  pairs: readonly Pair[],
): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<Pair>`
    select f.external_userid, f.userid from wecom.follow f
      join json_to_recordset(${asRows(pairs)}::json) as v ("externalUserid" text, userid text)
        on f.external_userid = v."externalUserid" and f.userid = v.userid
     where f.org_id = ${ctx.orgId} and f.corp_id = ${corpId}
       and greatest(f.deleted_at, f.transferred_at) >= coalesce(greatest(f.created_at, f.added_at), '-infinity')`.execute(
    ctx.db,
  );
  return rows;
}

/** Ends relationships that a whole list, begun at `reading`, no longer shows. */
export async function endPairs(
  ctx: TxCtx,
  corpId: CorpId,
  pairs: readonly Pair[],
  reading: number,
): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<Pair & { changed: boolean }>`
    update wecom.follow f
       set state = 'ended', reading = ${reading}, ${ended(ctx, sql`${reading}::bigint`)}
      from json_to_recordset(${asRows(pairs)}::json) as v ("externalUserid" text, userid text)
     where f.org_id = ${ctx.orgId} and f.corp_id = ${corpId} and f.reading < ${reading}
       and f.external_userid = v."externalUserid" and f.userid = v.userid
    returning f.external_userid, f.userid, f.changed_reading = f.reading as changed`.execute(
    ctx.db,
  );
  return rows.flatMap(({ changed, ...pair }) => (changed ? [pair] : []));
}

/** The first time that a relationship is found to be over is the change. */
const ended = (ctx: Ctx, reading: RawBuilder<unknown>) => sql`
           gone_at = case when f.state = 'ended' then f.gone_at else ${ctx.now()}::timestamptz end,
           changed_reading = case when f.state = 'ended' then f.changed_reading else ${reading} end,
           changed_at = case when f.state = 'ended' then f.changed_at else ${ctx.now()}::timestamptz end`;

/** How many each of these colleagues has. */
export async function countLive(
  ctx: Ctx,
  corpId: CorpId,
  userids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ userid: string; n: number }>`
    select userid, count(*) as n from wecom.follow
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and state = 'live'
       and userid = any(${[...userids]}::text[])
     group by 1`.execute(ctx.db);
  return new Map(rows.map(({ userid, n }) => [userid, n]));
}

/** Contacts with a relationship that no reading since then has found, after this one. */
export async function unseenContacts(
  ctx: Ctx,
  corpId: CorpId,
  since: number,
  { userid, after = '', limit }: { userid?: string; after?: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ externalUserid: string }>`
    select distinct external_userid from wecom.follow
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and state = 'live' and reading < ${since}
       and external_userid > ${after} and (${userid ?? null}::text is null or userid = ${userid ?? null})
     order by 1 limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.externalUserid);
}

export interface StoredFollow extends Pair {
  state: string;
  createdAt: Date | null;
  addWay: number | null;
  channel: string | null;
  tagIds: string[];
  note: string | null;
  noteHash: Buffer | null;
  changedAt: Date;
  goneAt: Date | null;
  addedAt: Date | null;
  deletedAt: Date | null;
  transferredAt: Date | null;
  leftAt: Date | null;
}

export async function findFollows(
  ctx: Ctx,
  corpId: CorpId,
  externalUserids: readonly string[],
): Promise<StoredFollow[]> {
  return ctx.db
    .selectFrom('wecom.follow')
    .select([
      'externalUserid',
      'userid',
      'state',
      'createdAt',
      'addWay',
      'channel',
      'tagIds',
      'note',
      'noteHash',
      'changedAt',
      'goneAt',
      'addedAt',
      'deletedAt',
      'transferredAt',
      'leftAt',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('externalUserid', '=', sql<string>`any(${[...externalUserids]}::text[])`)
    .orderBy('externalUserid')
    .orderBy('userid')
    .execute();
}

export interface StoredContact {
  externalUserid: string;
  kind: number;
  gender: number;
  profile: string;
  profileHash: Buffer;
  changedAt: Date;
}

export async function findContacts(
  ctx: Ctx,
  corpId: CorpId,
  externalUserids: readonly string[],
): Promise<StoredContact[]> {
  return ctx.db
    .selectFrom('wecom.contact')
    .select(['externalUserid', 'kind', 'gender', 'profile', 'profileHash', 'changedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('externalUserid', '=', sql<string>`any(${[...externalUserids]}::text[])`)
    .execute();
}

/** Contacts of a corp in the order of their ids, for whoever goes through all of them. */
export async function pageOfContacts(
  ctx: Ctx,
  corpId: CorpId,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('wecom.contact')
    .select('externalUserid')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('externalUserid', '>', after)
    .orderBy('externalUserid')
    .limit(limit)
    .execute();
  return rows.map((row) => row.externalUserid);
}
