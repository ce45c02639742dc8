import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import {
  type ClosingNext,
  type ClosingResults,
  insightsErrors,
  type PlanClosing,
  type PlanReport,
} from '../../contract.ts';
import { findPlan } from '../plans/plan.repo.ts';
import { planReport, READ, type ReportDeps } from '../plans/report.service.ts';
import { wilson } from '../statistics.ts';
import { findClosing, insertClosing } from './closing.repo.ts';

const CLOSE = 'insights.plan.close';

const touchesAt = ({ funnel }: PlanReport, step: string) =>
  funnel.find((one) => one.step === step)?.touches ?? 0;

export async function showClosing(ctx: Ctx, deps: ReportDeps, id: string) {
  const plan = await findPlan(ctx, READ, id);
  if (!plan) throw insightsErrors.planNotFound({ id });
  const closing = await findClosing(ctx, id);
  const ready =
    !closing &&
    plan.state === 'ended' &&
    touchesAt(await planReport(ctx, deps, id), 'proposed') > 0;
  return { closing, ready };
}

/** Counted in the moment of closing and kept: what is learned stands on what was measured, not typed. */
export function closePlan(
  ctx: Ctx,
  deps: ReportDeps,
  id: string,
  { lesson, next }: { lesson: string; next: ClosingNext },
): Promise<PlanClosing> {
  return inTx(ctx, async (ctx) => {
    const plan = await findPlan(ctx, CLOSE, id);
    if (!plan) throw insightsErrors.planNotFound({ id });
    if (plan.state !== 'ended') throw insightsErrors.planNotEnded({ state: plan.state });
    const report = await planReport(ctx, deps, id);
    if (touchesAt(report, 'proposed') === 0) throw insightsErrors.nothingMeasured({ id });
    const results = resultsOf(report);
    if (!(await insertClosing(ctx, id, { results, lesson, next })))
      throw insightsErrors.planClosed({ id });
    audit(ctx, {
      action: 'insights.plan-closed',
      subject: { kind: 'plan', id, name: plan.name },
      after: { results, lesson, next },
    });
    return (await findClosing(ctx, id))!;
  });
}

function resultsOf(report: PlanReport): ClosingResults {
  const people = (step: string) => report.funnel.find((one) => one.step === step)?.customers ?? 0;
  const rate = (step: string) => wilson(people(step), people('delivered'));
  return {
    from: report.from,
    to: report.to,
    reached: report.people.reached,
    control: report.people.control,
    delivered: touchesAt(report, 'delivered'),
    reacted: rate('reacted'),
    consulted: rate('consulted'),
    converted: rate('converted'),
    deleted: report.deletions.all,
    difference: report.assets.difference,
  };
}
