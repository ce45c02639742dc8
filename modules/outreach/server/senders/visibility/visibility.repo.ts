import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface PlanAtCorp {
  readonly planId: string;
  readonly corpId: string;
}

export async function findPlanTag(
  ctx: Ctx,
  { planId, corpId }: PlanAtCorp,
): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('outreach.planTag')
    .select('tagId')
    .where('orgId', '=', ctx.orgId)
    .where('planId', '=', planId)
    .where('corpId', '=', corpId)
    .executeTakeFirst();
  return row?.tagId ?? null;
}

export async function insertPlanTag(
  ctx: Ctx,
  { planId, corpId }: PlanAtCorp,
  tagId: string,
): Promise<void> {
  await ctx.db
    .insertInto('outreach.planTag')
    .values({ orgId: ctx.orgId, planId, corpId, tagId, madeAt: ctx.now() })
    .onConflict((c) => c.doNothing())
    .execute();
}

/**
 * Friendships through which moments of the plan are seen from now on: of the customers of this
 * handover; no longer of those whose latest moment of the plan was refused or withdrawn.
 */
export async function setWanted(ctx: TxCtx, at: PlanAtCorp, handoverId: string): Promise<void> {
  await sql`
    insert into outreach.moment_tag (customer_id, plan_id, corp_id, userid, org_id, wanted, marked)
    select distinct t.customer_id, t.plan_id, t.corp_id, r.userid, t.org_id, true, false
      from outreach.touch t
      join customers.relationship r
        on r.customer_id = t.customer_id and r.org_id = t.org_id and r.corp_id = t.corp_id
       and r.staff_id = t.staff_id and r.state = 'active'
     where t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId} and t.state = 'reserved'
    on conflict (customer_id, plan_id, corp_id, userid)
    do update set wanted = true, refused = null where not moment_tag.wanted`.execute(ctx.db);
  await sql`
    update outreach.moment_tag m set wanted = false
     where m.org_id = ${ctx.orgId} and m.plan_id = ${at.planId} and m.corp_id = ${at.corpId}
       and m.wanted
       and (select t.state from outreach.touch t
             where t.customer_id = m.customer_id and t.org_id = m.org_id
               and t.plan_id = m.plan_id and t.channel = 'moments'
               and t.state not in ('proposed', 'deferred', 'displaced')
             order by t.planned_at desc limit 1) in ('refused', 'withdrawn')`.execute(ctx.db);
}

/** Whoever withdrew consent sees no more of any plan. Answers where something is to be taken off. */
export async function setUnwanted(
  ctx: TxCtx,
  customerIds: readonly number[],
): Promise<PlanAtCorp[]> {
  const { rows } = await sql<PlanAtCorp>`
    with gone as (
      update outreach.moment_tag set wanted = false
       where org_id = ${ctx.orgId} and customer_id = any(${[...customerIds]}::bigint[]) and wanted
      returning plan_id, corp_id)
    select distinct plan_id, corp_id from gone`.execute(ctx.db);
  return rows;
}

export interface Mark {
  readonly customerId: number;
  readonly userid: string;
  readonly externalUserid: string | null;
  readonly wanted: boolean;
}

/** Friendships that are not as they should be at WeCom. */
export async function behind(ctx: Ctx, at: PlanAtCorp, limit: number): Promise<Mark[]> {
  const { rows } = await sql<Mark>`
    select distinct on (m.customer_id, m.userid) m.customer_id, m.userid, m.wanted,
           i.value as external_userid
      from outreach.moment_tag m
      left join customers.identity i on i.customer_id = m.customer_id and i.org_id = m.org_id
       and i.kind = 'external_userid' and i.scope = m.corp_id::text
     where m.org_id = ${ctx.orgId} and m.plan_id = ${at.planId} and m.corp_id = ${at.corpId}
       and m.wanted <> m.marked and m.refused is null
     order by m.customer_id, m.userid, i.at desc nulls last limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function setMarked(
  ctx: Ctx,
  at: PlanAtCorp,
  { customerId, userid, wanted }: Mark,
  refused: number | null,
): Promise<void> {
  await ctx.db
    .updateTable('outreach.momentTag')
    .set(refused === null ? { marked: wanted } : { refused })
    .where('orgId', '=', ctx.orgId)
    .where('planId', '=', at.planId)
    .where('corpId', '=', at.corpId)
    .where('customerId', '=', customerId)
    .where('userid', '=', userid)
    .execute();
}

/** Of these customers, those to whom WeCom would not put the tag. */
export async function refusedMarks(
  ctx: Ctx,
  at: PlanAtCorp,
  customerIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ customerId: number }>`
    select m.customer_id from outreach.moment_tag m
     where m.org_id = ${ctx.orgId} and m.plan_id = ${at.planId} and m.corp_id = ${at.corpId}
       and m.customer_id = any(${[...customerIds]}::bigint[]) and m.refused is not null`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ customerId }) => customerId));
}
