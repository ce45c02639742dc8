import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { friendshipOf, type PlanAtCorp } from './visibility.repo.ts';

/** The cohorts of a plan are chosen one after the other. */
export async function lockCohorts(ctx: TxCtx, { planId, corpId }: PlanAtCorp): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(
      ${`outreach.cohorts ${ctx.orgId} ${planId} ${corpId}`}, 0))`.execute(ctx.db);
}

export async function cohortOf(ctx: TxCtx, handoverId: string): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('outreach.handover')
    .select('cohort')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', handoverId)
    .executeTakeFirst();
  return row?.cohort ?? null;
}

export async function setCohort(ctx: TxCtx, handoverId: string, cohort: number): Promise<void> {
  await ctx.db
    .updateTable('outreach.handover')
    .set({ cohort })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', handoverId)
    .execute();
}

export interface Choice {
  /** How many friendships the handover is for: what a new cohort would take. */
  readonly size: number;
  /** The known cohort that becomes it with the fewest changes; null: none may be changed so. */
  readonly cohort: number | null;
  readonly changes: number;
  /** The number that a new one would have. */
  readonly next: number;
}

/**
 * Which cohort may see a handover. A cohort is changed only where nothing else is waiting for it: as
 * long as a colleague has not published, whoever is put into it would see what was not meant for them,
 * and whoever is taken out would miss what was. Sets are taken from each other as sets: asked one by
 * one, a cohort of twenty thousand would be looked through twenty thousand times.
 */
export async function chooseCohort(
  ctx: TxCtx,
  { planId, corpId }: PlanAtCorp,
  handoverId: string,
): Promise<Choice> {
  const { rows } = await sql<Choice>`
    with mine as materialized (
      select distinct t.customer_id, r.userid
        from outreach.touch t
       cross join lateral ${friendshipOf}
       where t.org_id = ${ctx.orgId} and t.handover_id = ${handoverId} and t.state = 'reserved'),
    known as (
      select cohort from outreach.plan_tag
       where org_id = ${ctx.orgId} and plan_id = ${planId} and corp_id = ${corpId}),
    inside as materialized (
      select cohort, customer_id, userid from outreach.moment_tag
       where org_id = ${ctx.orgId} and plan_id = ${planId} and corp_id = ${corpId} and wanted
         and userid in (select distinct userid from mine)),
    becoming as materialized (
      select k.cohort, m.customer_id, m.userid from known k cross join mine m),
    changed as materialized (
      select a.*, true as joins from (table becoming except table inside) a
      union all
      select b.*, false from (table inside except table becoming) b),
    waiting as (
      select h.id, h.cohort, s.userid
        from outreach.handover h
        left join outreach.handover_sender s on s.org_id = h.org_id and s.handover_id = h.id
       where h.org_id = ${ctx.orgId} and h.plan_id = ${planId} and h.corp_id = ${corpId}
         and h.cohort is not null and h.id <> ${handoverId}
         and h.state in ('prepared', 'calling', 'sent', 'confirmed') and s.confirmed_at is null),
    blocked as (
      select distinct c.cohort from changed c
        join waiting w on w.cohort = c.cohort and (w.userid is null or w.userid = c.userid)
       where c.joins <> exists (select from outreach.touch t
              where t.customer_id = c.customer_id and t.org_id = ${ctx.orgId}
                and t.handover_id is not distinct from w.id)),
    counted as (select cohort, count(*)::int as changes from changed group by 1),
    free as (
      select k.cohort, coalesce(c.changes, 0) as changes
        from known k left join counted c on c.cohort = k.cohort
       where k.cohort not in (select cohort from blocked)),
    best as (select cohort, changes from free order by changes, cohort limit 1)
    select (select count(*)::int from mine) as size, b.cohort, coalesce(b.changes, 0) as changes,
           1 + greatest((select coalesce(max(cohort), -1) from known),
                        (select coalesce(max(cohort), -1) from outreach.handover
                          where org_id = ${ctx.orgId} and plan_id = ${planId}
                            and corp_id = ${corpId})) as next
      from (select 1) one left join best b on true`.execute(ctx.db);
  return rows[0]!;
}
