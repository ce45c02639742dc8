import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { type SettledState, touchesSettled } from '../../contract/events.ts';
import type { TakenBack } from '../touches/take-back.repo.ts';

const TOLD_AT_ONCE = 500;

/** Tells whoever planned them. */
export async function tellSettled(
  ctx: TxCtx,
  state: SettledState,
  settled: readonly TakenBack[],
  reason: string | null,
): Promise<void> {
  for (const [planId, some] of Map.groupBy(settled, (touch) => touch.planId)) {
    const payloads = [];
    for (let i = 0; i < some.length; i += TOLD_AT_ONCE)
      payloads.push({
        planId,
        state,
        touches: some
          .slice(i, i + TOLD_AT_ONCE)
          .map(({ customerId, touchId, itemKey, channel }) => ({
            customerId,
            touchId,
            itemKey,
            channel,
            reason,
          })),
      });
    await publishMany(ctx, touchesSettled, payloads);
  }
}
