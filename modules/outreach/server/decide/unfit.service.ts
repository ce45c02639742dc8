import type { TxCtx } from '#platform/server/ctx.ts';
import { findPlans } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import { kindsOf } from './again.repo.ts';
import { basisMaker } from './basis.service.ts';
import { gatheringOf } from './decide.service.ts';
import { findUnfit, type Unfit, type WhichOut } from './unfit.repo.ts';

/** What speaks of the person, whom it protects, what suits and who may bring it up; a time to think it over passes by itself. */
const ofPerson = policies.filter(
  ({ again, step, key }) =>
    again && (step === 'protected_persons' || step === 'suitability') && key !== 'cooling',
);

/** Of what is out and has reached nobody, what a rule would refuse by now. */
export async function unfitNow(ctx: TxCtx, which: WhichOut): Promise<Unfit[]> {
  const { kinds } = await kindsOf(ctx, 'handed_over', which);
  if (kinds.length === 0) return [];
  const plans = await findPlans(
    ctx,
    kinds.map((kind) => kind.planId),
  );
  const basisOf = await basisMaker(ctx);
  const gathering = await gatheringOf(ctx);
  const unfit: Unfit[] = [];
  for (const kind of kinds) {
    const basis = await basisOf(plans.get(kind.planId)!, kind);
    unfit.push(...(await findUnfit(ctx, { kind, basis, policies: ofPerson, gathering }, which)));
  }
  return unfit;
}
