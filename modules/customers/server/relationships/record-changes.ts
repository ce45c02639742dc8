import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { ChangeRow } from './relationship.repo.ts';

/** Beginnings and ends are events of the customer too, so rules can ask for them. */
export async function recordChanges(ctx: TxCtx, changes: readonly ChangeRow[]): Promise<void> {
  await recordEvents(
    ctx,
    changes.flatMap((change) => {
      const { customerId, corpId, userid, kind, at, staffId } = change;
      if (kind !== 'started' && kind !== 'ended') return [];
      const common = { corpId, ...(staffId ? { staffId } : {}) };
      return [
        {
          id: eventId('customers.relationship', kind, corpId, userid, customerId, at.getTime()),
          customerId,
          kind: `relationship.${kind}`,
          at,
          source: 'wecom',
          properties:
            kind === 'started'
              ? { ...common, source: change.source ?? 'unknown' }
              : { ...common, ...(change.endedBy ? { endedBy: change.endedBy } : {}) },
        },
      ];
    }),
  );
}
