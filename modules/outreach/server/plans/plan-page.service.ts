import { unitScope } from '#modules/org/server/index.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { Plan, PlanState } from '../../contract/plan.ts';
import type { TouchState } from '../../contract/touch.ts';
import { failureText } from '../handover/failure.ts';
import { policyName } from '../policies/index.ts';
import { setPlanState } from './plan.service.ts';
import { countsOf, findShownPlan, pageOfPlans, type ShownPlan } from './plan-page.repo.ts';

const READ = 'outreach.plan.read';

const asPlan = ({ unitId, unitName, ...plan }: ShownPlan, lang: Ctx['lang']): Plan => ({
  ...plan,
  unit: { id: unitId, name: unitName },
  stateReason: plan.stateReason && say(plan.stateReason, lang),
  stateAt: plan.stateAt.toISOString(),
  createdAt: plan.createdAt.toISOString(),
});

export async function listPlans(ctx: Ctx, filter: Parameters<typeof pageOfPlans>[1]) {
  const { items, total } = await pageOfPlans(ctx, filter, await unitScope(ctx, READ));
  return {
    items: items.map((row) => {
      const { planned, reserved, delivered, refused } = row;
      return { ...asPlan(row, ctx.lang), planned, reserved, delivered, refused };
    }),
    total,
  };
}

export async function showPlan(ctx: Ctx, id: string, permission = READ): Promise<Plan> {
  const plan = await findShownPlan(ctx, id, await unitScope(ctx, permission));
  if (!plan) throw outreachErrors.planNotFound({ id });
  return asPlan(plan, ctx.lang);
}

export async function planPage(ctx: Ctx, id: string) {
  const plan = await showPlan(ctx, id);
  const { reasons, ...counts } = await countsOf(ctx, id, await unitScope(ctx, READ));
  return {
    plan,
    ...counts,
    reasons: reasons.map(({ failure, ...of }) => ({
      ...of,
      name: say(reasonName(of, failure), ctx.lang),
    })),
  };
}

/** The rule, what whoever withdrew it gave as the reason, or what failed. */
function reasonName(
  { state, rule }: { state: TouchState; rule: string | null },
  failure: string | null,
): Phrase {
  if (rule) return policyName(rule) ?? [rule, rule];
  // It had got through: a pause or a new version of the content holds it until it is decided again.
  if (state === 'deferred') return ['等待重新判定', 'Waits to be decided again'];
  if (failure?.startsWith('["')) return JSON.parse(failure) as Phrase;
  return failure ? failureText(failure) : ['没有记录原因', 'No reason was recorded'];
}

/** A person pauses, resumes or ends a plan of their own units. */
export async function changePlanState(
  ctx: Ctx,
  id: string,
  { state, reason }: { state: PlanState; reason: string },
): Promise<Plan> {
  const scope = await unitScope(ctx, 'outreach.plan.manage');
  const plan = await findShownPlan(ctx, id, scope);
  // Reaching customers of one's unit is enough to see a plan, not to stop it for everybody.
  if (!plan || (!scope.whole && !scope.units.includes(plan.unitId)))
    throw outreachErrors.planNotFound({ id });
  await inTx(ctx, (ctx) => setPlanState(ctx, id, state, [reason, reason]));
  return showPlan(ctx, id, 'outreach.plan.manage');
}
