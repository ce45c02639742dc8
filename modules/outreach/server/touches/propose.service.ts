import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { Candidate, type CandidateInput } from '../../contract/touch.ts';
import { insertAssignments } from '../plans/plan.repo.ts';
import { requirePlan } from '../plans/plan.service.ts';
import {
  type CandidateSet,
  candidateRows,
  customersIn,
  insertTouches,
  type PlannedBetween,
} from './propose.repo.ts';

export interface Proposed {
  readonly batchId: string;
  /** New ones; what was proposed before is not counted. */
  readonly proposed: number;
}

/**
 * Proposes contacts of a plan: the one way to reach anybody. A select with the columns of a candidate,
 * for a set, or a list of single ones. Whoever has a share held out has its customers drawn here.
 * A set is found its earlier proposals faster when `between` says within which hours all of it is planned.
 */
export async function propose(
  ctx: TxCtx,
  planId: string,
  candidates: CandidateSet | readonly CandidateInput[],
  between?: PlannedBetween,
): Promise<Proposed> {
  const plan = await requirePlan(ctx, planId);
  const batchId = newId(ctx.realNow());
  if (plan.state === 'ended') return { batchId, proposed: 0 };
  const rows = isList(candidates)
    ? candidateRows(candidates.map((candidate) => Candidate.parse(candidate)))
    : candidates;
  if (plan.controlShare > 0) await insertAssignments(ctx, plan, customersIn(rows));
  const hours = isList(candidates) ? undefined : between;
  return { batchId, proposed: await insertTouches(ctx, plan, batchId, rows, hours) };
}

const isList = (
  candidates: CandidateSet | readonly CandidateInput[],
): candidates is readonly CandidateInput[] => Array.isArray(candidates);
