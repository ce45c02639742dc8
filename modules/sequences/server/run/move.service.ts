import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { type RunId, runErrors } from '../../contract/run.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { moveEnrolments } from './move.repo.ts';
import { lockRun, setRun } from './run.repo.ts';
import { layOut, managed } from './run.service.ts';
import { demandSayable } from './sayable.service.ts';

/**
 * Moves a run to a newer version. Whoever is in it goes on at the same round and day with what the new
 * version has not proposed yet, or keeps the old one where the rule says so; new ones begin with it.
 */
export function moveRun(
  ctx: Ctx,
  id: RunId,
  given: { version: number; beforeDay: number | null; reason: string },
): Promise<{ moved: number; kept: number }> {
  return inTx(ctx, async (ctx) => {
    const run = await managed(ctx, id);
    const { state } = (await lockRun(ctx, id))!;
    if ((state !== 'running' && state !== 'paused') || !run.planId)
      throw runErrors.runState({ state });
    if (given.version <= run.version) throw runErrors.versionNotNewer({ version: run.version });
    const version = await findVersion(ctx, run.sequenceId, given.version);
    if (version?.state !== 'approved')
      throw runErrors.versionNotApproved({ version: given.version, state: version?.state });
    await demandSayable(ctx, { ...run.draft, version: given.version });
    await layOut(ctx, run.planId, run, given.version);
    const counts = await moveEnrolments(ctx, run.planId, given.version, given.beforeDay);
    await setRun(ctx, id, { version: given.version });
    audit(ctx, {
      action: 'sequences.run-moved',
      subject: { kind: 'sequence-run', id, name: run.name },
      unitId: run.unitId,
      before: { version: run.version },
      after: { version: given.version, beforeDay: given.beforeDay, ...counts },
      reason: given.reason,
    });
    return counts;
  });
}
