import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { heldAssets } from './held-assets.repo.ts';

/** Banks whose baselines are due. */
export async function banksDue(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from org.bank b left join insights.baseline_round r on r.org_id = b.id
     where r.next_at is null or r.next_at <= ${ctx.now()} limit 20`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

export async function setNextRound(ctx: Ctx, nextAt: Date): Promise<void> {
  await sql`insert into insights.baseline_round (org_id, next_at) values (${ctx.orgId}, ${nextAt})
    on conflict (org_id) do update set next_at = excluded.next_at`.execute(ctx.db);
}

/** What everybody in a plan held when they came to it; those who came before stay as they were. */
export async function takeBaselines(ctx: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into insights.plan_baseline (customer_id, plan_id, org_id, at, aum)
    select a.customer_id, a.plan_id, a.org_id, ${ctx.now()}, v.held::bigint
      from outreach.assignment a
      join outreach.plan p on p.org_id = a.org_id and p.plan_id = a.plan_id and p.state <> 'ended'
      cross join lateral (${heldAssets(ctx, 'a.customer_id')}) v
     where a.org_id = ${ctx.orgId}
       and not exists (select 1 from insights.plan_baseline b
                        where b.customer_id = a.customer_id and b.plan_id = a.plan_id)
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** Days after which value is compared. */
export const VALUE_DAYS = 90;

/** What they hold so many days later, once that day has come; never looked at again. */
export async function takeLater(ctx: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    update insights.plan_baseline b set later_at = ${ctx.now()}, later_aum = v.held::bigint
      from insights.plan_baseline o
      cross join lateral (${heldAssets(ctx, 'o.customer_id')}) v
     where b.org_id = ${ctx.orgId} and b.later_at is null
       and b.at <= ${ctx.now()}::timestamptz - make_interval(days => ${VALUE_DAYS})
       and o.customer_id = b.customer_id and o.plan_id = b.plan_id`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
