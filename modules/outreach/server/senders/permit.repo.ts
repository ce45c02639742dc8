import type { Ctx } from '#platform/server/ctx.ts';
import type { HandoverRow } from '../handover/handover.ts';

/** Marks this call as made. False when it was made before, or another holds the handover now. */
export async function openHandover(
  ctx: Ctx,
  { orgId, id, calls }: Pick<HandoverRow, 'orgId' | 'id' | 'calls'>,
  holder: string,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('outreach.handover')
    .set({ opened: calls })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', 'calling')
    .where('holder', '=', holder)
    .where('calls', '=', calls)
    .where('opened', '<', calls)
    .where('heldUntil', '>', ctx.realNow())
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
