import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CallOutcome } from '../../contract/health.ts';

/** Nothing of what was asked or answered: whom it concerned stays out of the log. */
export interface RecordedCall {
  orgId: string;
  at: Date;
  id: string;
  corpId: string;
  appId: string | null;
  endpoint: string;
  cost: number;
  outcome: CallOutcome;
  errcode: number | null;
  ms: number;
  requestId: string;
}

/** One statement however many there are, which is its own transaction. */
export async function insertCalls(ctx: Ctx, calls: readonly RecordedCall[]): Promise<void> {
  await sql`
    insert into wecom.call (org_id, at, id, corp_id, app_id, endpoint, cost, outcome, errcode, ms,
                            request_id)
    select c."orgId", c.at, c.id, c."corpId", c."appId", c.endpoint, c.cost, c.outcome, c.errcode,
           c.ms, c."requestId"
      from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb)
           as c ("orgId" uuid, at timestamptz, id uuid, "corpId" uuid, "appId" uuid, endpoint text,
                 cost int, outcome text, errcode int, ms int, "requestId" text)`.execute(ctx.db);
}

export interface CallFilter {
  page: number;
  size: number;
  endpoint?: string | undefined;
  outcome?: string | undefined;
  code?: number | undefined;
  app?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export async function listCallRows(
  ctx: Ctx,
  corpId: string,
  filter: CallFilter,
): Promise<{ items: RecordedCall[]; total: number }> {
  const found = ctx.db
    .selectFrom('wecom.call')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .$if(filter.endpoint !== undefined, (q) => q.where('endpoint', '=', filter.endpoint!))
    .$if(filter.outcome !== undefined, (q) => q.where('outcome', '=', filter.outcome!))
    .$if(filter.code !== undefined, (q) => q.where('errcode', '=', filter.code!))
    .$if(filter.app !== undefined, (q) => q.where('appId', '=', filter.app!))
    .$if(filter.from !== undefined, (q) => q.where('at', '>=', new Date(filter.from!)))
    .$if(filter.to !== undefined, (q) => q.where('at', '<', new Date(filter.to!)));
  const items = await found
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: items as RecordedCall[], total };
}

export async function sumCalls(ctx: Ctx, corpId: string, since: Date) {
  const { rows } = await sql<{
    endpoint: string;
    outcome: CallOutcome;
    calls: number;
    cost: number;
    median: number;
    slowest: number;
  }>`
    select endpoint, outcome, count(*) as calls, sum(cost)::bigint as cost,
           percentile_disc(0.5) within group (order by ms) as median, max(ms) as slowest
      from wecom.call
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and at >= ${since}
     group by grouping sets ((endpoint, outcome), (endpoint)) order by 1, 2`.execute(ctx.db);
  return rows;
}

export async function countByMinute(ctx: Ctx, corpId: string, since: Date) {
  const { rows } = await sql<{ minute: Date; total: number; failed: number }>`
    select date_trunc('minute', at) as minute, count(*) as total,
           count(*) filter (where outcome <> 'ok') as failed
      from wecom.call
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and at >= ${since}
     group by 1`.execute(ctx.db);
  return rows;
}

export async function sumErrors(ctx: Ctx, corpId: string, since: Date) {
  const { rows } = await sql<{ code: number; count: number; lastAt: Date }>`
    select errcode as code, count(*) as count, max(at) as last_at from wecom.call
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and at >= ${since} and errcode <> 0
     group by 1 order by 2 desc, 1 limit 50`.execute(ctx.db);
  return rows;
}

export async function deleteCalls(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from wecom.call where org_id = ${ctx.orgId} and (at, id) in
      (select at, id from wecom.call where org_id = ${ctx.orgId} and at < ${before}
        order by at limit ${limit})`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
