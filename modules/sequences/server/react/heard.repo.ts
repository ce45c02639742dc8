import { type RawBuilder, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { lockEnrolmentsOf } from '../run/lock.repo.ts';

/** The colleague who is a friend now, in place of one who is not any more. */
export async function setColleagues(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return;
  await lockEnrolmentsOf(ctx, ids);
  await sql`
    update sequences.enrolment e set staff_id = r.staff_id, corp_id = r.corp_id
      from unnest(${ids}::bigint[]) as n (customer_id)
      cross join lateral (
            select r.staff_id, r.corp_id from customers.relationship r
              join customers.customer c on c.customer_id = r.customer_id
             where r.customer_id = n.customer_id and r.org_id = ${ctx.orgId}
               and r.state = 'active' and r.staff_id is not null
               and ${serves(sql`r`, sql`c.rm_id`)}
             order by (r.staff_id = c.rm_id) desc nulls last, r.last_two_way_at desc nulls last,
                      r.started_at, r.staff_id
             limit 1) r
     where e.customer_id = n.customer_id and e.org_id = ${ctx.orgId} and e.state <> 'ended'
       and not exists (select from customers.relationship still
              join customers.customer own on own.customer_id = still.customer_id
             where still.customer_id = e.customer_id and still.staff_id = e.staff_id
               and still.corp_id = e.corp_id and still.state = 'active'
               and ${serves(sql`still`, sql`own.rm_id`)})`.execute(ctx.db);
}

/** The account of a pool serves only those who are in it (R-045). */
const serves = (friend: RawBuilder<unknown>, rm: RawBuilder<unknown>) => sql`not exists (
  select from customers.pool p
   where p.org_id = ${friend}.org_id and p.staff_id = ${friend}.staff_id
     and ${rm} is distinct from p.staff_id)`;

/** A rule says these are not contacted any more: that ends their way, whatever is heard later. */
export async function noteUnreachable(
  ctx: TxCtx,
  planId: string,
  customerIds: readonly number[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail)
    select e.customer_id, e.plan_id, md5('exit/touch')::uuid, e.org_id, ${ctx.now()}, 'exit', 'touch',
           '{"reason": "opt_out"}'
      from sequences.enrolment e
     where e.plan_id = ${planId} and e.customer_id = any (${[...customerIds]}::bigint[])
       and e.org_id = ${ctx.orgId} and e.state <> 'ended'
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** The plan stopped itself: the run says so too. */
export async function pauseRunOf(ctx: TxCtx, planId: string): Promise<void> {
  await sql`
    update sequences.run r set state = 'paused', changed_at = ${ctx.now()}
      from outreach.plan p
     where r.org_id = ${ctx.orgId} and r.plan_id = ${planId} and r.state = 'running'
       and p.org_id = r.org_id and p.plan_id = r.plan_id and p.state = 'paused'`.execute(ctx.db);
}

/** What a run has not sent yet says the version in force (R-268). */
export async function restateItems(
  ctx: TxCtx,
  { itemId, version, replaced }: { itemId: string; version: number; replaced: number | null },
): Promise<void> {
  await sql`
    update sequences.plan_item set content_version = ${version}
     where org_id = ${ctx.orgId} and content_id = ${itemId} and content_version = ${replaced}`.execute(
    ctx.db,
  );
}

/** Items of running plans that would send a content. */
export async function itemsOfContent(
  ctx: TxCtx,
  contentId: string,
): Promise<{ planId: string; itemKeys: string[] }[]> {
  const { rows } = await sql<{ planId: string; itemKeys: string[] }>`
    select i.plan_id as "planId", array_agg(distinct i.item_key) as "itemKeys"
      from sequences.plan_item i
      join sequences.run r on r.org_id = i.org_id and r.plan_id = i.plan_id
       and r.state in ('running', 'paused')
     where i.org_id = ${ctx.orgId} and i.content_id = ${contentId}
     group by 1`.execute(ctx.db);
  return rows;
}
