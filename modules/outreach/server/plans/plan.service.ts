import type { Phrase } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { hashedId } from '#platform/server/ids.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { planEnded, planPaused } from '../../contract/events.ts';
import type { PlanId, PlanState } from '../../contract/plan.ts';
import { holdTouches, resumeTouches, withdrawTouches } from '../touches/withdraw.service.ts';
import {
  type CustomerSet,
  findPlan,
  insertAssignments,
  insertPlan,
  lockPlan,
  type PlanInput,
  type PlanRow,
  setState,
} from './plan.repo.ts';

/**
 * The plan of a subject. Defining it again changes nothing and answers the same. Its id, and with it who
 * is held out and when contacts are spread to, is the same in a rehearsal as it is in earnest.
 */
export async function definePlan(ctx: TxCtx, plan: PlanInput): Promise<PlanId> {
  const id = hashedId('outreach.plan', ctx.orgId, plan.kind, plan.subjectId);
  return insertPlan(ctx, id, plan);
}

export async function requirePlan(ctx: TxCtx, planId: string): Promise<PlanRow> {
  const plan = await findPlan(ctx, planId);
  if (!plan) throw outreachErrors.planNotFound({ planId });
  return plan;
}

/**
 * Stops or goes on with everything of a plan at once. Paused: what is not handed over is held and
 * gives its place back; running again: it is decided anew. Ended: it is withdrawn, for good.
 */
export async function setPlanState(
  ctx: TxCtx,
  planId: string,
  state: PlanState,
  reason: Phrase,
): Promise<void> {
  const plan = await lockPlan(ctx, planId);
  if (!plan) throw outreachErrors.planNotFound({ planId });
  if (plan.state === state) return;
  if (plan.state === 'ended') throw outreachErrors.planEnded({ planId });
  await setState(ctx, planId, state, reason);
  if (state === 'paused') await holdTouches(ctx, planId);
  if (state === 'running') await resumeTouches(ctx, planId);
  if (state === 'ended') await withdrawTouches(ctx, { planId }, reason);
  audit(ctx, {
    action: 'outreach.plan-state',
    subject: { kind: 'plan', id: planId, name: plan.name },
    unitId: plan.unitId,
    before: { state: plan.state },
    after: { state },
    reason: reason[0],
  });
  const said = { planId, reason: [reason[0], reason[1]] as [string, string] };
  if (state === 'paused') await publish(ctx, planPaused, said);
  if (state === 'ended') await publish(ctx, planEnded, said);
}

/** Draws customers into their arms. */
export async function assignArms(
  ctx: TxCtx,
  planId: string,
  customers: CustomerSet,
): Promise<void> {
  await insertAssignments(ctx, await requirePlan(ctx, planId), customers);
}
