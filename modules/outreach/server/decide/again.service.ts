import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { touchesSettled } from '../../contract/events.ts';
import { findPlans } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import { lockCustomers } from '../touches/lock.repo.ts';
import { changedIn, type FailedAgain, judgeReserved, kindsOf, ofHandovers } from './again.repo.ts';
import { insertBasis } from './basis.repo.ts';
import { basisId, basisMaker } from './basis.service.ts';
import { gatheringOf } from './decide.service.ts';

const again = policies.filter((policy) => policy.again);

/**
 * Judges once more what may have changed since these were reserved, just before they are handed over.
 * Those that no longer pass leave their handover: refused ones are withdrawn, those for which it is no
 * hour wait for the next; either way the ledger is given back. `beside`: handovers of the same customers
 * are judged at once and nothing is changed; answered are those handovers in which something has to be.
 */
export async function judgeAgain(
  ctx: TxCtx,
  handoverIds: readonly string[],
  { beside = false }: { readonly beside?: boolean } = {},
): Promise<readonly string[]> {
  const which = ofHandovers(handoverIds);
  const { kinds, customerIds } = await kindsOf(ctx, 'reserved', which);
  if (kinds.length === 0) return [];
  await lockCustomers(ctx, customerIds, { beside });
  const plans = await findPlans(
    ctx,
    kinds.map((kind) => kind.planId),
  );
  const basisOf = await basisMaker(ctx);
  const gathering = await gatheringOf(ctx);
  const changed: string[] = [];
  const left: (FailedAgain & { planId: string; channel: string })[] = [];
  for (const kind of kinds) {
    const basis = await basisOf(plans.get(kind.planId)!, kind);
    const set = { kind, basis, policies: again, gathering };
    if (beside) {
      changed.push(...(await changedIn(ctx, set, which)));
      continue;
    }
    const id = basisId(basis);
    await insertBasis(ctx, id, basis);
    for (const failed of await judgeReserved(ctx, { ...set, basisId: id }, which))
      left.push({ ...failed, planId: kind.planId, channel: kind.channel });
  }
  const withdrawn = left.filter(({ outcome }) => outcome === 'refused');
  const told = [...Map.groupBy(withdrawn, ({ planId }) => planId)].flatMap(([planId, some]) =>
    Array.from({ length: Math.ceil(some.length / 500) }, (_, i) => ({
      planId,
      state: 'withdrawn' as const,
      touches: some.slice(i * 500, i * 500 + 500).map((f) => ({
        customerId: f.customerId,
        touchId: f.touchId,
        itemKey: f.itemKey,
        channel: f.channel,
        reason: f.rule,
      })),
    })),
  );
  await publishMany(ctx, touchesSettled, told);
  return changed;
}
