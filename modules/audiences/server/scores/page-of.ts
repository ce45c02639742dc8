import type { Ctx } from '#platform/server/ctx.ts';
import type { MaskedCustomer } from '../../contract/audience.ts';
import { maskedCustomers } from '../audience/member.service.ts';

export interface Asked {
  readonly cursor?: string | undefined;
  readonly size: number;
}

/** Rows of a page as masked customers, each with what else is known; the next begins after the last. */
export async function pageOf<R extends { customerId: number }, T extends object>(
  ctx: Ctx,
  rows: readonly R[],
  { size }: Asked,
  more: (row: R) => T,
): Promise<{ items: (MaskedCustomer & T)[]; next: string | null }> {
  const byId = new Map(rows.map((row) => [row.customerId, row]));
  const masked = await maskedCustomers(ctx, [...byId.keys()]);
  return {
    items: masked.map((item) => ({ ...item, ...more(byId.get(item.customerId)!) })),
    next: rows.length < size ? null : String(rows.at(-1)!.customerId),
  };
}
