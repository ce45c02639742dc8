import { sql } from 'kysely';
import type { z } from 'zod';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Figure as FigureSchema, StoredEvent } from '../../contract/event.ts';

type Figure = z.infer<typeof FigureSchema>;

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

export interface Filter {
  readonly kind?: string | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly customerId?: number | undefined;
  readonly visitorId?: string | undefined;
  readonly from: Date;
  readonly to: Date;
}

/** Customers are their unit's, visitors their site's. */
const ofCustomers = (ctx: Ctx, scope: UnitScope) =>
  scope.whole
    ? sql`true`
    : sql`exists (select from customers.customer c where c.customer_id = e.customer_id
        and c.org_id = ${ctx.orgId} and c.unit_id = any(${scope.units}::uuid[]))`;
const ofVisitors = (ctx: Ctx, scope: UnitScope) =>
  scope.whole
    ? sql`true`
    : sql`exists (select from tracking.site s where s.org_id = ${ctx.orgId} and s.code = e.source
        and s.unit_id = any(${scope.units}::uuid[]))`;

/** What a figure counts: newest first, with how many there are in all. */
export async function findEvents(
  ctx: Ctx,
  who: 'customers' | 'visitors',
  filter: Filter,
  scope: UnitScope,
  { before, limit }: { before?: Place | undefined; limit: number },
): Promise<{ items: StoredEvent[]; total: number }> {
  const known = who === 'customers';
  const table = sql.table(known ? 'tracking.event' : 'tracking.visitor_event');
  const conditions = [
    sql`e.org_id = ${ctx.orgId} and e.at >= ${filter.from} and e.at < ${filter.to}`,
    known ? ofCustomers(ctx, scope) : ofVisitors(ctx, scope),
    ...(filter.kind ? [sql`e.kind = ${filter.kind}`] : []),
    ...(filter.source ? [sql`e.source = ${filter.source}`] : []),
    ...(filter.subject ? [sql`e.subject = ${filter.subject}`] : []),
    ...(filter.visitorId ? [sql`e.visitor_id = ${filter.visitorId}`] : []),
    ...(filter.customerId && known ? [sql`e.customer_id = ${filter.customerId}`] : []),
  ];
  const where = sql.join(conditions, sql` and `);
  const further = before
    ? sql`and e.at <= ${before.at} and (e.at, e.event_id) < (${before.at}, ${before.id})`
    : sql``;
  const { rows } = await sql<Row>`
    select e.event_id as id, ${known ? sql`e.customer_id` : sql`null::bigint as customer_id`},
        e.visitor_id, e.kind, e.at, e.received_at, e.source, e.subject, e.amount, e.properties
      from ${table} e where ${where} ${further}
     order by e.at desc, e.event_id desc limit ${limit}`.execute(ctx.db);
  const count = await sql<{ n: number }>`
    select count(*) as n from ${table} e where ${where}`.execute(ctx.db);
  return { items: rows.map(shownEvent), total: count.rows[0]!.n };
}

export async function findFigures(
  ctx: Ctx,
  filter: { kind?: string | undefined; customerId?: number | undefined; from: string; to: string },
  scope: UnitScope,
): Promise<Figure[]> {
  const { rows } = await sql<Omit<Figure, 'amount'> & { amount: string | null }>`
    select e.day, e.kind, sum(e.count) as count, count(*) as customers, sum(e.amount) as amount
      from tracking.daily e
     where e.org_id = ${ctx.orgId} and e.day between ${filter.from}::date and ${filter.to}::date
       and ${filter.kind ? sql`e.kind = ${filter.kind}` : sql`true`}
       and ${filter.customerId ? sql`e.customer_id = ${filter.customerId}` : sql`true`}
       and ${ofCustomers(ctx, scope)}
     group by 1, 2 order by 1 desc, 2 limit 2000`.execute(ctx.db);
  return rows.map((row) => ({
    ...row,
    count: Number(row.count),
    amount: row.amount === null ? null : Number(row.amount),
  }));
}
