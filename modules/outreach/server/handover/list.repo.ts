import { type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { HandoverState } from '../../contract/handover.ts';

export interface ListedHandover {
  readonly id: string;
  readonly planId: string;
  readonly planName: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly staffId: string | null;
  readonly staffName: string | null;
  readonly state: HandoverState;
  readonly size: number;
  readonly delivered: number;
  readonly failed: number;
  readonly formedAt: Date;
  readonly sentAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly reminders: number;
  readonly failure: string | null;
}

interface Filter {
  readonly state?: HandoverState | undefined;
  readonly planId?: string | undefined;
  readonly channel?: string | undefined;
}

/** A handover belongs to its colleague's unit; what goes to many, to that of the plan. */
const seen = (ctx: Ctx, { planId, channel }: Filter, scope: UnitScope) => sql`
  from outreach.handover h
  join outreach.plan p on p.org_id = h.org_id and p.plan_id = h.plan_id
  left join org.staff s on s.org_id = h.org_id and s.id = h.staff_id
 where h.org_id = ${ctx.orgId}
   and ${scope.whole ? sql<SqlBool>`true` : sql<SqlBool>`coalesce(s.unit_id, p.unit_id) = any(${scope.units}::uuid[])`}
   and (${planId ?? null}::uuid is null or h.plan_id = ${planId ?? null})
   and (${channel ?? null}::text is null or h.channel = ${channel ?? null})`;

/** Oldest first, after a place. */
export async function listRows(
  ctx: Ctx,
  filter: Filter,
  scope: UnitScope,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<ListedHandover[]> {
  const { rows } = await sql<ListedHandover>`
    select h.id, h.plan_id, p.name as plan_name, h.item_key, h.channel, h.staff_id,
           s.name as staff_name, h.state, h.size, h.delivered, h.failed, h.formed_at, h.sent_at,
           h.confirmed_at, least(h.closes_at, h.expires_at) as expires_at, cardinality(h.reminded_at) as reminders, h.failure
      ${seen(ctx, filter, scope)}
       and (${filter.state ?? null}::text is null or h.state = ${filter.state ?? null})
       and (${after?.id ?? null}::uuid is null
            or (h.formed_at, h.id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
     order by h.formed_at, h.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function countStates(
  ctx: Ctx,
  filter: Filter,
  scope: UnitScope,
): Promise<Map<HandoverState, number>> {
  const { rows } = await sql<{ state: HandoverState; n: number }>`
    select h.state, count(*)::int as n ${seen(ctx, filter, scope)} group by 1`.execute(ctx.db);
  return new Map(rows.map(({ state, n }) => [state, n]));
}
