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
  handoverId: string,
  userid: string,
): Promise<Published | null> {
  const { rows } = await sql<Published>`
    select s.handover_id, s.userid, s.staff_id, s.confirmed_at, h.corp_id, h.task
      from outreach.handover_sender s
      join outreach.handover h on h.org_id = s.org_id and h.id = s.handover_id
     where s.org_id = ${ctx.orgId} and s.handover_id = ${handoverId} and s.userid = ${userid}
       and s.confirmed_at is not null and h.task is not null`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function setHeard(
  ctx: Ctx,
  { handoverId, userid }: Pick<Published, 'handoverId' | 'userid'>,
  heard: number,
  hearAt: Date | null,
): Promise<void> {
  await ctx.db
    .updateTable('outreach.handoverSender')
    .set({ heard, hearAt })
    .where('orgId', '=', ctx.orgId)
    .where('handoverId', '=', handoverId)
    .where('userid', '=', userid)
    .execute();
}

/** The contact of each customer in a handover. */
export async function contactsIn(ctx: Ctx, handoverId: string, customerIds: readonly number[]) {
  const { rows } = await sql<{
    customerId: number;
    touchId: string;
    planId: string;
    itemKey: string;
    channel: string;
    corpId: string | null;
    staffId: string | null;
  }>`
    select customer_id, touch_id, plan_id, item_key, channel, corp_id, staff_id
      from outreach.touch
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}
       and customer_id = any(${[...customerIds]}::bigint[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.customerId, row]));
}
