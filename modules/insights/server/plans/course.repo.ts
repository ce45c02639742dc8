import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface StageRow {
  readonly stage: number;
  readonly name: string;
  readonly entered: number;
  readonly now: number;
  readonly dwellDays: number | null;
  readonly needBefore: number;
  readonly needAfter: number;
  readonly recognitionBefore: number;
  readonly recognitionAfter: number;
}

/**
 * Each stay in a stage begins with a movement and ends with the next one, with leaving the sequence, or
 * not yet. Scores are those written down with the movement; of who is still there, today's.
 */
export async function stagesOf(ctx: Ctx, planId: string): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    with step as (
      select m.customer_id, m.kind, m.at, coalesce((m.detail ->> 'stage')::int, 1) as stage,
             coalesce(m.need, 0) as need, coalesce(m.recognition, 0) as recognition,
             lead(m.at) over way as left_at, lead(coalesce(m.need, 0)) over way as need_then,
             lead(coalesce(m.recognition, 0)) over way as recognition_then
        from sequences.movement m
       where m.org_id = ${ctx.orgId} and m.plan_id = ${planId}
         and m.kind in ('enrolled', 'stage', 'exit')
      window way as (partition by m.customer_id order by m.at, m.kind = 'exit', m.movement_id)),
    stay as (
      select s.customer_id, s.stage, n.state <> 'ended' and s.left_at is null as still,
             extract(epoch from coalesce(s.left_at, n.ended_at, ${ctx.now()}) - s.at) / 86400 as days,
             s.need, s.recognition,
             coalesce(s.need_then, held.need, s.need) as need_after,
             coalesce(s.recognition_then, held.recognition, s.recognition) as recognition_after
        from step s
        join sequences.enrolment n on n.customer_id = s.customer_id and n.plan_id = ${planId}
        left join audiences.standing held on held.customer_id = s.customer_id
       where s.kind <> 'exit'),
    named as (
      select distinct on (stage) (g ->> 'stage')::int as stage, g ->> 'label' as name
        from sequences.run r
        join sequences.version v on v.org_id = r.org_id and v.sequence_id = r.sequence_id
         and v.version = r.version
        cross join lateral jsonb_array_elements(v.definition #> '{method,stages}') g
       where r.org_id = ${ctx.orgId} and r.plan_id = ${planId})
    select d.stage, d.name, count(distinct s.customer_id)::int as entered,
           (count(distinct s.customer_id) filter (where s.still))::int as now,
           avg(greatest(s.days, 0))::float8 as dwell_days,
           coalesce(avg(s.need), 0)::float8 as need_before,
           coalesce(avg(s.need_after), 0)::float8 as need_after,
           coalesce(avg(s.recognition), 0)::float8 as recognition_before,
           coalesce(avg(s.recognition_after), 0)::float8 as recognition_after
      from named d left join stay s using (stage)
     group by d.stage, d.name order by d.stage`.execute(ctx.db);
  return rows;
}

/** What shows that somebody is alive, whoever spoke first. */
const signs = [
  'message.replied',
  'message.consulted',
  'consultation.asked',
  'moments.liked',
  'moments.commented',
  'link.opened',
  'content.read',
  'content.finished',
  'product.viewed',
  'product.bought',
  'profile.visited',
  'benefit.granted',
  'benefit.redeemed',
  'activity.joined',
  'questionnaire.answered',
  'form.submitted',
  'transaction.made',
];

/** In each arm: who had done nothing for so long when they were drawn, and who of them did since. */
export async function reactivationOf(ctx: Ctx, planId: string, days: number) {
  const { rows } = await sql<{ arm: 'reached' | 'control'; silent: number; back: number }>`
    with silent as (
      select a.arm, a.customer_id, a.at from outreach.assignment a
       where a.org_id = ${ctx.orgId} and a.plan_id = ${planId}
         and not exists (
           select from tracking.event e
            where e.customer_id = a.customer_id and e.kind = any (${signs}::text[])
              and e.at >= a.at - make_interval(days => ${days}) and e.at < a.at))
    select s.arm, count(*)::int as silent,
           (count(*) filter (where exists (
             select from tracking.event e
              where e.customer_id = s.customer_id and e.kind = any (${signs}::text[])
                and e.at >= s.at and e.at < ${ctx.now()})))::int as back
      from silent s group by s.arm`.execute(ctx.db);
  const of = (arm: string) => rows.find((row) => row.arm === arm) ?? { silent: 0, back: 0 };
  return { reached: of('reached'), control: of('control') };
}
