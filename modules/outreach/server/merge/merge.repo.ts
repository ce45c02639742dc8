import { type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { heardChannels } from '../ledger/ledger.repo.ts';
import { NO_CORP, type TakenBack, takeBack } from '../touches/take-back.repo.ts';
import { waiting } from '../touches/withdraw.repo.ts';

/**
 * What waits for `from` in plans that `into` was drawn for as well, or got already: one person is not
 * told the same twice, and whoever was held out stays held out.
 */
export function takeBackDoubles(ctx: TxCtx, from: number, into: number): Promise<TakenBack[]> {
  const reason = ['客户已合并，由保留的客户继续', 'Merged; the customer who stays goes on'];
  return takeBack(
    ctx,
    sql<SqlBool>`t.customer_id = ${from} and ${waiting} and (
      exists (select from outreach.assignment a
               where a.customer_id = ${into} and a.plan_id = t.plan_id)
      or exists (select from outreach.touch d
                  where d.customer_id = ${into} and d.plan_id = t.plan_id
                    and d.item_key = t.item_key and d.occurrence = t.occurrence
                    and d.channel = t.channel))`,
    sql`state = 'withdrawn', next_at = null, settled_at = ${ctx.now()}, handover_id = null,
        failure = ${JSON.stringify(reason)}`,
  );
}

/**
 * What is reserved for `from` is decided anew: the two had their caps each by themselves, and are one
 * person now. Its places go back until then.
 */
export async function askAnew(ctx: TxCtx, from: number): Promise<void> {
  await takeBack(
    ctx,
    sql<SqlBool>`t.customer_id = ${from} and t.state = 'reserved'`,
    sql`state = 'deferred', handover_id = null,
        next_at = greatest(t.due_at - interval '7 days', ${ctx.now()}::timestamptz)`,
  );
}

export interface LedgerRow {
  readonly day: string;
  readonly channel: string;
  readonly corpId: string;
  readonly recipient: string;
  readonly contacts: number;
  readonly marketing: number;
}

const listed = sql`day::text, channel, corp_id as "corpId", recipient, contacts, marketing`;

/** Everything that is counted for a customer, taken out of the ledger. */
export async function takeLedger(ctx: TxCtx, customerId: number): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    delete from outreach.contact_day where customer_id = ${customerId} and org_id = ${ctx.orgId}
    returning ${listed}`.execute(ctx.db);
  return rows;
}

/** What a customer's touches say, without what the ledger heard from outside. */
export async function countedOf(ctx: TxCtx, customerId: number): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select t.counted_on::text as day, t.channel, coalesce(t.corp_id, ${NO_CORP}::uuid) as "corpId",
           coalesce(t.recipient, '') as recipient, count(*)::int as contacts,
           (count(*) filter (where t.purpose = 'marketing'))::int as marketing
      from outreach.touch t
     where t.customer_id = ${customerId} and t.org_id = ${ctx.orgId} and t.counted_on is not null
       and t.channel <> all (${[...heardChannels]}::text[])
     group by 1, 2, 3, 4`.execute(ctx.db);
  return rows;
}

/** Adds to what is counted for a customer, or takes away: never below nothing. */
export async function addLedger(
  ctx: TxCtx,
  customerId: number,
  rows: readonly LedgerRow[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (day date, channel text,
    "corpId" uuid, recipient text, contacts int, marketing int)`;
  if (sign > 0)
    await sql`
      insert into outreach.contact_day as d
        (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
      select ${customerId}::bigint, r.day, r.channel, r."corpId", r.recipient, ${ctx.orgId}::uuid,
             r.contacts, r.marketing from ${given}
      on conflict (customer_id, day, channel, corp_id, recipient) do update
         set contacts = d.contacts + excluded.contacts,
             marketing = d.marketing + excluded.marketing`.execute(ctx.db);
  else
    await sql`
      update outreach.contact_day d
         set contacts = greatest(0, d.contacts - r.contacts),
             marketing = greatest(0, d.marketing - r.marketing)
        from ${given}
       where d.customer_id = ${customerId} and d.day = r.day and d.channel = r.channel
         and d.corp_id = r."corpId" and d.recipient = r.recipient`.execute(ctx.db);
}
