import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface Finding {
  readonly rule: string;
  readonly touches: number;
  readonly customers: number;
}

const ZONE = 'Asia/Shanghai';

/**
 * Looks at what was done, not at what was decided, and asks again whether a rule was broken: by plain
 * queries that share nothing with the policies. Hours are those at which it arrived, when a colleague
 * had confirmed it, and not those at which it was handed over.
 */
export async function findingsOf(ctx: Ctx, planId: string): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    with sent as materialized (
      select t.* from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.handed_at is not null
         and t.channel <> 'work_item'),
    arrived as materialized (
      select s.*, date_part('hour', s.settled_at at time zone ${ZONE}) as hour,
             (s.settled_at at time zone ${ZONE})::date as day
        from sent s
       where s.state = 'delivered' and s.mode in ('point', 'group') and s.purpose = 'marketing')
    select 'R-032' as rule, count(*)::int as touches, count(distinct s.customer_id)::int as customers
      from sent s join outreach.assignment a
        on a.customer_id = s.customer_id and a.plan_id = s.plan_id and a.arm = 'control'
    having count(*) > 0
     union all
    select 'CR-093', count(*)::int, count(distinct s.customer_id)::int
      from sent s join customers.consent c on c.customer_id = s.customer_id
       and c.purpose = 'marketing' and c.state = 'withdrawn' and c.at < s.handed_at
       and c.channel in ('any', s.channel)
    having count(*) > 0
     union all
    select 'CR-094', count(*)::int, count(distinct s.customer_id)::int from arrived s
     where s.hour not between 8 and 21
    having count(*) > 0
     union all
    select 'CR-095', count(*)::int, count(distinct s.customer_id)::int
      from arrived s
      join customers.attribute a on a.org_id = s.org_id and a.code = 'birth_date'
      join customers.attribute_value v
        on v.customer_id = s.customer_id and v.attribute_id = a.attribute_id
     where v.day <= s.day - interval '60 years'
       and s.hour not in (9, 10, 14, 15, 16, 20, 21)
    having count(*) > 0
     union all
    select 'CR-096', coalesce(sum(least(ours, used - days)), 0)::int, count(*)::int from (
      select d.customer_id, sum(d.contacts) as used,
             sum(d.contacts) filter (where d.channel = 'one_to_one') as ours,
             extract(day from date_trunc('month', d.day) + interval '1 month - 1 day') as days
        from outreach.contact_day d
       where d.org_id = ${ctx.orgId} and d.channel in ('one_to_one', 'member_mass')
         and d.customer_id in (select customer_id from sent)
       group by d.customer_id, date_trunc('month', d.day)) m
     where used > days and ours > 0
    having count(*) > 0
     union all
    select 'CR-107', count(*)::int, count(distinct s.customer_id)::int
      from sent s join outreach.deletion d on d.customer_id = s.customer_id
       and d.plan_id = s.plan_id and d.deleted_at < s.handed_at and d.staff_id = s.staff_id
    having count(*) > 0`.execute(ctx.db);
  return rows;
}

export async function smsOf(ctx: Ctx, planId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from outreach.touch t
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.channel = 'sms'
       and t.handed_at is not null`.execute(ctx.db);
  return rows[0]!.n;
}
