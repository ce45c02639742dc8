import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';

/** Whose customers: with this permission those one looks after. */
const OWN = 'customers.customer.read';
/** With this one everybody's of the subtree. */
const UNIT = 'customers.unit.read';

/**
 * The condition every query of customers carries (CR-142): the customer belongs to a unit of the
 * caller's scope, or the caller looks after the customer, or is their friend in WeCom.
 * `alias` is customers.customer as the query names it. For a deed that needs a permission of its
 * own, name it: it must be held where the customer is.
 */
export function visible(ctx: Ctx, alias = 'c', permission?: string): Expression<SqlBool> {
  const units = intersect(scopePaths(ctx, UNIT), permission ? scopePaths(ctx, permission) : ['/']);
  const own = permission === undefined || scopePaths(ctx, permission).length > 0;
  return sql<SqlBool>`(${inUnits(ctx, alias, units)}${
    own && scopePaths(ctx, OWN).length > 0 ? sql` or ${ownCustomer(ctx, alias)}` : sql``
  })`;
}

/** The caller looks after the customer, or is a friend of theirs now. */
export function ownCustomer(ctx: Ctx, alias = 'c'): Expression<SqlBool> {
  if (ctx.actor.kind !== 'staff') return sql<SqlBool>`false`;
  return sql<SqlBool>`${sql.ref(`${alias}.customerId`)} = any(array(
    select own.customer_id from customers.relationship own
     where own.org_id = ${ctx.orgId} and own.staff_id = ${ctx.actor.id}::uuid
       and own.state <> 'ended'
    union
    select own.customer_id from customers.customer own
     where own.org_id = ${ctx.orgId} and own.rm_id = ${ctx.actor.id}::uuid
       and own.state = 'active'))`;
}

/** Units are few and customers many: the paths become a list of units first. */
export function inUnits(ctx: Ctx, alias: string, paths: readonly string[]): Expression<SqlBool> {
  if (paths.includes('/')) return sql<SqlBool>`true`;
  if (paths.length === 0) return sql<SqlBool>`false`;
  const under = paths.map((path) => sql<SqlBool>`u.path like ${`${path}%`}`);
  return sql<SqlBool>`${sql.ref(`${alias}.unitId`)} = any(array(
    select u.id from org.unit u where u.org_id = ${ctx.orgId} and (${sql.join(under, sql` or `)})))`;
}

/** The paths that lie in both. */
function intersect(one: readonly string[], other: readonly string[]): string[] {
  return [
    ...new Set(
      one.flatMap((a) =>
        other.flatMap((b) => (a.startsWith(b) ? [a] : b.startsWith(a) ? [b] : [])),
      ),
    ),
  ];
}
