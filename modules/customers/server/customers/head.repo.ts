import { type SqlBool, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { visible } from '../visible.repo.ts';

export interface HeadRow {
  readonly customerId: number;
  readonly unitId: string;
  readonly unitName: string;
  readonly rmId: string | null;
  readonly rmName: string | null;
  readonly name: string | null;
  readonly state: string;
  readonly mergedInto: number | null;
  readonly source: string;
  readonly friends: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly version: number;
}

/** Customers by their ids, within the caller's view unless `unseen`. */
export async function headRows(
  ctx: Ctx,
  customerIds: readonly number[],
  { permission, unseen = false }: { permission?: string; unseen?: boolean } = {},
): Promise<HeadRow[]> {
  if (customerIds.length === 0) return [];
  const seen = unseen ? sql<SqlBool>`true` : visible(ctx, 'c', permission);
  const { rows } = await sql<HeadRow>`
    select c.customer_id, c.unit_id, u.name as unit_name, c.rm_id, s.name as rm_name, c.name,
           c.state, c.merged_into, c.source, c.created_at, c.changed_at, c.version,
           (select count(*) from customers.relationship r
             where r.customer_id = c.customer_id and r.state = 'active') as friends
      from customers.customer c
      join org.unit u on u.org_id = c.org_id and u.id = c.unit_id
      left join org.staff s on s.org_id = c.org_id and s.id = c.rm_id
     where c.customer_id = any(${customerIds}::bigint[]) and c.org_id = ${ctx.orgId}
       and ${seen}`.execute(ctx.db);
  return rows;
}

/** Phones and bank numbers of these customers, the surest first. */
export async function sealedIdentities(
  ctx: Ctx,
  customerIds: readonly number[],
  kinds: readonly string[] = ['phone', 'bank_no'],
): Promise<{ customerId: number; kind: string; sealed: string }[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<{ customerId: number; kind: string; sealed: string }>`
    select customer_id, kind, sealed from customers.identity
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}
       and kind = any(${kinds}::text[]) and sealed is not null
     order by verified desc, confidence desc, at`.execute(ctx.db);
  return rows;
}

/** Names as they are stored, of customers who have one; no view is asked. */
export async function namesOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<{ customerId: number; name: string; nameFrom: string | null }[]> {
  const { rows } = await sql<{ customerId: number; name: string; nameFrom: string | null }>`
    select customer_id, name, name_from from customers.customer
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}
       and state = 'active' and name is not null`.execute(ctx.db);
  return rows;
}
