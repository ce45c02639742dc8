import type { Ctx } from '#platform/server/ctx.ts';
import type { Decision } from '../../contract/gate.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import type { PlanLike } from '../preview/preview.service.ts';

/** What the gate would say now of one contact of a plan, defined or not; nothing is recorded. */
export async function precheck(
  _ctx: Ctx,
  _plan: PlanLike | string,
  _candidate: CandidateInput,
): Promise<Decision> {
  throw new Error('Nothing is judged yet');
}
