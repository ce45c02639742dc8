import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export interface LedgerDifference {
  readonly customerId: number;
  readonly day: string;
  readonly channel: string;
  readonly counted: number;
  readonly touches: number;
}

/** Channels that the ledger learns of from outside: members' own mass messages (CR-096). */
export const heardChannels = ['member_mass', 'member_group'] as const;

/**
 * Counts the touches anew and compares: every difference is a mistake. Rows of customers are compared
 * where they lie, bucket by bucket when told so.
 */
export async function ledgerDifferences(
  ctx: Ctx,
  { from, to }: { from: number; to: number } = { from: 0, to: 1024 },
): Promise<LedgerDifference[]> {
  const bucket = (alias: string) =>
    sql`(hashint8(${sql.ref(`${alias}.customer_id`)}) & 1023) between ${from}::int and ${to - 1}::int`;
  const { rows } = await sql<LedgerDifference>`
    with touches as (
      select t.customer_id, t.counted_on as day, t.channel,
             coalesce(t.corp_id, '00000000-0000-0000-0000-000000000000'::uuid) as corp_id,
             coalesce(t.recipient, '') as recipient, count(*) as contacts,
             count(*) filter (where t.purpose = 'marketing') as marketing
        from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.counted_on is not null and ${bucket('t')}
       group by 1, 2, 3, 4, 5),
    ledger as (
      select d.* from outreach.contact_day d
       where d.org_id = ${ctx.orgId}::uuid and ${bucket('d')}
         and d.channel <> all (${[...heardChannels]}::text[]) and d.contacts > 0)
    select coalesce(l.customer_id, t.customer_id) as "customerId", coalesce(l.day, t.day) as day,
           coalesce(l.channel, t.channel) as channel, coalesce(l.contacts, 0)::int as counted,
           coalesce(t.contacts, 0)::int as touches
      from ledger l full join touches t on t.customer_id = l.customer_id and t.day = l.day
       and t.channel = l.channel and t.corp_id = l.corp_id and t.recipient = l.recipient
     where l.contacts is distinct from t.contacts or l.marketing is distinct from t.marketing
     limit 1000`.execute(ctx.db);
  return rows;
}
