import { sql } from 'kysely';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CustomerId } from '../contract/ids.ts';
import { visible } from './visible.repo.ts';

export interface VisibleCustomer {
  readonly customerId: CustomerId;
  readonly unitId: string;
}

/** Of these, the ones that exist and the caller may see; with `permission`, may do this to. */
export async function findVisible(
  ctx: Ctx,
  customerIds: readonly number[],
  permission?: string,
): Promise<VisibleCustomer[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<VisibleCustomer>`
    select c.customer_id as "customerId", c.unit_id as "unitId" from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active'
       and c.customer_id = any(${[...customerIds]}::bigint[])
       and ${visible(ctx, 'c', permission)}`.execute(ctx.db);
  return rows;
}

/** Somebody else's customer does not exist. */
export async function demandVisible(
  ctx: Ctx,
  customerId: number,
  permission?: string,
): Promise<VisibleCustomer> {
  const [found] = await findVisible(ctx, [customerId], permission);
  if (!found) throw platformErrors.notFound({ id: customerId });
  return found;
}
