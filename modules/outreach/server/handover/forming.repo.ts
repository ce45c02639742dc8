import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Channels that leave as tasks; a moment is one task for many colleagues. */
const TASKS = ['one_to_one', 'group', 'moments', 'app_message', 'sms'] as const;

/** Touches that one task can carry: same colleague, plan, item, content version and values. */
export interface Group {
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
  readonly userid: string | null;
  readonly contentKind: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly params: Record<string, unknown> | null;
  readonly touches: number;
}

/** Banks in which something is ready to be handed over. */
export async function banksWithReady(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from org.bank b where exists (
      select 1 from outreach.touch t where t.org_id = b.id and t.state = 'reserved'
         and t.handover_id is null and t.due_at <= ${ctx.now()})`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** One process forms the handovers of a bank at a time; false when another does. */
export async function lockForming(ctx: TxCtx): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`outreach.form ${ctx.orgId}`}, 0)) as held`.execute(
    ctx.db,
  );
  return rows[0]!.held;
}

/**
 * So long a moment waits for those of the same words that are due later: a colleague is asked to
 * publish once, not once for every minute in which somebody's turn comes.
 */
const GATHER_HOURS = 3;

/** Groups of what is due, of running plans only, the earliest first. */
export async function readyGroups(ctx: TxCtx, limit: number): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.plan_id, g.item_key, g.channel, g.corp_id, g.staff_id, g.content_kind, g.content_id,
           g.content_version, g.params, g.touches, s.wecom_user_id as userid from (
      select t.plan_id, t.item_key, t.channel, t.corp_id,
             case when t.channel = 'moments' then null else t.staff_id end as staff_id,
             t.content_kind, t.content_id, t.content_version, t.params,
             count(*) filter (where t.due_at <= ${ctx.now()})::int as touches, min(t.due_at) as due
        from outreach.touch t
       where t.org_id = ${ctx.orgId} and t.state = 'reserved' and t.handover_id is null
         and t.due_at <= ${ctx.now()}::timestamptz + case when t.channel = 'moments'
               then make_interval(hours => ${GATHER_HOURS}) else interval '0' end
         and t.channel = any(${[...TASKS]})
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9
      having max(t.due_at) <= ${ctx.now()}
          or min(t.due_at) <= ${ctx.now()}::timestamptz - make_interval(hours => ${GATHER_HOURS})) g
      join outreach.plan p on p.org_id = ${ctx.orgId} and p.plan_id = g.plan_id
                          and p.state = 'running'
      left join org.staff s on s.org_id = ${ctx.orgId} and s.id = g.staff_id
     order by g.due limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface Assigned {
  readonly id: string;
  readonly touches: number;
}

/**
 * Gives the touches of each group to its handovers: by a hash of the customer where one task does
 * not hold them all. Answers how many each one got.
 */
export async function assignTouches(
  ctx: TxCtx,
  groups: readonly (Group & { readonly ids: readonly string[] })[],
): Promise<Assigned[]> {
  if (groups.length === 0) return [];
  const given = JSON.stringify(
    groups.map((g) => ({
      plan_id: g.planId,
      item_key: g.itemKey,
      channel: g.channel,
      corp_id: g.corpId,
      staff_id: g.staffId,
      content_kind: g.contentKind,
      content_id: g.contentId,
      content_version: g.contentVersion,
      params: g.params,
      ids: g.ids,
    })),
  );
  const { rows } = await sql<Assigned>`
    with given as (
      select * from jsonb_to_recordset(${given}::jsonb) as g(
        plan_id uuid, item_key text, channel text, corp_id uuid, staff_id uuid, content_kind text,
        content_id text, content_version int, params jsonb, ids uuid[])),
    taken as (
      update outreach.touch t
         set handover_id = g.ids[1 + (hashint8extended(t.customer_id, 7) & 2147483647)
                                     % cardinality(g.ids)]
        from given g
       where t.org_id = ${ctx.orgId} and t.state = 'reserved' and t.handover_id is null
         and t.due_at <= ${ctx.now()}
         and t.plan_id = g.plan_id and t.item_key = g.item_key and t.channel = g.channel
         and t.corp_id is not distinct from g.corp_id
         and (t.channel = 'moments' or t.staff_id is not distinct from g.staff_id)
         and t.content_kind = g.content_kind and t.content_id = g.content_id
         and t.content_version = g.content_version
         and t.params is not distinct from nullif(g.params, 'null'::jsonb)
      returning t.handover_id)
    select handover_id as id, count(*)::int as touches from taken group by 1`.execute(ctx.db);
  return rows;
}
