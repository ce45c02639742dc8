import { type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { TouchKey } from '../handover/touch-state.repo.ts';

/** Nothing that is out was planned long ago: few months to look into, named to the planner. */
export const lately = (ctx: Ctx, touch: string) =>
  sql<SqlBool>`${sql.ref(`${touch}.planned_at`)} > ${new Date(ctx.now().getTime() - 62 * DAY_MS)}::timestamptz
    and ${sql.ref(`${touch}.planned_at`)} < ${new Date(ctx.now().getTime() + DAY_MS)}::timestamptz`;
const DAY_MS = 86_400_000;

/**
 * Tasks that a colleague may still confirm or publish, with marketing in them; a call without an answer
 * may be one. Of a moment that some have published the others may still.
 */
const open = (ctx: Ctx) => sql<SqlBool>`h.org_id = ${ctx.orgId}
  and (h.channel in ('one_to_one', 'group') and h.state in ('sent', 'calling')
       or h.channel = 'moments' and h.state in ('sent', 'calling', 'confirmed'))
  and exists (select from outreach.touch m where m.org_id = h.org_id and m.handover_id = h.id
                 and ${lately(ctx, 'm')} and m.state in ('handed_over', 'reserved') and m.purpose = 'marketing')`;

/** Those in which these customers are. */
export async function openTasksOf(ctx: TxCtx, customerIds: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select h.id from outreach.handover h
     where ${open(ctx)} and h.channel = 'one_to_one'
       and h.id in (select t.handover_id from outreach.touch t
                     where t.customer_id = any (${[...customerIds]}::bigint[])
                       and ${lately(ctx, 't')} and t.state = 'handed_over'
                       and t.purpose = 'marketing')`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

export async function openTasks(ctx: TxCtx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select h.id from outreach.handover h where ${open(ctx)}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

export interface Unwanted extends TouchKey {
  readonly handoverId: string;
  /** By which rule; CR-093: they have opted out since it was given out. */
  readonly rule: string;
}

/** Of what has left in these handovers, what may not reach its customer any more. */
export async function unwantedIn(ctx: Ctx, ids: readonly string[]): Promise<Unwanted[]> {
  const { rows } = await sql<Unwanted>`
    select t.handover_id, t.customer_id, t.touch_id, t.planned_at,
           coalesce(t.unwanted, 'CR-093') as rule
      from outreach.touch t
      left join customers.consent k on k.customer_id = t.customer_id and k.org_id = t.org_id
       and k.purpose = 'marketing' and k.channel = t.channel and k.state = 'withdrawn'
       and t.purpose = 'marketing' and t.channel = 'one_to_one'
     where t.org_id = ${ctx.orgId} and t.handover_id = any(${[...ids]}::uuid[])
       and ${lately(ctx, 't')} and t.state = 'handed_over' and (t.unwanted is not null or k.state is not null)`.execute(
    ctx.db,
  );
  return rows;
}
