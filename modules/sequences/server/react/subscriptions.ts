import { itemApproved, itemUnusable, productChanged } from '#modules/content/contract.ts';
import {
  customersChanged,
  customersMerged,
  poolHandedOver,
  relationshipEnded,
  relationshipStarted,
} from '#modules/customers/contract.ts';
import { planEnded, planPaused, touchesSettled } from '#modules/outreach/contract.ts';
import { trackingRecorded } from '#modules/tracking/contract.ts';
import { on, onMany, type Subscription } from '#platform/server/events.ts';
import { kindsHeard } from '../../definition/signals.ts';
import { endWithPlan } from '../run/run.service.ts';
import { withdrawContent } from './content-gone.service.ts';
import { hearReports } from './follow-up.service.ts';
import { noteUnreachable, pauseRunOf, restateItems, setColleagues } from './heard.repo.ts';
import { followProduct } from './product-changed.service.ts';
import { react } from './react.service.ts';

const heard = new Set<string>(kindsHeard);
/** Rules by which a customer is not to be contacted any more, whatever else is planned. */
const SILENT: ReadonlySet<string> = new Set(['CR-093', 'CR-107']);

/** Whatever says that customers did something: each leads to the same telling, once or often. */
export const sequenceSubscriptions: readonly Subscription[] = [
  on(trackingRecorded, 'sequences.react', async (ctx, { customerIds, kinds }) => {
    if (!kinds.some((kind) => heard.has(kind))) return;
    if (kinds.includes('work-item.done')) await hearReports(ctx, customerIds);
    await react(ctx, customerIds);
  }),
  on(customersChanged, 'sequences.consents-changed', (ctx, { customerIds }) =>
    react(ctx, customerIds),
  ),
  on(customersMerged, 'sequences.customers-merged', (ctx, { customerId }) =>
    react(ctx, [customerId]),
  ),
  onMany(relationshipStarted, 'sequences.colleague-changed', (ctx, pairs) =>
    setColleagues(
      ctx,
      pairs.flatMap(({ staffId, customerId }) => (staffId ? [customerId] : [])),
    ),
  ),
  on(poolHandedOver, 'sequences.pool-handed-over', (ctx, { items }) =>
    setColleagues(
      ctx,
      items.map(({ customerId }) => customerId),
    ),
  ),
  onMany(relationshipEnded, 'sequences.colleague-left', (ctx, pairs) =>
    setColleagues(
      ctx,
      pairs.map(({ customerId }) => customerId),
    ),
  ),
  on(touchesSettled, 'sequences.touches-settled', async (ctx, { planId, state, touches }) => {
    if (state !== 'refused') return;
    const silent = touches.filter(({ reason }) => reason !== null && SILENT.has(reason));
    if (silent.length === 0) return;
    const ids = [...new Set(silent.map(({ customerId }) => customerId))];
    if (await noteUnreachable(ctx, planId, ids)) await react(ctx, ids);
  }),
  on(planPaused, 'sequences.plan-paused', (ctx, { planId }) => pauseRunOf(ctx, planId)),
  on(planEnded, 'sequences.plan-ended', (ctx, { planId, reason }) =>
    endWithPlan(ctx, planId, reason),
  ),
  on(itemApproved, 'sequences.content-replaced', restateItems),
  on(itemUnusable, 'sequences.content-gone', (ctx, { itemId }) => withdrawContent(ctx, itemId)),
  on(productChanged, 'sequences.product-changed', followProduct),
];
