import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface HeardTouch {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
  readonly settledAt: Date | null;
  readonly contentId: string;
  readonly contentVersion: number;
}

const columns = sql`t.customer_id, t.touch_id, t.planned_at, t.plan_id, t.item_key, t.channel,
  t.corp_id, t.staff_id, t.settled_at, t.content_id, t.content_version`;

export async function findTouch(
  ctx: Ctx,
  customerId: number,
  touchId: string,
): Promise<HeardTouch | null> {
  const { rows } = await sql<HeardTouch>`
    select ${columns} from outreach.touch t
     where t.customer_id = ${customerId} and t.touch_id = ${touchId}
       and t.org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Empty when it was settled before. */
export async function settleWorkItem(ctx: TxCtx, touch: HeardTouch): Promise<unknown[]> {
  const { rows } = await sql<{ touchId: string }>`
    update outreach.touch t
       set state = 'delivered', confirmed_at = ${ctx.now()}, settled_at = ${ctx.now()}
     where t.customer_id = ${touch.customerId} and t.touch_id = ${touch.touchId}
       and t.planned_at = ${touch.plannedAt} and t.org_id = ${ctx.orgId}
       and t.channel = 'work_item' and t.state in ('handed_over', 'confirmed')
    returning t.touch_id`.execute(ctx.db);
  return rows;
}

/** Of each pair, the contact that most likely is being answered: the last one of these days. */
export async function lastContacts(
  ctx: Ctx,
  pairs: readonly { customerId: number; staffId: string | null; at: Date }[],
  days: number,
): Promise<(HeardTouch | null)[]> {
  if (pairs.length === 0) return [];
  const given = JSON.stringify(
    pairs.map((p, n) => ({ n, c: p.customerId, s: p.staffId, at: p.at })),
  );
  const { rows } = await sql<HeardTouch & { n: number }>`
    select g.n, ${columns}
      from jsonb_to_recordset(${given}::jsonb) as g(n int, c bigint, s uuid, at timestamptz)
      cross join lateral (
        select * from outreach.touch t
         where t.customer_id = g.c and t.org_id = ${ctx.orgId} and t.staff_id = g.s
           and t.channel in ('one_to_one', 'sidebar', 'sms') and t.state = 'delivered'
           and t.settled_at <= g.at
           and t.settled_at > g.at - make_interval(days => ${days})
         order by t.settled_at desc limit 1) t`.execute(ctx.db);
  const found = new Map(rows.map(({ n, ...touch }) => [n, touch]));
  return pairs.map((_, n) => found.get(n) ?? null);
}

/** What these contacts said, by content and version: of what kind it is, and its words with their frame. */
export async function saidIn(
  ctx: Ctx,
  touches: readonly Pick<HeardTouch, 'contentId' | 'contentVersion'>[],
): Promise<ReadonlyMap<string, { type: string | null; words: string }>> {
  if (touches.length === 0) return new Map();
  const { rows } = await sql<{ key: string; type: string | null; words: string }>`
    select v.item_id || '/' || v.version as key, v.facets ->> 'type' as type, v.body::text as words
      from (select distinct i, n from unnest(${touches.map((t) => t.contentId)}::text[],
                                             ${touches.map((t) => t.contentVersion)}::int[]) as g(i, n)) g
      join content.version v on v.org_id = ${ctx.orgId} and v.item_id::text = g.i and v.version = g.n`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ key, ...said }) => [key, said]));
}

/** Colleagues by their id at WeCom, in small letters. */
export async function staffByUserid(
  ctx: Ctx,
  userids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (userids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; userid: string }>`
    select id, lower(wecom_user_id) as userid from org.staff
     where org_id = ${ctx.orgId}
       and lower(wecom_user_id) = any(${userids.map((u) => u.toLowerCase())}::text[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, userid }) => [userid, id]));
}
