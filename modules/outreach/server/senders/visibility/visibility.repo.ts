import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface PlanAtCorp {
  readonly planId: string;
  readonly corpId: string;
}

export interface Cohort extends PlanAtCorp {
  readonly cohort: number;
}

/**
 * The friendship by which a touch `t` leaves. Looked up by its key: joined as sets, tables that were
 * filled a moment ago are read whole for every touch.
 */
export const friendshipOf = sql`(
  select r.userid from customers.relationship r
   where r.customer_id = t.customer_id and r.org_id = t.org_id and r.corp_id = t.corp_id
     and r.staff_id = t.staff_id and r.state = 'active' offset 0) r`;

export async function findPlanTag(
  ctx: Ctx,
  { planId, corpId, cohort }: Cohort,
): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('outreach.planTag')
    .select('tagId')
    .where('orgId', '=', ctx.orgId)
    .where('planId', '=', planId)
    .where('corpId', '=', corpId)
    .where('cohort', '=', cohort)
    .executeTakeFirst();
  return row?.tagId ?? null;
}

export async function insertPlanTag(
  ctx: Ctx,
  { planId, corpId, cohort }: Cohort,
  tagId: string,
): Promise<void> {
  await ctx.db
    .insertInto('outreach.planTag')
    .values({ orgId: ctx.orgId, planId, corpId, cohort, tagId, madeAt: ctx.now() })
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Tags that WeCom knows no more: their cohorts get others, and everybody in them is to be marked anew. */
export async function forgetTags(
  ctx: TxCtx,
  { planId, corpId }: { readonly planId: string; readonly corpId: string | null },
  tagIds: readonly string[],
): Promise<void> {
  await sql`
    with gone as (
      delete from outreach.plan_tag where org_id = ${ctx.orgId} and plan_id = ${planId}
         and corp_id = ${corpId} and tag_id = any (${[...tagIds]}::text[])
      returning cohort)
    update outreach.moment_tag m set marked = false, refused = null
      from gone g
     where m.org_id = ${ctx.orgId} and m.plan_id = ${planId} and m.corp_id = ${corpId}
       and m.cohort = g.cohort`.execute(ctx.db);
}

/**
 * The friendships of a handover are its cohort from now on, with the colleagues who publish it: whoever
 * else was in it there leaves it.
 */
export async function setWanted(ctx: TxCtx, at: Cohort, handoverId: string): Promise<void> {
  await sql`
    insert into outreach.moment_tag (customer_id, plan_id, corp_id, userid, cohort, org_id, wanted, marked)
    select distinct t.customer_id, t.plan_id, t.corp_id, r.userid, ${at.cohort}::int, t.org_id, true, false
      from outreach.touch t
     cross join lateral ${friendshipOf}
     where t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId} and t.state = 'reserved'
    on conflict (customer_id, plan_id, corp_id, userid, cohort)
    do update set wanted = true, refused = null where not moment_tag.wanted`.execute(ctx.db);
  await leaveOthers(ctx, at, handoverId, 'reserved');
}

/** Whoever was judged out of a handover, or was never in it, leaves its cohort. True: somebody did. */
export async function leaveOthers(
  ctx: Ctx,
  { planId, corpId, cohort }: Cohort,
  handoverId: string,
  state: 'reserved' | 'handed_over',
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with mine as materialized (
      select t.customer_id, t.staff_id, t.org_id, t.corp_id from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId} and t.state = ${state}),
    colleagues as materialized (
      select distinct r.userid from mine t
       cross join lateral ${friendshipOf}),
    others as materialized (
      select m.customer_id from outreach.moment_tag m
       where m.org_id = ${ctx.orgId} and m.plan_id = ${planId} and m.corp_id = ${corpId}
         and m.cohort = ${cohort} and m.wanted and m.userid in (select userid from colleagues)
      except select customer_id from mine)
    update outreach.moment_tag m set wanted = false
      from others o
     where m.customer_id = o.customer_id and m.org_id = ${ctx.orgId} and m.plan_id = ${planId}
       and m.corp_id = ${corpId} and m.cohort = ${cohort} and m.wanted
       and m.userid in (select userid from colleagues)`.execute(ctx.db);
  return Number(numAffectedRows ?? 0) > 0;
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
  readonly cohort: number;
  readonly tagId: string;
  readonly externalUserid: string | null;
  readonly wanted: boolean;
}

/** Friendships that are not as they should be at WeCom; of one cohort, or of all of a plan. */
export async function behind(
  ctx: Ctx,
  { planId, corpId }: PlanAtCorp,
  cohort: number | null,
  limit: number,
): Promise<Mark[]> {
  const { rows } = await sql<Mark>`
    select distinct on (m.customer_id, m.userid, m.cohort) m.customer_id, m.userid, m.cohort,
           m.wanted, p.tag_id, i.value as external_userid
      from outreach.moment_tag m
      join outreach.plan_tag p on p.org_id = m.org_id and p.plan_id = m.plan_id
       and p.corp_id = m.corp_id and p.cohort = m.cohort
      left join customers.identity i on i.customer_id = m.customer_id and i.org_id = m.org_id
       and i.kind = 'external_userid' and i.scope = m.corp_id::text
     where m.org_id = ${ctx.orgId} and m.plan_id = ${planId} and m.corp_id = ${corpId}
       and (${cohort}::int is null or m.cohort = ${cohort})
       and m.wanted <> m.marked and m.refused is null
     order by m.customer_id, m.userid, m.cohort, i.at desc nulls last limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

/** What WeCom took, and with `refused` what it would not. */
export async function setMarked(
  ctx: Ctx,
  { planId, corpId }: PlanAtCorp,
  marks: readonly (Mark & { readonly refused: number | null })[],
): Promise<void> {
  const given = JSON.stringify(
    marks.map((m) => ({
      c: m.customerId,
      u: m.userid,
      k: m.cohort,
      wanted: m.wanted,
      refused: m.refused,
    })),
  );
  await sql`
    update outreach.moment_tag m
       set marked = case when g.refused is null then g.wanted else m.marked end,
           refused = g.refused
      from jsonb_to_recordset(${given}::jsonb) as g(c bigint, u text, k int, wanted bool, refused int)
     where m.customer_id = g.c and m.plan_id = ${planId} and m.corp_id = ${corpId}
       and m.userid = g.u and m.cohort = g.k and m.org_id = ${ctx.orgId}`.execute(ctx.db);
}

/** Of these customers, those to whom WeCom would not put the tag. */
export async function refusedMarks(
  ctx: Ctx,
  { planId, corpId, cohort }: Cohort,
  customerIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ customerId: number }>`
    select m.customer_id from outreach.moment_tag m
     where m.org_id = ${ctx.orgId} and m.plan_id = ${planId} and m.corp_id = ${corpId}
       and m.cohort = ${cohort} and m.customer_id = any(${[...customerIds]}::bigint[])
       and m.refused is not null`.execute(ctx.db);
  return new Set(rows.map(({ customerId }) => customerId));
}
