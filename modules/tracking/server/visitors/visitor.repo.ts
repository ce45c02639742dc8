import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { plainArray, quotedArray } from '../store/event-row.ts';

export type VisitorState = 'unknown' | 'stitched' | 'shared' | 'released';

export interface SeenVisitor {
  readonly visitorId: string;
  readonly siteId: string | null;
  /** The text the visitor agreed to; null: not agreed. */
  readonly consent: string | null;
}

export interface Visitor {
  readonly visitorId: string;
  readonly state: VisitorState;
  /** Of a shared or released one: whose it was. */
  readonly customerId: number | null;
  readonly confirmedAt: Date | null;
}

/**
 * Notes that these were seen and holds them until the transaction ends, so that nobody is stitched
 * while their events are on the way. In one order, whoever calls.
 */
export async function lockVisitors(
  ctx: TxCtx,
  seen: readonly SeenVisitor[],
): Promise<Map<string, Visitor>> {
  const once = [...new Map(seen.map((v) => [v.visitorId, v])).values()].sort((a, b) =>
    a.visitorId < b.visitorId ? -1 : 1,
  );
  // A row that the condition leaves as it is, is locked all the same.
  await sql`
    insert into tracking.visitor as v (visitor_id, org_id, site_id, state, consent, first_at, last_at)
    select visitor_id, ${ctx.orgId}::uuid, site_id, 'unknown', consent, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
      from unnest(${plainArray(once.map((v) => v.visitorId))}::uuid[],
                  ${plainArray(once.map((v) => v.siteId))}::uuid[],
                  ${quotedArray(once.map((v) => v.consent))}::text[])
        as g (visitor_id, site_id, consent)
    on conflict (visitor_id) do update set
      last_at = greatest(v.last_at, excluded.last_at),
      consent = coalesce(excluded.consent, v.consent)
     where v.last_at < excluded.last_at - interval '10 minutes'
        or (excluded.consent is not null and v.consent is distinct from excluded.consent)`.execute(
    ctx.db,
  );
  const rows = await ctx.db
    .selectFrom('tracking.visitor')
    .select(['visitorId', 'state', 'customerId', 'confirmedAt'])
    .where(sql<boolean>`visitor_id = any(${plainArray(once.map((v) => v.visitorId))}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.visitorId, row as Visitor]));
}

export async function findVisitor(ctx: Ctx, visitorId: string): Promise<Visitor | null> {
  const row = await ctx.db
    .selectFrom('tracking.visitor')
    .select(['visitorId', 'state', 'customerId', 'confirmedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('visitorId', '=', visitorId)
    .executeTakeFirst();
  return (row as Visitor | undefined) ?? null;
}

export async function setVisitor(
  ctx: TxCtx,
  visitorId: string,
  change: {
    readonly state: VisitorState;
    readonly customerId: number | null;
    readonly confirmedAt: Date | null;
  },
): Promise<void> {
  await ctx.db
    .updateTable('tracking.visitor')
    .set(change)
    .where('orgId', '=', ctx.orgId)
    .where('visitorId', '=', visitorId)
    .execute();
}

export interface StitchStep {
  readonly stitchId: string;
  readonly visitorId: string;
  readonly action: 'stitched' | 'confirmed' | 'refused' | 'undone' | 'released';
  readonly customerId: number;
  readonly events: number;
  readonly evidence: unknown;
}

export async function insertStitch(ctx: TxCtx, step: StitchStep): Promise<void> {
  await ctx.db
    .insertInto('tracking.stitch')
    .values({
      ...step,
      evidence: JSON.stringify(step.evidence),
      orgId: ctx.orgId,
      actor: ctx.actor.id,
      at: ctx.now(),
    })
    .execute();
}

/** A customer's devices, and what spoke for it. */
export async function findVisitorRows(ctx: Ctx, customerId: number): Promise<object[]> {
  const { rows } = await sql<object>`
    select v.state, v.first_at, v.last_at, v.consent, s.action, s.evidence, s.at
      from tracking.visitor v
      left join tracking.stitch s on s.visitor_id = v.visitor_id and s.customer_id = ${customerId}
     where v.customer_id = ${customerId} and v.org_id = ${ctx.orgId}
     order by s.at`.execute(ctx.db);
  return rows;
}

/** What is done on these devices afterwards is an unknown visitor's. */
export async function eraseVisitors(ctx: TxCtx, customerId: number): Promise<number> {
  const stitches = await ctx.db
    .deleteFrom('tracking.stitch')
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .executeTakeFirst();
  const visitors = await ctx.db
    .deleteFrom('tracking.visitor')
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .executeTakeFirst();
  return Number(stitches.numDeletedRows + visitors.numDeletedRows);
}

/** Devices whose behaviour joins these customers. */
export async function findDevices(ctx: Ctx, customerIds: readonly number[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('tracking.visitor')
    .select('visitorId')
    .where('orgId', '=', ctx.orgId)
    .where(sql<boolean>`customer_id = any(${plainArray(customerIds)}::bigint[])`)
    .where('state', '=', 'stitched')
    .orderBy('visitorId')
    .execute();
  return rows.map(({ visitorId }) => visitorId);
}
