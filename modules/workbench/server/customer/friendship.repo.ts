import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface Friendship {
  readonly corpId: string;
  readonly startedAt: Date;
  readonly lastTwoWayAt: Date | null;
}

/** With this colleague, now. */
export async function findFriendship(
  ctx: Ctx,
  customerId: number,
  staffId: string,
): Promise<Friendship | null> {
  const { rows } = await sql<Friendship>`
    select r.corp_id, r.started_at, r.last_two_way_at
      from customers.relationship r
     where r.customer_id = ${customerId} and r.org_id = ${ctx.orgId}
       and r.staff_id = ${staffId}::uuid and r.state = 'active'
     order by r.started_at limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Whom a colleague may be asked about without a corp's id: corps in which they have friends. */
export async function corpsOfBank(ctx: Ctx): Promise<{ id: string; corpid: string }[]> {
  const { rows } = await sql<{ id: string; corpid: string }>`
    select c.id, c.corpid from wecom.corp c
     where c.org_id = ${ctx.orgId} and c.state = 'active' order by c.created_at`.execute(ctx.db);
  return rows;
}
