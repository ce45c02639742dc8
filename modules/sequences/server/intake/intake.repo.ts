import { type RawBuilder, sql } from 'kysely';
import { assignArms } from '#modules/outreach/server/index.ts';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { switchedOff } from '../react/choice.repo.ts';

export interface Intake {
  readonly runId: string;
  readonly planId: string;
  readonly sequenceId: string;
  readonly version: number;
  readonly audienceId: string;
  readonly maxPerRm: number | null;
  readonly tiers: readonly string[];
  /** Before the first day: T+1 is the day after. */
  readonly startedOn: string;
  readonly firstAt: Date;
}

/** Of one of these tiers; who is of no known tier is of none of them. */
export const ofTiers = (ctx: Ctx, tiers: readonly string[], id: RawBuilder<unknown>) =>
  tiers.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`exists (select from customers.attribute a
        join customers.attribute_value v on v.attribute_id = a.attribute_id
       where a.org_id = ${ctx.orgId} and a.code = 'value_band' and v.customer_id = ${id}
         and v.words && ${[...tiers]}::text[])`;

/**
 * Who may be taken in: members of the audience who are friends with a colleague, have not been in this
 * run, are in no other run of the same sequence, and were not drawn for control. The colleague is the
 * customer's own where they are friends, else the one who talked with them last.
 */
export const eligible = (ctx: Ctx, intake: Intake, range: BucketRange) => sql`
  select m.customer_id, c.bucket, r.staff_id, r.corp_id
    from audiences.member m
    join customers.customer c on c.customer_id = m.customer_id and c.org_id = ${ctx.orgId}
     and c.state = 'active' and c.bucket >= ${range.from} and c.bucket < ${range.to}
    cross join lateral (
      select r.staff_id, r.corp_id from customers.relationship r
       where r.customer_id = m.customer_id and r.org_id = ${ctx.orgId} and r.state = 'active'
         and r.staff_id is not null
         -- The account of a pool serves only those who are in it (R-045).
         and not exists (select from customers.pool p
               where p.org_id = r.org_id and p.staff_id = r.staff_id
                 and c.rm_id is distinct from p.staff_id)
       order by (r.staff_id = c.rm_id) desc nulls last, r.last_two_way_at desc nulls last,
                r.started_at, r.staff_id
       limit 1) r
   where m.audience_id = ${intake.audienceId} and m.org_id = ${ctx.orgId}
     and ${ofTiers(ctx, intake.tiers, sql`m.customer_id`)}
     and not exists (select from sequences.enrolment e
           where e.customer_id = m.customer_id
             and (e.plan_id = ${intake.planId}
                  or (e.sequence_id = ${intake.sequenceId} and e.state <> 'ended')))
     and not exists (select from outreach.assignment a
           where a.customer_id = m.customer_id and a.plan_id = ${intake.planId} and a.arm = 'control')
     and ${
       intake.maxPerRm === null
         ? sql`true`
         : sql`r.staff_id <> all (array(
           select l.staff_id from sequences.enrolment l
            where l.plan_id = ${intake.planId} and l.state <> 'ended'
            group by 1 having count(*) >= ${intake.maxPerRm}))`
     }`;

export const EVERYBODY: BucketRange = { from: 0, to: 1024 };

/** How many could be taken in, range by range of the layout. */
export async function countEligible(
  ctx: Ctx,
  intake: Intake,
  ranges: number,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ slot: number; count: number }>`
    select e.bucket * ${ranges} / 1024 as slot, count(*)::int as count
      from (${eligible(ctx, intake, EVERYBODY)}) e group by 1`.execute(ctx.db);
  return new Map(rows.map(({ slot, count }) => [slot, count]));
}

export async function countEnrolledOn(ctx: Ctx, planId: string, day: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sequences.enrolment
     where org_id = ${ctx.orgId} and plan_id = ${planId} and started_on = ${day}`.execute(ctx.db);
  return rows[0]!.count;
}

/**
 * Takes in at most `limit` customers of a range: arms first, then those to be reached.
 */
export async function takeIn(
  ctx: TxCtx,
  intake: Intake,
  range: BucketRange,
  limit: number | null,
): Promise<number> {
  const first =
    limit === null
      ? sql``
      : sql`order by hashint8extended(e.customer_id, hashtextextended(${intake.runId}, 0)) limit ${limit}`;
  const chosen: RawBuilder<unknown> = sql`
    select e.customer_id from (${eligible(ctx, intake, range)}) e ${first}`;
  await assignArms(ctx, intake.planId, chosen);
  const { rows } = await sql<{ count: number }>`
    with reached as (
      select e.* from (${eligible(ctx, intake, range)}) e
        join outreach.assignment a on a.customer_id = e.customer_id and a.plan_id = ${intake.planId}
         and a.arm = 'reached'
       ${first}),
    fresh as (
      select e.*, row_number() over (partition by e.staff_id order by e.customer_id) as nth
        from reached e),
    load as (
      select staff_id, count(*) as held from sequences.enrolment
       where plan_id = ${intake.planId} and state <> 'ended' group by 1),
    added as (
      insert into sequences.enrolment (customer_id, plan_id, org_id, bucket, sequence_id, staff_id,
        corp_id, version, started_at, started_on, anchor, round, day, stage, step, shown_step, mode,
        skipped, need_stage, cell, entry_cell, generic, state, next_at)
      select f.customer_id, ${intake.planId}::uuid, ${ctx.orgId}::uuid, f.bucket,
             ${intake.sequenceId}::uuid, f.staff_id, f.corp_id, ${intake.version}, ${ctx.now()},
             ${intake.startedOn}::date, ${intake.startedOn}::date, 1, 0, 1, 1, 1, 'aida', 0,
             coalesce(s.need_stage, 0), coalesce(s.cell, 0), coalesce(s.cell, 0), f.generic, 'active',
             ${intake.firstAt}
        from (select f.*, ${switchedOff(sql`f.customer_id`)} as generic from fresh f offset 0) f
        left join load l on l.staff_id = f.staff_id
        left join audiences.standing s on s.customer_id = f.customer_id and not f.generic
       where ${intake.maxPerRm === null ? sql`true` : sql`coalesce(l.held, 0) + f.nth <= ${intake.maxPerRm}`}
      on conflict do nothing
      returning customer_id, cell, need_stage, generic),
    told as (
      insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause,
        detail, need, recognition, cell, need_stage)
      select a.customer_id, ${intake.planId}::uuid, md5(k.kind)::uuid, ${ctx.orgId}::uuid,
             ${ctx.now()}, k.kind, 'intake', k.detail, s.need, s.recognition, a.cell, a.need_stage
        from added a
        left join audiences.standing s on s.customer_id = a.customer_id and not a.generic
        join (values ('enrolled', '{}'::jsonb), ('step', '{"step": 1}'::jsonb),
                     ('generic', '{"off": true}'::jsonb)) as k (kind, detail)
          on k.kind <> 'generic' or a.generic
      on conflict do nothing)
    select count(*)::int as count from added`.execute(ctx.db);
  return rows[0]!.count;
}
