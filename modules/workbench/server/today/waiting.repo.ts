import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Waiting } from '../../contract/today.ts';

interface Row {
  readonly handoverId: string;
  readonly channel: string;
  readonly planName: string;
  readonly text: string | null;
  readonly size: number;
  readonly sentAt: Date;
  readonly expiresAt: Date | null;
}

const OPENING = 40;

/** The first words; that more follows is seen. */
const openingOf = (text: string): string => {
  const all = [...text];
  return all.length > OPENING ? `${all.slice(0, OPENING).join('')}…` : text;
};

/** What this colleague has to confirm in WeCom before it goes out, oldest first. */
export async function waitingFor(ctx: Ctx, staffId: string): Promise<Waiting[]> {
  const { rows } = await sql<Row>`
    select h.id as handover_id, h.channel, p.name as plan_name, h.message ->> 'text' as text,
           h.size, h.sent_at, least(h.closes_at, h.expires_at) as expires_at
      from outreach.handover h
      join outreach.plan p on p.org_id = h.org_id and p.plan_id = h.plan_id
     where h.org_id = ${ctx.orgId}
       and (h.state = 'sent' or (h.state = 'confirmed' and h.channel = 'moments'))
       and (h.staff_id = ${staffId}::uuid
            or exists (select 1 from outreach.handover_sender s
                        where s.org_id = h.org_id and s.handover_id = h.id
                          and s.staff_id = ${staffId}::uuid and s.confirmed_at is null))
     order by h.sent_at limit 50`.execute(ctx.db);
  const own = await ownOf(
    ctx,
    rows.map((row) => row.handoverId),
    staffId,
  );
  return rows.map((row) => ({
    handoverId: row.handoverId,
    channel: row.channel,
    planName: row.planName,
    opening: openingOf(row.text ?? ''),
    customers: own.get(row.handoverId) ?? row.size,
    since: row.sentAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }));
}

/** A moment goes out by several colleagues at once: of each task the customers, or groups, of this one. */
async function ownOf(
  ctx: Ctx,
  handoverIds: readonly string[],
  staffId: string,
): Promise<ReadonlyMap<string, number>> {
  if (handoverIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; n: number }>`
    select handover_id as id, count(*)::int as n from outreach.touch
     where org_id = ${ctx.orgId} and handover_id = any (${[...handoverIds]}::uuid[])
       and staff_id = ${staffId}::uuid
     group by 1`.execute(ctx.db);
  return new Map(rows.map(({ id, n }) => [id, n]));
}
