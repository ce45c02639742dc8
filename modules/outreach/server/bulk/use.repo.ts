import { sql } from 'kysely';
import type { Use as AudienceUse } from '#modules/audiences/contract.ts';
import type { Use as ContentUse } from '#modules/content/contract.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Bulk sends that say a content item and are not over: nobody withdraws it in the dark. */
export async function contentUses(ctx: Ctx, itemId: string): Promise<ContentUse[]> {
  const { rows } = await sql<{ id: string; name: string; planned: boolean; waiting: number }>`
    select b.id, b.name, b.plan_id is null as planned,
           case when b.plan_id is null then
             (select coalesce(max(a.count), 0)::int from audiences.audience a
               where a.org_id = b.org_id and a.id = (b.draft ->> 'audienceId')::uuid)
           else
             (select count(*)::int from outreach.touch t
               where t.org_id = b.org_id and t.plan_id = b.plan_id
                 and t.state in ('proposed', 'deferred', 'reserved')) end as waiting
      from outreach.bulk_send b
      left join outreach.plan p on p.org_id = b.org_id and p.plan_id = b.plan_id
     where b.org_id = ${ctx.orgId} and b.draft #>> '{content,id}' = ${itemId}
       and b.state in ('submitted', 'approved', 'proposed') and p.state is distinct from 'ended'
     order by b.send_at, b.id`.execute(ctx.db);
  return rows
    .filter(({ planned, waiting }) => planned || waiting > 0)
    .map(({ id, name, waiting }) => ({
      kind: 'outreach.bulk-send',
      name,
      link: `/outreach/bulk/${id}`,
      waiting,
    }));
}

/** Approved and waiting for their hour: they say the version that is in force by then. */
export async function restateBulkSends(
  ctx: TxCtx,
  { itemId, version, replaced }: { itemId: string; version: number; replaced: number },
): Promise<void> {
  await sql`
    update outreach.bulk_send
       set draft = jsonb_set(draft, '{content,version}', to_jsonb(${version}::int))
     where org_id = ${ctx.orgId} and state = 'approved' and draft #>> '{content,id}' = ${itemId}
       and draft #>> '{content,version}' = ${String(replaced)}`.execute(ctx.db);
}

/** Bulk sends to an audience; until their hour has come they hold it. */
export async function audienceUses(ctx: Ctx, audienceId: string): Promise<AudienceUse[]> {
  const { rows } = await sql<{ id: string; name: string; state: string }>`
    select id, name, state from outreach.bulk_send
     where org_id = ${ctx.orgId} and draft ->> 'audienceId' = ${audienceId}
       and state <> 'cancelled'
     order by changed_at desc, id`.execute(ctx.db);
  return rows.map(({ id, name, state }) => ({
    kind: 'outreach.bulk-send',
    id,
    title: name,
    link: `/outreach/bulk/${id}`,
    active: state === 'submitted' || state === 'approved',
  }));
}
