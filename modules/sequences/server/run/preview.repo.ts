import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { EVERYBODY, eligible, type Intake, ofTiers } from '../intake/intake.repo.ts';
import type { PlanItem } from './plan-items.ts';

export interface AudienceCounts {
  readonly audience: number;
  readonly withoutRm: number;
  readonly elsewhere: number;
  readonly eligible: number;
  readonly perRm: { rm: string; customers: number }[];
}

export async function countAudience(ctx: Ctx, intake: Intake): Promise<AudienceCounts> {
  const { rows } = await sql<Omit<AudienceCounts, 'perRm'>>`
    select count(*)::int as audience,
           (count(*) filter (where not friend))::int as "withoutRm",
           (count(*) filter (where elsewhere))::int as elsewhere,
           (count(*) filter (where friend and not elsewhere))::int as eligible
      from (
        select exists (select from customers.relationship r where r.customer_id = m.customer_id
                 and r.org_id = ${ctx.orgId} and r.state = 'active' and r.staff_id is not null) as friend,
               exists (select from sequences.enrolment e where e.customer_id = m.customer_id
                 and e.sequence_id = ${intake.sequenceId} and e.state <> 'ended') as elsewhere
          from audiences.member m
          join customers.customer c on c.customer_id = m.customer_id and c.state = 'active'
         where m.audience_id = ${intake.audienceId} and m.org_id = ${ctx.orgId}
           and ${ofTiers(ctx, intake.tiers, sql`m.customer_id`)}) x`.execute(ctx.db);
  // Counted first, named then: joined before, the whole audience may be gone through for each colleague.
  const { rows: perRm } = await sql<{ rm: string; customers: number }>`
    select s.name as rm, e.customers
      from (select staff_id, count(*)::int as customers
              from (${eligible(ctx, intake, EVERYBODY)}) each group by 1) e
      join org.staff s on s.org_id = ${ctx.orgId} and s.id = e.staff_id
     order by 2 desc, 1 limit 20`.execute(ctx.db);
  return { ...rows[0]!, perRm };
}

/** The first item for everybody who would be taken in on the first day. */
export const firstTouches = (ctx: Ctx, intake: Intake, item: PlanItem): RawBuilder<unknown> => sql`
  select e.customer_id,
         ((${intake.startedOn}::date + ${item.day}::int + make_interval(secs => ${item.windowFrom}::int))
           at time zone 'Asia/Shanghai') as planned_at,
         ${item.itemKey}::text as item_key, '1'::text as occurrence, 'one_to_one'::text as channel,
         e.corp_id, e.staff_id, null::text as recipient, 'content.item'::text as content_kind,
         ${item.contentId}::text as content_id, ${item.contentVersion}::int as content_version,
         ${item.productId}::uuid as product_id, ${item.params && JSON.stringify(item.params)}::jsonb as params,
         10::real as score
    from (${eligible(ctx, intake, EVERYBODY)}) e`;
