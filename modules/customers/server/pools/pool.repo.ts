import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { PoolReason, PoolRules } from '../../contract/pool.ts';
import type { Standing } from '../handover/transfer.ts';

const MANAGE = 'customers.pool.manage';

export interface PoolRow {
  readonly unitId: string;
  readonly unitName: string;
  readonly unitPath: string;
  readonly staffId: string;
  readonly staffName: string;
  readonly state: 'on' | 'paused';
  readonly rules: PoolRules;
  readonly sweptTo: number | null;
  readonly version: number;
}

const pools = sql`
  select p.unit_id as "unitId", u.name as "unitName", u.path as "unitPath", p.staff_id as "staffId",
         s.name as "staffName", p.state, p.rules, p.swept_to as "sweptTo", p.version
    from customers.pool p
    join org.unit u on u.org_id = p.org_id and u.id = p.unit_id
    join org.staff s on s.org_id = p.org_id and s.id = p.staff_id`;

/** Pools of the bank, the one nearest to an outlet before those above it. */
export async function findPools(ctx: Ctx): Promise<PoolRow[]> {
  const { rows } = await sql<PoolRow>`
    ${pools} where p.org_id = ${ctx.orgId} order by length(u.path) desc, u.path`.execute(ctx.db);
  return rows;
}

/** Those of the units the caller looks after. */
export async function managedPools(ctx: Ctx): Promise<PoolRow[]> {
  const { rows } = await sql<PoolRow>`
    ${pools} where p.org_id = ${ctx.orgId} and ${inScope(ctx, MANAGE, 'u.path')}
     order by u.path`.execute(ctx.db);
  return rows;
}

export interface PoolFigures {
  readonly staffId: string;
  readonly size: number;
  readonly friends: number;
}

export async function countPools(ctx: Ctx, staffIds: readonly string[]): Promise<PoolFigures[]> {
  const { rows } = await sql<PoolFigures>`
    select c.rm_id as "staffId", count(*)::int as size,
           count(*) filter (where exists (
             select from customers.relationship r
              where r.customer_id = c.customer_id and r.staff_id = c.rm_id
                and r.state = 'active'))::int as friends
      from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active' and c.rm_id = any(${[...staffIds]}::uuid[])
     group by c.rm_id`.execute(ctx.db);
  return rows;
}

export async function countHandedOver(ctx: Ctx, unitIds: readonly string[], since: Date) {
  const { rows } = await sql<{
    unitId: string;
    reason: PoolReason;
    count: number;
    waiting: number;
  }>`
    select h.unit_id as "unitId", h.reason,
           count(*) filter (where h.at >= ${since})::int as count,
           count(*) filter (where ${waits})::int as waiting
      from customers.pool_handover h
      join customers.customer c on c.customer_id = h.customer_id and c.org_id = h.org_id
     where h.org_id = ${ctx.orgId} and h.unit_id = any(${[...unitIds]}::uuid[])
     group by 1, 2`.execute(ctx.db);
  return rows;
}

/** Nobody could take over, and nobody has since. */
const waits = sql`(h.to_staff_id is null and c.rm_id is null and c.state = 'active')`;

export interface HandoverRow extends Standing {
  readonly customerId: number;
  readonly reason: PoolReason;
  readonly at: Date;
  readonly toStaffId: string | null;
  readonly toName: string | null;
}

export async function handoverRows(
  ctx: Ctx,
  unitId: string,
  { before, waiting, limit }: { before: Date | null; waiting: boolean; limit: number },
): Promise<HandoverRow[]> {
  const { rows } = await sql<HandoverRow>`
    select h.customer_id as "customerId", h.reason, h.at, h.to_staff_id as "toStaffId",
           s.name as "toName", t.state as transfer, t.code, t.asked_at as "askedAt",
           t.settled_at as "settledAt"
      from customers.pool_handover h
      join customers.customer c on c.customer_id = h.customer_id and c.org_id = h.org_id
      left join org.staff s on s.org_id = h.org_id and s.id = h.to_staff_id
      left join lateral (
        select t.state, t.code, t.asked_at, t.settled_at from customers.handover_transfer t
         where t.customer_id = h.customer_id and t.handover_id = h.item_id
         order by t.settled_at nulls first limit 1) t on true
     where h.org_id = ${ctx.orgId} and h.unit_id = ${unitId}
       and (${before}::timestamptz is null or h.at < ${before}::timestamptz)
       and (not ${waiting} or ${waits})
     order by h.at desc, h.customer_id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** False: somebody else saved it meanwhile. */
export async function putPool(
  ctx: TxCtx,
  unitId: string,
  pool: { staffId: string; state: string; rules: PoolRules; version: number },
): Promise<boolean> {
  const rules = sql`${JSON.stringify(pool.rules)}::jsonb`;
  const { numAffectedRows } = await sql`
    insert into customers.pool as held
      (org_id, unit_id, staff_id, state, rules, swept_to, changed_at, version)
    select ${ctx.orgId}, ${unitId}, ${pool.staffId}, ${pool.state}, ${rules}, 0, ${ctx.now()}, 1
     where ${pool.version} = 0 or exists (
       select from customers.pool p where p.org_id = ${ctx.orgId} and p.unit_id = ${unitId})
    on conflict (org_id, unit_id) do update
      set staff_id = excluded.staff_id, state = excluded.state, rules = excluded.rules,
          swept_to = 0, changed_at = excluded.changed_at, version = held.version + 1
      where held.version = ${pool.version}`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}
