import { figuresByRm, planReport, type ReportDeps } from '#modules/insights/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RehearsalReport } from '../../contract.ts';
import { examplesOf } from './examples.service.ts';
import { findingsOf, smsOf } from './findings.repo.ts';

/** Minutes that an RM spends. */
const CONFIRMATION = 0.5;
const WORK_ITEM = 4;
/** Yuan for a part of a text message, as operators ask of banks. */
const SMS_PART = 0.05;

/** In the bank of a rehearsal, at its end: the report of the plan and what only a rehearsal can say. */
export async function countRehearsal(
  ctx: Ctx,
  deps: ReportDeps,
  planId: string,
  smsParts: number,
): Promise<
  Pick<RehearsalReport, 'plan' | 'findings' | 'cost' | 'examples'> &
    Pick<RehearsalReport['sample'], 'colleagues'>
> {
  const plan = await planReport(ctx, deps, planId);
  const sum = (key: 'handovers' | 'workItems') =>
    plan.load.days.reduce((total, day) => total + day[key], 0);
  const [confirmations, workItems] = [sum('handovers'), sum('workItems')];
  const found = await findingsOf(ctx, planId);
  return {
    plan: { ...plan, source: 'rehearsed' },
    examples: await examplesOf(ctx, plan),
    colleagues: await figuresByRm(ctx, planId),
    findings: found.map((finding) => ({ ...finding, title: deps.nameRule(ctx, finding.rule) })),
    cost: {
      confirmations,
      workItems,
      sms: await smsOf(ctx, planId),
      smsParts,
      smsYuan: Math.round(smsParts * SMS_PART * 100) / 100,
      staffHours: Math.round((confirmations * CONFIRMATION + workItems * WORK_ITEM) / 6) / 10,
    },
  };
}
