import { findAllOpen } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type Run,
  type RunDetail,
  type RunId,
  RunProgress,
  runErrors,
  startKind,
} from '../../contract/run.ts';
import { dayNumber } from '../../definition/walk.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { countRuns, noCounts, type RunCounts, runFigures } from './figures.repo.ts';
import { findRun, pageOfRuns, type RunFilter, type RunRow } from './run.repo.ts';
import { findProductFacts } from './subject.repo.ts';

export const RUN_READ = 'sequences.sequence.read';
export const RUN_MANAGE = 'sequences.run.manage';

function asRun(ctx: Ctx, row: RunRow, counts: RunCounts): Run {
  const since = dayNumber(dayOf(ctx.now())) - dayNumber(row.startsOn);
  const begun = row.planId !== null && since >= 0;
  return {
    id: row.id,
    name: row.name,
    sequence: { id: row.sequenceId, name: row.sequenceName },
    version: row.version,
    audience: { id: row.audienceId, name: row.audienceName },
    project: { id: row.projectId, name: row.projectName },
    productLine: row.draft.productLine,
    state: row.state,
    startsOn: row.startsOn,
    totalDays: row.totalDays,
    day: begun ? since : null,
    ...counts,
    progress: RunProgress.nullable().parse(row.progress ?? null),
    planId: row.planId,
    createdBy: row.createdBy,
    changedAt: row.changedAt.toISOString(),
  };
}

export async function listRuns(ctx: Ctx, filter: RunFilter) {
  const { items, total } = await pageOfRuns(ctx, RUN_READ, filter);
  const counts = await countRuns(
    ctx,
    items.flatMap(({ planId }) => (planId ? [planId] : [])),
  );
  return {
    items: items.map((row) => asRun(ctx, row, counts.get(row.planId ?? '') ?? noCounts)),
    total,
  };
}

export async function showRun(ctx: Ctx, id: RunId): Promise<RunDetail> {
  const row = await findRun(ctx, id, RUN_READ);
  if (!row) throw runErrors.runNotFound({ id });
  const { draft, planId } = row;
  const counts = planId ? (await countRuns(ctx, [planId])).get(planId) : undefined;
  const version = await findVersion(ctx, row.sequenceId, row.version);
  const method = version!.definition.method;
  const figures = await runFigures(ctx, planId ?? id, {
    rounds: method.rounds,
    daysPerRound: method.days_per_round,
  });
  const product = draft.productId
    ? await findProductFacts(ctx, draft.productId, dayOf(ctx.now()))
    : null;
  const pending = await findAllOpen(ctx, startKind);
  return {
    ...asRun(ctx, row, counts ?? noCounts),
    draft,
    revision: row.revision,
    audienceCount: row.audienceCount,
    product: product && { id: draft.productId!, name: product.name },
    ...figures,
    newerVersion: row.newest !== null && row.newest > row.version ? row.newest : null,
    pendingApprovalId: pending.get(id) ?? null,
    can: { change: mayAt(ctx, RUN_MANAGE, row.unitPath) },
  };
}
