import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { HandoverRow } from './handover.ts';
import type { Addressed } from './recipients.repo.ts';

export interface Waiting {
  readonly handover: Pick<HandoverRow, 'id' | 'channel' | 'staffId' | 'userid'>;
  readonly recipients: readonly Addressed[];
}

/** The colleagues these handovers wait for. */
export async function insertSenders(ctx: TxCtx, waiting: readonly Waiting[]): Promise<void> {
  const senders = waiting.flatMap(({ handover: { id, channel, staffId, userid }, recipients }) => {
    const found =
      channel === 'moments'
        ? recipients.flatMap((r) => (r.userid ? [{ userid: r.userid, staffId: r.staffId }] : []))
        : userid
          ? [{ userid, staffId }]
          : [];
    return [...new Map(found.map((s) => [s.userid, { ...s, id }])).values()];
  });
  if (senders.length === 0) return;
  await sql`
    insert into outreach.handover_sender (org_id, handover_id, userid, staff_id, heard)
    select ${ctx.orgId}, h, u, s, 0
      from unnest(${senders.map((s) => s.id)}::uuid[], ${senders.map((s) => s.userid)}::text[],
                  ${senders.map((s) => s.staffId)}::uuid[]) as n(h, u, s)
    on conflict (org_id, handover_id, userid) do nothing`.execute(ctx.db);
}

export interface SenderRow {
  readonly userid: string;
  readonly staffId: string | null;
  readonly confirmedAt: Date | null;
}

export async function sendersOf(ctx: Ctx, handoverId: string): Promise<SenderRow[]> {
  return ctx.db
    .selectFrom('outreach.handoverSender')
    .select(['userid', 'staffId', 'confirmedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('handoverId', '=', handoverId)
    .orderBy('userid')
    .execute();
}

export async function setConfirmed(
  ctx: TxCtx,
  handoverId: string,
  userid: string,
  at: Date,
  hearAt: Date | null,
): Promise<void> {
  await ctx.db
    .updateTable('outreach.handoverSender')
    .set({ confirmedAt: at, hearAt })
    .where('orgId', '=', ctx.orgId)
    .where('handoverId', '=', handoverId)
    .where('userid', '=', userid)
    .where('confirmedAt', 'is', null)
    .execute();
}

/** Ids at WeCom, in small letters, of the colleagues whose touches a handover holds. */
export async function sendersOfTouches(
  ctx: Ctx,
  { id }: Pick<HandoverRow, 'id'>,
): Promise<string[]> {
  const { rows } = await sql<{ userid: string }>`
    select distinct lower(s.wecom_user_id) as userid
      from outreach.touch t join org.staff s on s.org_id = t.org_id and s.id = t.staff_id
     where t.org_id = ${ctx.orgId} and t.handover_id = ${id} and s.wecom_user_id is not null`.execute(
    ctx.db,
  );
  return rows.map(({ userid }) => userid);
}
