import { sql } from 'kysely';
import type { Use as AudienceUse } from '#modules/audiences/contract.ts';
import type { Use as ContentUse } from '#modules/content/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export async function countUse(
  ctx: Ctx,
  sequenceId: string,
): Promise<{ running: number; enrolled: number }> {
  const { rows } = await sql<{ running: number; enrolled: number }>`
    select count(distinct r.id)::int as running, count(e.customer_id)::int as enrolled
      from sequences.run r
      left join sequences.enrolment e on e.plan_id = r.plan_id and e.state <> 'ended'
     where r.org_id = ${ctx.orgId} and r.sequence_id = ${sequenceId}
       and r.state in ('running', 'paused')`.execute(ctx.db);
  return rows[0]!;
}

/** Runs that would send a content item, so that nobody withdraws it in the dark. */
export async function contentUses(ctx: Ctx, itemId: string): Promise<ContentUse[]> {
  const { rows } = await sql<{ id: string; name: string; waiting: number }>`
    select r.id, r.name, (select count(*)::int from sequences.enrolment e
             where e.plan_id = r.plan_id and e.state <> 'ended' and e.day < i.day) as waiting
      from sequences.plan_item i
      join sequences.run r on r.org_id = i.org_id and r.plan_id = i.plan_id
       and r.state in ('running', 'paused')
     where i.org_id = ${ctx.orgId} and i.content_id = ${itemId}`.execute(ctx.db);
  return rows.map(({ id, name, waiting }) => ({
    kind: 'sequences.run',
    name,
    link: `/sequences/runs/${id}`,
    waiting,
  }));
}

/** Runs that work on an audience. */
export async function audienceUses(ctx: Ctx, audienceId: string): Promise<AudienceUse[]> {
  const { rows } = await sql<{ id: string; name: string; state: string }>`
    select id, name, state from sequences.run
     where org_id = ${ctx.orgId} and audience_id = ${audienceId} order by changed_at desc`.execute(
    ctx.db,
  );
  return rows.map(({ id, name, state }) => ({
    kind: 'sequences.run',
    id,
    title: name,
    link: `/sequences/runs/${id}`,
    active: state === 'running' || state === 'paused' || state === 'submitted',
  }));
}
