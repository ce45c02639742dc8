import { requireVisibleCustomers } from '#modules/customers/server/index.ts';
import type { Input } from '#platform/contract/endpoint.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { Decision } from '../../contract/gate.ts';
import { Candidate, type CandidateInput, type precheckTouch } from '../../contract/touch.ts';
import { basisMaker, type PlanOfBasis } from '../decide/basis.service.ts';
import { gatheringOf } from '../decide/decide.service.ts';
import { factsOfOne } from '../decide/single.repo.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import type { PlanLike } from '../preview/preview.service.ts';
import type { Basis } from '../rules/basis.ts';
import type { Facts } from '../rules/facts.ts';
import { type Judged, judge } from '../rules/judge.ts';
import { touchIdOf } from '../touches/touch.ts';
import { asDecision } from './decision.view.ts';

/** In place of the id of a plan that nobody has defined yet. */
export const NO_PLAN = '00000000-0000-0000-0000-000000000000';

export interface Prechecked extends Judged {
  readonly touchId: string;
  readonly facts: Facts;
  readonly basis: Basis;
}

export const planOf = async (
  ctx: Ctx,
  plan: PlanLike | string,
): Promise<PlanOfBasis & { unitId: string; controlShare: number; controlSeed?: string }> => {
  if (typeof plan !== 'string') return { ...plan, planId: NO_PLAN, state: 'running' };
  const found = await findPlan(ctx, plan);
  if (!found) throw outreachErrors.planNotFound({ planId: plan });
  return found;
};

/** Judges one contact by the facts as they are now. */
export async function judgeNow(
  ctx: Ctx,
  plan: PlanLike | string,
  input: CandidateInput,
): Promise<Prechecked> {
  const candidate = Candidate.parse(input);
  const known = await planOf(ctx, plan);
  const basis = await (await basisMaker(ctx))(known, candidate);
  const touchId = touchIdOf(known.planId, candidate);
  const facts = await factsOfOne(
    ctx,
    basis,
    policies,
    await gatheringOf(ctx),
    candidate,
    touchId,
    known.unitId,
  );
  const judged = judge(policies, facts, { touchId, plannedAt: candidate.plannedAt }, basis);
  return { ...judged, touchId, facts, basis };
}

/** What the gate would say now of one contact of a plan, defined or not; nothing is recorded. */
export async function precheck(
  ctx: Ctx,
  plan: PlanLike | string,
  candidate: CandidateInput,
): Promise<Decision> {
  const { touchId, facts, basis, outcome, until } = await judgeNow(ctx, plan, candidate);
  return asDecision(
    { touchId, channel: basis.channel, at: ctx.now(), outcome, until, facts, basis },
    ctx.lang,
  );
}

/** For a colleague about to write to a customer: before a word is typed. */
export async function precheckOne(
  ctx: Ctx,
  body: Input<typeof precheckTouch>['body'],
): Promise<{ decision: Decision }> {
  const [seen] = await requireVisibleCustomers(ctx, [body.customerId]);
  const { content, planId, projectId, purpose } = body;
  if (!planId && !projectId)
    throw platformErrors.invalid({
      issues: [{ path: 'projectId', message: '请选择项目 / choose a project' }],
    });
  const plan: PlanLike | string = planId ?? {
    kind: 'own',
    projectId: projectId!,
    unitId: seen!.unitId,
    class: 'follow_up',
    purpose,
    controlShare: 0,
  };
  const decision = await precheck(ctx, plan, {
    customerId: body.customerId,
    plannedAt: body.at ?? ctx.now(),
    itemKey: 'precheck',
    occurrence: '',
    channel: body.channel,
    staffId: ctx.actor.kind === 'staff' && body.channel === 'sidebar' ? ctx.actor.id : null,
    contentKind: content.kind,
    contentId: content.id,
    contentVersion: content.version,
    productId: body.productId,
  });
  return { decision };
}
