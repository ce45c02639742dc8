import type { RawBuilder } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ReachPreview } from '../../contract/plan.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import type { PlanInput } from '../plans/plan.repo.ts';

/** A plan that need not be defined yet. */
export type PlanLike = Omit<PlanInput, 'subjectId' | 'name' | 'deletionLimit'>;

/** Who would be reached if these were proposed now; nothing is recorded. `plan`: its id, or what it would be. */
export async function previewReach(
  _ctx: Ctx,
  _plan: PlanLike | string,
  _candidates: RawBuilder<unknown> | readonly CandidateInput[],
): Promise<ReachPreview> {
  throw new Error('Nothing is previewed yet');
}
