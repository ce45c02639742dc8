import type { TxCtx } from '#platform/server/ctx.ts';
import { definePlan, requirePlan } from '../plans/plan.service.ts';

/** What colleagues send by themselves while they work for a plan: on the account of its project. */
export async function ownPlanBeside(ctx: TxCtx, planId: string): Promise<string> {
  const { projectId, unitId, purpose } = await requirePlan(ctx, planId);
  return definePlan(ctx, {
    kind: 'own',
    subjectId: projectId,
    name: '客户经理自发',
    projectId,
    unitId,
    class: 'follow_up',
    purpose,
    controlShare: 0,
  });
}
