import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { StoredEvent } from '../../contract/event.ts';

/** Where a page of events ended: newest first, those of one moment by id. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

interface Row {
  id: string;
  customerId: number | null;
  visitorId: string | null;
  kind: string;
  at: Date;
  receivedAt: Date;
  source: string;
  subject: string | null;
  amount: string | null;
  properties: Record<string, unknown>;
}

export const shownEvent = (row: Row): StoredEvent => ({
  id: row.id,
  customerId: row.customerId,
  visitorId: row.visitorId,
  kind: row.kind,
  at: row.at.toISOString(),
  receivedAt: row.receivedAt.toISOString(),
  source: row.source,
  subject: row.subject,
  amount: row.amount === null ? null : Number(row.amount),
  properties: row.properties,
});

/** A customer's own events, newest first. */
export async function findEventsOf(
  ctx: Ctx,
  customerId: number,
  { kinds, before, limit }: { kinds?: readonly string[]; before?: Place; limit: number },
): Promise<StoredEvent[]> {
  const { rows } = await sql<Row>`
    select event_id as id, customer_id, visitor_id, kind, at, received_at, source, subject, amount,
        properties
      from tracking.event
     where customer_id = ${customerId} and org_id = ${ctx.orgId}
       and ${kinds ? sql`kind = any(${[...kinds]}::text[])` : sql`true`}
       and ${before ? sql`at <= ${before.at} and (at, event_id) < (${before.at}, ${before.id})` : sql`true`}
     order by at desc, event_id desc limit ${limit}`.execute(ctx.db);
  return rows.map(shownEvent);
}
