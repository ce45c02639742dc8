import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { OutcomeReport } from '../../contract/hear.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { contactOf } from '../results/take-results.service.ts';
import { findTouch, settleWorkItem } from './hear.repo.ts';
import { optOut } from './opt-out.service.ts';

/**
 * What a colleague says came of a work item. Told twice it counts once. `no_answer` leaves it open:
 * the colleague tries again.
 */
export async function reportOutcome(
  ctx: TxCtx,
  { customerId, touchId, outcome }: OutcomeReport,
): Promise<void> {
  const touch = await findTouch(ctx, customerId, touchId);
  if (!touch) throw outreachErrors.touchNotFound({ touchId });
  if (outcome === 'no_answer') return;
  const settled = await settleWorkItem(ctx, touch);
  const at = settled.length > 0 ? ctx.now() : (touch.settledAt ?? ctx.now());
  const { stored } = await recordEvents(ctx, [
    {
      id: eventId('outreach', 'outcome', touchId, outcome),
      customerId,
      kind: 'work-item.done',
      at,
      source: 'outreach',
      subject: outcome,
      properties: contactOf(touch),
    },
  ]);
  if (stored === 0) return;
  if (outcome === 'opt_out')
    await optOut(ctx, [{ customerId, at, evidence: { kind: 'wecom', id: touchId } }]);
  await tellSettled(ctx, 'delivered', [touch], outcome);
}
