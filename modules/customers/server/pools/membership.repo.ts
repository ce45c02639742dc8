import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { PoolReason } from '../../contract/pool.ts';
import { bandFrom } from '../../contract/value-band.ts';

const assetsOf = (ctx: Ctx) => sql`(
  select v.number from customers.attribute_value v
   where v.customer_id = c.customer_id and v.attribute_id = (
     select a.attribute_id from customers.attribute a
      where a.org_id = ${ctx.orgId} and a.code = 'aum'))`;

export interface Loose {
  readonly customerId: number;
  readonly unitPath: string;
}

/**
 * Of these customers, those of the long tail whom nobody looks after: no RM, no colleague among their
 * friends but holders of pools, and no hand-over that still waits for a person.
 */
export async function findLoose(ctx: Ctx, customerIds: readonly number[]): Promise<Loose[]> {
  const { rows } = await sql<Loose>`
    select c.customer_id as "customerId", u.path as "unitPath"
      from customers.customer c
      join org.unit u on u.org_id = c.org_id and u.id = c.unit_id
     where c.org_id = ${ctx.orgId} and c.customer_id = any(${[...customerIds]}::bigint[])
       and c.state = 'active' and c.rm_id is null and ${assetsOf(ctx)} < ${bandFrom.mid}
       and not exists (
         select from customers.relationship r
          where r.customer_id = c.customer_id and r.state = 'active' and r.staff_id is not null
            and not exists (select from customers.pool p
                             where p.org_id = c.org_id and p.staff_id = r.staff_id))
       and not exists (select from customers.pool_handover h
                        where h.customer_id = c.customer_id and h.to_staff_id is null)`.execute(
    ctx.db,
  );
  return rows;
}

/** Customers of nobody after this one, in the order of their ids. */
export async function nextOfNobody(ctx: Ctx, after: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select c.customer_id as "customerId" from customers.customer c
     where c.org_id = ${ctx.orgId} and c.rm_id is null and c.customer_id > ${after}
       and c.state = 'active'
     order by c.customer_id limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

/** Customers of an account after this one. */
export async function nextOfHolder(
  ctx: Ctx,
  staffId: string,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select c.customer_id as "customerId" from customers.customer c
     where c.org_id = ${ctx.orgId} and c.rm_id = ${staffId}::uuid and c.customer_id > ${after}
       and c.state = 'active'
     order by c.customer_id limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export interface Served {
  readonly customerId: number;
  readonly unitId: string;
  readonly holderId: string;
  readonly assets: number | null;
  /** What they did since they came into the pool. */
  readonly complained: boolean;
  readonly consulted: boolean;
}

export const CONSULTATION = ['consultation.asked', 'message.consulted'];
export const COMPLAINT = ['complaint.made'];

/** Of these customers, those whom one of these accounts serves. */
export async function findServed(
  ctx: Ctx,
  customerIds: readonly number[],
  holders: readonly string[],
): Promise<Served[]> {
  const did = (kinds: readonly string[]) => sql`exists (
    select from tracking.event e
     where e.customer_id = c.customer_id and e.at >= c.rm_since and e.kind = any(${kinds}::text[]))`;
  const { rows } = await sql<Served>`
    select c.customer_id as "customerId", c.unit_id as "unitId", c.rm_id as "holderId",
           ${assetsOf(ctx)} as assets, ${did(COMPLAINT)} as complained,
           ${did(CONSULTATION)} as consulted
      from customers.customer c
     where c.org_id = ${ctx.orgId} and c.customer_id = any(${[...customerIds]}::bigint[])
       and c.state = 'active' and c.rm_id = any(${[...holders]}::uuid[])
     order by c.customer_id`.execute(ctx.db);
  return rows;
}

export interface Person {
  readonly id: string;
  readonly unitId: string;
  readonly load: number;
}

/** People of these units who have customers to look after by their role, the least busy first. */
export async function findPeople(
  ctx: Ctx,
  unitIds: readonly string[],
  holders: readonly string[],
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select s.id, s.unit_id as "unitId", (
             select count(*) from customers.customer c
              where c.org_id = s.org_id and c.rm_id = s.id and c.state = 'active')::int as load
      from org.staff s
     where s.org_id = ${ctx.orgId} and s.state = 'active' and s.unit_id = any(${[...unitIds]}::uuid[])
       and s.id <> all(${[...holders]}::uuid[])
       and exists (
         select from org.role_grant g
           join org.role r on r.org_id = g.org_id and r.id = g.role_id
          where g.org_id = s.org_id and g.staff_id = s.id and g.ended_at is null
            and r.permissions @> array['workbench.own.use'])
     order by load, s.id`.execute(ctx.db);
  return rows;
}

export async function insertHandovers(
  ctx: TxCtx,
  rows: readonly {
    customerId: number;
    itemId: string;
    unitId: string;
    toStaffId: string | null;
    reason: PoolReason;
  }[],
): Promise<void> {
  await sql`
    insert into customers.pool_handover
      (customer_id, item_id, org_id, unit_id, to_staff_id, reason, at)
    select r."customerId", r."itemId", ${ctx.orgId}, r."unitId", r."toStaffId", r.reason,
           ${ctx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r ("customerId" bigint, "itemId" uuid, "unitId" uuid, "toStaffId" uuid, reason text)`.execute(
    ctx.db,
  );
}

/** A bank with a pool whose customers of before have not all been looked through. */
export async function findToSweep(ctx: Ctx) {
  const { rows } = await sql<{ orgId: string; unitId: string; staffId: string; sweptTo: number }>`
    select p.org_id as "orgId", p.unit_id as "unitId", p.staff_id as "staffId",
           p.swept_to as "sweptTo"
      from customers.pool p where p.swept_to is not null
     limit 1 for update skip locked`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function setSwept(ctx: TxCtx, unitId: string, to: number | null): Promise<void> {
  await sql`update customers.pool set swept_to = ${to}
             where org_id = ${ctx.orgId} and unit_id = ${unitId}`.execute(ctx.db);
}
