import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CustomerFilter } from '../../contract/customer.ts';
import { visible } from '../visible.repo.ts';

/** What a search text stands for, as far as the database can ask it. */
export interface Wanted {
  /** Customers whose phone or number it is. */
  readonly ids: readonly number[];
  readonly grams: readonly number[];
}

/** The conditions of a filter on customers.customer as `c`, within the caller's view. */
export function conditions(
  ctx: Ctx,
  filter: CustomerFilter,
  wanted: Wanted | null,
  permission?: string,
): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [
    sql`c.org_id = ${ctx.orgId}`,
    sql`c.state = 'active'`,
    visible(ctx, 'c', permission),
  ];
  const { under, rm, friends, friendOf, source, createdFrom, createdTo, ids } = filter;
  if (wanted) {
    if (wanted.ids.length > 0) all.push(sql`c.customer_id = any(${wanted.ids}::bigint[])`);
    else if (wanted.grams.length > 0) all.push(sql`c.name_grams @> ${wanted.grams}::int[]`);
    else all.push(sql`false`);
  }
  if (ids) all.push(sql`c.customer_id = any(${ids.map(Number)}::bigint[])`);
  if (under)
    all.push(sql`c.unit_id = any(array(
      select u.id from org.unit u join org.unit top on top.org_id = u.org_id
       where u.org_id = ${ctx.orgId} and top.id = ${under}::uuid and u.path like top.path || '%'))`);
  if (rm === 'none') all.push(sql`c.rm_id is null`);
  else if (rm === 'me') all.push(sql`c.rm_id = ${ctx.actor.id}::uuid`);
  else if (rm) all.push(sql`c.rm_id = ${rm}::uuid`);
  const friend = sql`exists (select from customers.relationship r
    where r.customer_id = c.customer_id and r.state = 'active')`;
  if (friends) all.push(friends === 'yes' ? sql`${friend}` : sql`not ${friend}`);
  if (friendOf)
    all.push(sql`c.customer_id = any(array(select r.customer_id from customers.relationship r
      where r.org_id = ${ctx.orgId} and r.staff_id = ${friendOf}::uuid and r.state <> 'ended'))`);
  if (source) all.push(sql`c.source = ${source}`);
  if (createdFrom) all.push(sql`c.created_at >= ${createdFrom}`);
  if (createdTo) all.push(sql`c.created_at < ${createdTo}`);
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}

/** Ids after a cursor, in the order of ids: the newest customer has the greatest. */
export async function pageOfIds(
  ctx: Ctx,
  where: Expression<SqlBool>,
  { after, newestFirst, limit }: { after: number | null; newestFirst: boolean; limit: number },
): Promise<number[]> {
  const beyond =
    after === null
      ? sql`true`
      : newestFirst
        ? sql`c.customer_id < ${after}::bigint`
        : sql`c.customer_id > ${after}::bigint`;
  const { rows } = await sql<{ customerId: number }>`
    select c.customer_id from customers.customer c
     where ${where} and ${beyond}
     order by c.customer_id ${newestFirst ? sql`desc` : sql`asc`}
     limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export async function countUpTo(
  ctx: Ctx,
  where: Expression<SqlBool>,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from customers.customer c where ${where} limit ${limit}) as found`.execute(ctx.db);
  return rows[0]!.n;
}

/** What the planner expects: good enough for a number that nobody counts by hand. */
export async function estimate(ctx: Ctx, where: Expression<SqlBool>): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from customers.customer c where ${where}`.execute(ctx.db);
  const plan = Object.values(rows[0]!)[0] as [{ Plan: { 'Plan Rows': number } }];
  return Math.round(plan[0].Plan['Plan Rows']);
}
