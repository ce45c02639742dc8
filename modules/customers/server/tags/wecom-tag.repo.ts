import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';

/** True where some tag of the bank stands for one in a corp. */
export async function pushesAnything(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('customers.wecomTag')
    .select('tagId')
    .where('orgId', '=', ctx.orgId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface WecomTag {
  corpId: string;
  wecomTagId: string;
  tagId: number;
}

export async function findWecomTags(ctx: Ctx, corpIds?: readonly string[]): Promise<WecomTag[]> {
  let query = ctx.db
    .selectFrom('customers.wecomTag')
    .select(['corpId', 'wecomTagId', 'tagId'])
    .where('orgId', '=', ctx.orgId);
  if (corpIds) query = query.where(sql<boolean>`corp_id = any(${[...corpIds]}::uuid[])`);
  return query.execute();
}

export async function putWecomTags(ctx: TxCtx, tags: readonly WecomTag[]): Promise<void> {
  if (tags.length === 0) return;
  await ctx.db
    .insertInto('customers.wecomTag')
    .values(tags.map((tag) => ({ ...tag, orgId: ctx.orgId })))
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function deleteWecomTags(
  ctx: TxCtx,
  corpId: string,
  wecomTagIds: readonly string[],
): Promise<void> {
  if (wecomTagIds.length === 0) return;
  await ctx.db
    .deleteFrom('customers.wecomTag')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('wecomTagId', 'in', [...wecomTagIds])
    .execute();
}

/** A friendship with the tags it was last known to have in WeCom. */
export interface Friendship {
  customerId: number;
  corpId: string;
  userid: string;
  known: number[];
}

export async function findFriendships(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Friendship[]> {
  const { rows } = await sql<Friendship>`
    select r.customer_id as "customerId", r.corp_id as "corpId", r.userid,
           coalesce(k.tag_ids, '{}') as known
      from customers.relationship r
      left join customers.wecom_tag_known k on k.customer_id = r.customer_id
           and k.corp_id = r.corp_id and k.userid = r.userid
     where r.org_id = ${ctx.orgId} and r.state = 'active'
       and r.customer_id = any(${[...customerIds]}::bigint[])`.execute(ctx.db);
  return rows;
}

export async function putKnown(
  ctx: TxCtx,
  { customerId, corpId, userid }: Omit<Friendship, 'known'>,
  tagIds: readonly number[],
): Promise<void> {
  const row = { tagIds: [...tagIds], changedAt: ctx.now() };
  await ctx.db
    .insertInto('customers.wecomTagKnown')
    .values({ customerId, corpId, userid, orgId: ctx.orgId, ...row })
    .onConflict((c) => c.columns(['customerId', 'corpId', 'userid']).doUpdateSet(row))
    .execute();
}

/** The external_userids of customers in each corp. */
export async function findExternalUserids(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<{ customerId: number; corpId: string; externalUserid: string }[]> {
  const { rows } = await sql<{ customerId: number; corpId: string; externalUserid: string }>`
    select customer_id as "customerId", scope as "corpId", value as "externalUserid"
      from customers.identity
     where org_id = ${ctx.orgId} and kind = 'external_userid'
       and customer_id = any(${[...customerIds]}::bigint[])`.execute(ctx.db);
  return rows;
}

/** For the length of the transaction nobody else writes what is known of this friendship. */
export async function lockKnown(
  ctx: TxCtx,
  { customerId, corpId, userid }: Omit<Friendship, 'known'>,
): Promise<number[]> {
  const row = await ctx.db
    .selectFrom('customers.wecomTagKnown')
    .select('tagIds')
    .where('customerId', '=', customerId)
    .where('corpId', '=', corpId)
    .where('userid', '=', userid)
    .where('orgId', '=', ctx.orgId)
    .forUpdate()
    .executeTakeFirst();
  return row?.tagIds ?? [];
}

/** A friendship that is over took its tags with it. */
export async function forgetKnown(
  ctx: TxCtx,
  { customerId, corpId, userid }: Omit<Friendship, 'known'>,
): Promise<void> {
  await ctx.db
    .deleteFrom('customers.wecomTagKnown')
    .where('customerId', '=', customerId)
    .where('corpId', '=', corpId)
    .where('userid', '=', userid)
    .where('orgId', '=', ctx.orgId)
    .execute();
}

/** A corp of a unit for which the caller holds the permission. */
export async function findCorp(ctx: Ctx, corpId: string, permission: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('wecom.corp as c')
    .innerJoin('org.unit as u', (j) =>
      j.onRef('u.orgId', '=', 'c.orgId').onRef('u.id', '=', 'c.unitId'),
    )
    .select('c.id')
    .where('c.orgId', '=', ctx.orgId)
    .where('c.id', '=', corpId)
    .where(inScope(ctx, permission, 'u.path'))
    .executeTakeFirst();
  return row !== undefined;
}
