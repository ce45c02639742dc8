import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface Listening {
  readonly orgId: string;
  readonly handoverId: string;
  readonly userid: string;
}

/** Published moments, of every bank, whose likes and comments are to be asked for. */
export async function takeDueListening(
  ctx: Ctx,
  limit: number,
  pauseMs: number,
): Promise<Listening[]> {
  const now = ctx.now();
  const { rows } = await sql<Listening>`
    update outreach.handover_sender s set hear_at = ${new Date(now.getTime() + pauseMs)}
      from (select org_id, handover_id, userid from outreach.handover_sender
             where hear_at <= ${now} order by hear_at limit ${limit} for update skip locked) d
     where s.org_id = d.org_id and s.handover_id = d.handover_id and s.userid = d.userid
    returning s.org_id, s.handover_id, s.userid`.execute(ctx.db);
  return rows;
}

export interface Published {
  readonly handoverId: string;
  readonly userid: string;
  readonly staffId: string | null;
  readonly confirmedAt: Date;
  readonly corpId: string;
  readonly task: string;
}

export async function findPublished(
  ctx: Ctx,
  moments: readonly { readonly handoverId: string; readonly userid: string }[],
): Promise<Published[]> {
  const { rows } = await sql<Published>`
    select s.handover_id, s.userid, s.staff_id, s.confirmed_at, h.corp_id, h.task
      from unnest(${moments.map((m) => m.handoverId)}::uuid[],
                  ${moments.map((m) => m.userid)}::text[]) as m (handover_id, userid)
      join outreach.handover_sender s on s.org_id = ${ctx.orgId}
       and s.handover_id = m.handover_id and s.userid = m.userid
      join outreach.handover h on h.org_id = s.org_id and h.id = s.handover_id
     where s.confirmed_at is not null and h.task is not null`.execute(ctx.db);
  return rows;
}

export async function setHeard(
  ctx: Ctx,
  heard: readonly {
    readonly handoverId: string;
    readonly userid: string;
    readonly heard: number;
    readonly again: Date | null;
  }[],
): Promise<void> {
  await sql`
    update outreach.handover_sender s set heard = h.heard, hear_at = h.again
      from unnest(${heard.map((h) => h.handoverId)}::uuid[], ${heard.map((h) => h.userid)}::text[],
                  ${heard.map((h) => h.heard)}::int[],
                  ${heard.map((h) => h.again?.toISOString() ?? null)}::timestamptz[])
           as h (handover_id, userid, heard, again)
     where s.org_id = ${ctx.orgId} and s.handover_id = h.handover_id and s.userid = h.userid`.execute(
    ctx.db,
  );
}

/** The contact of each customer in a handover, by both. */
export async function contactsIn(
  ctx: Ctx,
  pairs: readonly { readonly handoverId: string; readonly customerId: number }[],
) {
  const { rows } = await sql<{
    handoverId: string;
    customerId: number;
    touchId: string;
    planId: string;
    itemKey: string;
    channel: string;
    corpId: string | null;
    staffId: string | null;
  }>`
    select t.handover_id, t.customer_id, t.touch_id, t.plan_id, t.item_key, t.channel, t.corp_id,
           t.staff_id
      from unnest(${pairs.map((p) => p.handoverId)}::uuid[],
                  ${pairs.map((p) => p.customerId)}::bigint[]) as p (handover_id, customer_id)
      join outreach.touch t on t.customer_id = p.customer_id
       and t.handover_id is not distinct from p.handover_id
     where t.org_id = ${ctx.orgId}`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.handoverId} ${row.customerId}`, row]));
}
