import { sql } from 'kysely';

/**
 * When each ticker of this module has something to do, as one look into an index. What goes by the
 * machine's clock (calls that are tried again) counts as due as long as it is there.
 */
export const nextAt = {
  bulkSends: sql<Date | null>`select min(send_at) from outreach.bulk_send where state = 'approved'`,
  decide: sql<Date | null>`
    select min(t.next_at) from org.bank b cross join lateral (
      select next_at from outreach.touch
       where org_id = b.id and next_at is not null order by next_at limit 1) t`,
  handOver: sql<Date | null>`
    select least(
      (select 'epoch'::timestamptz where exists (
         select from outreach.handover where state in ('prepared', 'calling'))),
      (select min(t.due_at) from org.bank b cross join lateral (
         select due_at from outreach.touch
          where org_id = b.id and state = 'reserved' and handover_id is null
          order by due_at limit 1) t))`,
  readResults: sql<Date | null>`
    select min(poll_at) from outreach.handover
     where state in ('sent', 'confirmed') and poll_at is not null`,
  closings: sql<Date | null>`
    select min(closes_at) from outreach.handover
     where state in ('sent', 'confirmed') and (state = 'sent' or channel = 'moments')
       and closes_at is not null`,
  hearMoments: sql<Date | null>`
    select min(hear_at) from outreach.handover_sender where hear_at is not null`,
  ownMass: sql<Date | null>`select min(next_at) from outreach.reading where name = 'own-mass'`,
};
