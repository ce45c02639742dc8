import type { Input } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { ProjectDetail } from '../../contract/project.ts';
import { projectErrors } from '../../contract/project-endpoints.ts';
import type {
  enterRolloutStage as enterEndpoint,
  meetCriterion as meetEndpoint,
  setRollout as setEndpoint,
} from '../../contract/rollout.ts';
import {
  openCriteria,
  type Rollout,
  RolloutStage,
  stageNow,
} from '../../contract/rollout-stage.ts';
import { setProject } from './project.repo.ts';
import { lockManaged, subjectOf } from './project.service.ts';
import { projectDetail } from './project.view.ts';
import { findProjectSettings } from './project-setting.repo.ts';
import { findRollout, furthestStage, putRollout } from './rollout.repo.ts';

/** The three stages with their criteria. What was entered or is met keeps its wording and its date. */
export function setRollout(
  ctx: Ctx,
  id: string,
  { version, stages }: Input<typeof setEndpoint>['body'],
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockManaged(ctx, id, ['draft', 'running']);
    if (row.version !== version) throw projectErrors.projectChanged({ version: row.version });
    const before = await findRollout(ctx, id);
    const rollout: Rollout = {
      stages: stages
        .toSorted((a, b) => a.stage - b.stage)
        .map(({ stage, entry, exit }) => {
          const was = before?.stages.find((one) => one.stage === stage);
          if (was?.enteredAt && stage < stageNow(before!)) return was;
          const kept = (texts: readonly string[], side: 'entry' | 'exit') =>
            texts.map(
              (text) =>
                was?.[side].find((criterion) => criterion.text === text) ?? {
                  text,
                  metAt: null,
                  metBy: null,
                },
            );
          return {
            stage,
            entry: was?.enteredAt ? was.entry : kept(entry, 'entry'),
            exit: kept(exit, 'exit'),
            enteredAt: was?.enteredAt ?? null,
            enteredBy: was?.enteredBy ?? null,
          };
        }),
    };
    await putRollout(ctx, id, rollout);
    await setProject(ctx, id, {}, { newVersion: true });
    audit(ctx, {
      action: 'org.project-rollout-set',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      before: before ?? undefined,
      after: rollout,
    });
    return projectDetail(ctx, id);
  });
}

async function lockedRollout(ctx: TxCtx, id: string) {
  const row = await lockManaged(ctx, id, ['draft', 'running']);
  const rollout = await findRollout(ctx, id);
  if (!rollout) throw projectErrors.projectNoRollout({ id });
  return { row, rollout };
}

/** Who says so and when is kept with the criterion. */
export function meetCriterion(
  ctx: Ctx,
  id: string,
  { stage, side, index, met }: Input<typeof meetEndpoint>['body'],
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const { row, rollout } = await lockedRollout(ctx, id);
    const criterion = rollout.stages.find((one) => one.stage === stage)?.[side][index];
    // What let a stage in is history.
    const over = side === 'entry' ? stage <= stageNow(rollout) : stage < stageNow(rollout);
    if (!criterion || over)
      throw projectErrors.projectState({ state: `stage ${stageNow(rollout)}` });
    criterion.metAt = met ? ctx.now().toISOString() : null;
    criterion.metBy = met ? ctx.actor.name : null;
    await putRollout(ctx, id, rollout);
    audit(ctx, {
      action: 'org.project-criterion',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      after: { stage, side, criterion: criterion.text, met },
    });
    return projectDetail(ctx, id);
  });
}

/** One after the other, and only when nothing stands in the way. */
export function enterRolloutStage(
  ctx: Ctx,
  id: string,
  { stage }: Input<typeof enterEndpoint>['body'],
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const { row, rollout } = await lockedRollout(ctx, id);
    if (row.state !== 'running') throw projectErrors.projectState({ state: row.state });
    if (stage !== stageNow(rollout) + 1)
      throw projectErrors.projectState({ state: `stage ${stageNow(rollout)}` });
    const open = openCriteria(rollout, stage);
    if (open.length > 0) throw projectErrors.projectCriteriaOpen({ open });
    const entered = rollout.stages.find((one) => one.stage === stage)!;
    entered.enteredAt = ctx.now().toISOString();
    entered.enteredBy = ctx.actor.name;
    await putRollout(ctx, id, rollout);
    audit(ctx, {
      action: 'org.project-stage-entered',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      after: { stage },
    });
    return projectDetail(ctx, id);
  });
}

export async function rolloutPhase(ctx: Ctx) {
  const [stage, { hideLater }] = [await furthestStage(ctx), await findProjectSettings(ctx)];
  return {
    stage: stage ? RolloutStage.parse(stage) : null,
    // Before the first stage its own pages are needed to get there.
    hiddenAfter: hideLater && stage !== null ? Math.max(1, stage) : null,
  };
}
