import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { dayOf, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { ProjectWidenPayload, pilotAnswerText } from '../../contract/project.ts';
import { projectErrors } from '../../contract/project-endpoints.ts';
import { type ChangeLine, defineApprovalKind } from '../approvals/kind.ts';
import { lockProject, type ProjectRow, setProject } from './project.repo.ts';
import { subjectOf } from './project.service.ts';
import { readProject } from './project.view.ts';
import { findUnitsOf, insertDecision } from './project-parts.repo.ts';
import { findDomain, setReach } from './reach.repo.ts';

/** A pilot runs longer, or everywhere, only when a second person agrees. */
defineApprovalKind({
  kind: 'org.project-widen',
  name: ['试点延期或推广', 'Extension or roll-out of a pilot'],
  payload: ProjectWidenPayload,
  draftPermission: 'org.project.manage',
  decidePermission: 'org.project.approve',
  deadlineWorkdays: 5,
  prepare: async (ctx, { projectId, answer, endsOn, reason }) => {
    const row = await readProject(ctx, projectId);
    if (!mayAt(ctx, 'org.project.manage', row.ownerUnit.path))
      throw projectErrors.projectNotFound({ id: projectId });
    demandPilot(row);
    if (answer === 'extend') demandLater(ctx, row, endsOn);
    const verb = pilotAnswerText[answer];
    return {
      subject: { id: row.id, name: row.name, version: row.version },
      unitId: row.ownerUnit.id,
      title: [`试点${verb[0]}：${row.name}`, `${verb[1]}: ${row.name}`],
      changes: [...(await linesOf(ctx, row, endsOn)), reasonLine(reason)],
      link: `/projects/${row.id}`,
    };
  },
  lockVersion: async (ctx, { subjectId }) => (await lockProject(ctx, subjectId))?.version ?? null,
  onApproved: async (ctx, { subjectId, payload }) => {
    const row = await readProject(ctx, subjectId, 'org.project.approve');
    demandPilot(row);
    const { answer, endsOn, reason } = payload;
    if (answer === 'extend') {
      const day = demandLater(ctx, row, endsOn);
      await extend(ctx, row, day);
    } else await rollOut(ctx, row);
    await insertDecision(ctx, row.id, newId(ctx.now()), { answer, reason, endsOn });
    audit(ctx, {
      action: answer === 'extend' ? 'org.pilot-extended' : 'org.pilot-rolled-out',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      before: { scope: row.scope, endsOn: row.endsOn, budgetFen: row.budgetFen },
      after: answer === 'extend' ? { scope: 'pilot', endsOn } : { scope: 'full', endsOn: null },
      reason,
    });
  },
});

const extend = (ctx: TxCtx, row: ProjectRow, day: string) =>
  setProject(
    ctx,
    row.id,
    { endsOn: day, endsAt: startOfDay(day), askedAt: null },
    { newVersion: true },
  );

async function rollOut(ctx: TxCtx, row: ProjectRow): Promise<void> {
  const domain = await findDomain(ctx, row.ownerUnit.path);
  await setReach(ctx, row.id, [domain.id]);
  await setProject(
    ctx,
    row.id,
    {
      scope: 'full',
      endsOn: null,
      endsAt: null,
      budgetFen: null,
      plannedHeadcount: null,
      askedAt: null,
    },
    { newVersion: true },
  );
}

function demandPilot(row: ProjectRow): void {
  if (row.state !== 'running' || row.scope !== 'pilot')
    throw projectErrors.projectState({ state: row.state, scope: row.scope });
}

function demandLater(ctx: Ctx, row: ProjectRow, endsOn: string | null): string {
  if (endsOn === null || endsOn <= row.endsOn! || endsOn <= dayOf(ctx.now()))
    throw projectErrors.projectEnd({ endsOn: row.endsOn });
  return endsOn;
}

async function linesOf(ctx: Ctx, row: ProjectRow, endsOn: string | null): Promise<ChangeLine[]> {
  if (endsOn !== null)
    return [{ label: ['结束（不含当日）', 'Ends before'], before: row.endsOn, after: endsOn }];
  const units = await findUnitsOf(ctx, row.id);
  const domain = await findDomain(ctx, row.ownerUnit.path);
  return [
    {
      label: ['范围', 'Scope'],
      before: ['试点', 'Pilot'],
      after: ['全面推广', 'Full roll-out'],
    },
    {
      label: ['触达机构', 'Reach'],
      before: units.map((u) => [u.name, u.name] as const),
      after: [[domain.name, domain.name] as const],
    },
    {
      label: ['结束（不含当日）', 'Ends before'],
      before: row.endsOn,
      after: ['不设结束', 'open end'],
    },
  ];
}

const reasonLine = (reason: string): ChangeLine => ({
  label: ['理由', 'Reason'],
  before: null,
  after: reason,
});
