import { needStages } from '#modules/audiences/contract.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { headsOf, requireVisibleCustomers } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Enrolment } from '../../contract/enrolment.ts';
import { type ExitReason, type RunId, runErrors } from '../../contract/run.ts';
import { lettersOf } from '../../definition/layout.ts';
import { findRun } from '../run/run.repo.ts';
import { RUN_READ } from '../run/run.view.ts';
import {
  type EnrolmentFilter,
  type EnrolmentRow,
  enrolmentsOf,
  pageOfEnrolments,
} from './enrolment.repo.ts';

export async function listEnrolments(ctx: Ctx, id: RunId, filter: EnrolmentFilter) {
  const run = await findRun(ctx, id, RUN_READ);
  if (!run) throw runErrors.runNotFound({ id });
  if (!run.planId) return { items: [], total: 0 };
  const { items, total } = await pageOfEnrolments(ctx, run.planId, filter);
  const names = await namesOf(
    ctx,
    items.map(({ customerId }) => customerId),
  );
  return {
    items: items.map((row) => asEnrolment(id, row, names.get(row.customerId) ?? null)),
    total,
  };
}

/** The runs of one customer, for the customer's own page. */
export async function listEnrolmentsOf(ctx: Ctx, customerId: number) {
  await requireVisibleCustomers(ctx, [customerId]);
  const names = await namesOf(ctx, [customerId]);
  const rows = await enrolmentsOf(ctx, customerId, RUN_READ);
  return {
    items: rows.map(({ runId, runName, ...row }) => ({
      ...asEnrolment(runId, row, names.get(customerId) ?? null),
      runName,
    })),
  };
}

/** Masked. */
export async function namesOf(
  ctx: Ctx,
  ids: readonly number[],
): Promise<Map<number, string | null>> {
  const heads = await headsOf(ctx, ids);
  return new Map(heads.map((head) => [head.id as number, head.name]));
}

export const asEnrolment = (runId: RunId, row: EnrolmentRow, name: string | null): Enrolment => ({
  customerId: row.customerId as CustomerId,
  runId,
  name,
  rm: row.rm,
  startedOn: row.startedOn,
  version: row.version,
  round: row.round,
  day: row.day,
  stage: row.stage,
  step: row.step,
  mode: row.mode,
  skipped: lettersOf(row.skipped),
  needStage: needStages[row.needStage]!,
  generic: row.generic,
  state: row.state,
  exitReason: row.exitReason as ExitReason | null,
  endedAt: row.endedAt?.toISOString() ?? null,
  resumesOn: row.resumeOn,
  lastSignalAt: row.lastSignalAt?.toISOString() ?? null,
});
