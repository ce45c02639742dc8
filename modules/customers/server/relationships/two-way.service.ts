import { eventsOf } from '#modules/tracking/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { tellChanged } from '../changed.ts';
import { noteContacts } from './relationship.repo.ts';

/** A customer who answers has been written to: the two spoke. */
const KIND = 'message.replied';
const AT_ONCE = 50;

/** Notes when colleagues and customers last spoke, from the answers that were recorded. */
export async function noteTwoWay(
  ctx: TxCtx,
  { customerIds, kinds }: { customerIds: readonly number[]; kinds: readonly string[] },
): Promise<void> {
  if (!kinds.includes(KIND)) return;
  const contacts: Parameters<typeof noteContacts>[1][number][] = [];
  for (const customerId of customerIds) {
    const events = await eventsOf(ctx, customerId, { kinds: [KIND], limit: AT_ONCE });
    const byStaff = Map.groupBy(events, (event) => event.properties.staffId as string | undefined);
    for (const [staffId, [latest, ...earlier]] of byStaff)
      if (staffId && latest)
        contacts.push({
          customerId,
          staffId,
          at: new Date(latest.at),
          earlier: earlier.map((event) => new Date(event.at)),
        });
  }
  await tellChanged(ctx, await noteContacts(ctx, contacts));
}
