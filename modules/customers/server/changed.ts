import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { customersChanged } from '../contract/events.ts';

const AT_ONCE = 1000;

/** Announces, in the transaction of the change, that something of these customers is not as it was. */
export async function tellChanged(ctx: TxCtx, customerIds: Iterable<number>): Promise<void> {
  const ids = [...new Set(customerIds)];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    await publish(ctx, customersChanged, { customerIds: ids.slice(i, i + AT_ONCE) });
}
