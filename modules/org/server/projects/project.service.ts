import type { Input } from '#platform/contract/endpoint.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { ProjectDetail, ProjectDraft, ProjectState } from '../../contract/project.ts';
import {
  type changeProjectSettings as changeSettingsEndpoint,
  type ProjectSettings,
  projectErrors,
  type recordActual as recordActualEndpoint,
  type setStakeholders as setStakeholdersEndpoint,
} from '../../contract/project-endpoints.ts';
import { findHeadOffice } from '../approvals/unit-path.repo.ts';
import { activeAmong } from '../notifications/recipients.repo.ts';
import {
  insertProject,
  lockProject,
  type ProjectContent,
  type ProjectRow,
  setProject,
} from './project.repo.ts';
import { projectDetail, readProject } from './project.view.ts';
import { insertActual, replaceStakeholders } from './project-parts.repo.ts';
import { findProjectSettings, saveProjectSettings } from './project-setting.repo.ts';
import { findOpenUnits } from './project-unit.repo.ts';
import { findDomain, setReach } from './reach.repo.ts';

const MANAGE = 'org.project.manage';
const CONFIGURE = 'org.project.configure';

export const subjectOf = (row: { id: string; name: string }) => ({
  kind: 'project',
  id: row.id,
  name: row.name,
});

export function createProject(ctx: Ctx, draft: ProjectDraft): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const reach = await checkedReach(ctx, draft);
    const id = newId(ctx.realNow());
    await insertProject(ctx, id, contentOf(draft));
    await setReach(ctx, id, reach);
    audit(ctx, {
      action: 'org.project-created',
      subject: subjectOf({ id, name: draft.name }),
      unitId: draft.ownerUnitId,
      after: draft,
    });
    return projectDetail(ctx, id);
  });
}

export function changeProject(
  ctx: Ctx,
  id: string,
  { version, draft }: { version: number; draft: ProjectDraft },
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockManaged(ctx, id, ['draft']);
    if (row.version !== version) throw projectErrors.projectChanged({ version: row.version });
    const reach = await checkedReach(ctx, draft);
    await setProject(ctx, id, contentOf(draft), { newVersion: true });
    await setReach(ctx, id, reach);
    audit(ctx, {
      action: 'org.project-changed',
      subject: subjectOf({ id, name: draft.name }),
      unitId: draft.ownerUnitId,
      before: shownOf(row),
      after: draft,
    });
    return projectDetail(ctx, id);
  });
}

export function setStakeholders(
  ctx: Ctx,
  id: string,
  { version, stakeholders }: Input<typeof setStakeholdersEndpoint>['body'],
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockManaged(ctx, id, ['draft', 'running']);
    if (row.version !== version) throw projectErrors.projectChanged({ version: row.version });
    await demandActive(
      ctx,
      stakeholders.map((s) => s.staffId),
    );
    await replaceStakeholders(ctx, id, stakeholders);
    await setProject(ctx, id, {}, { newVersion: true });
    audit(ctx, {
      action: 'org.project-stakeholders-set',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      after: { stakeholders },
    });
    return projectDetail(ctx, id);
  });
}

export function recordActual(
  ctx: Ctx,
  id: string,
  entry: Input<typeof recordActualEndpoint>['body'],
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockManaged(ctx, id, ['draft', 'in_approval', 'running', 'ended']);
    await insertActual(ctx, id, newId(ctx.realNow()), entry);
    audit(ctx, {
      action: `org.project-${entry.kind}-recorded`,
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      after: entry,
    });
    return projectDetail(ctx, id);
  });
}

export const projectSettings = (ctx: Ctx): Promise<ProjectSettings> => findProjectSettings(ctx);

export function changeProjectSettings(
  ctx: Ctx,
  next: Input<typeof changeSettingsEndpoint>['body'],
): Promise<ProjectSettings> {
  return inTx(ctx, async (ctx) => {
    // One rule for the whole bank: not for who holds the permission in a branch only.
    const head = await findHeadOffice(ctx);
    if (!mayAt(ctx, CONFIGURE, head.path))
      throw platformErrors.forbidden({ permission: CONFIGURE });
    const before = await findProjectSettings(ctx);
    if (!(await saveProjectSettings(ctx, next)))
      throw projectErrors.projectChanged({ version: before.version });
    const after = await findProjectSettings(ctx);
    audit(ctx, {
      action: 'org.project-settings-changed',
      subject: { kind: 'project-settings', id: ctx.orgId },
      before,
      after,
    });
    return after;
  });
}

/** The project, held until the end of the transaction; refused where the caller does not manage it. */
export async function lockManaged(
  ctx: TxCtx,
  id: string,
  states: readonly ProjectState[],
): Promise<ProjectRow> {
  const locked = await lockProject(ctx, id);
  if (!locked) throw projectErrors.projectNotFound({ id });
  const row = await readProject(ctx, id, MANAGE);
  // A branch sees the pilot that head office runs there, but does not manage it.
  if (!mayAt(ctx, MANAGE, row.ownerUnit.path)) throw projectErrors.projectNotFound({ id });
  if (!states.includes(row.state)) throw projectErrors.projectState({ state: row.state });
  return row;
}

export async function demandActive(ctx: Ctx, staffIds: readonly string[]): Promise<void> {
  const active = new Set(await activeAmong(ctx, staffIds));
  const missing = staffIds.find((id) => !active.has(id));
  if (missing) throw projectErrors.projectPerson({ staffId: missing });
}

/**
 * Owner and pilot branches are open units; the owner in the caller's scope, the branches in the
 * owner's own branch or bank. Answers the units the project may reach.
 */
async function checkedReach(ctx: TxCtx, draft: ProjectDraft): Promise<string[]> {
  const wanted = [draft.ownerUnitId, ...(draft.pilot?.unitIds ?? [])];
  const units = new Map((await findOpenUnits(ctx, wanted)).map((u) => [u.id, u.path]));
  const owner = units.get(draft.ownerUnitId);
  if (owner === undefined || !mayAt(ctx, MANAGE, owner))
    throw projectErrors.projectUnit({ unitId: draft.ownerUnitId });
  const domain = await findDomain(ctx, owner);
  if (!draft.pilot) return [domain.id];
  const astray = draft.pilot.unitIds.find((id) => !units.get(id)?.startsWith(domain.path));
  if (astray) throw projectErrors.projectUnit({ unitId: astray });
  return draft.pilot.unitIds;
}

function contentOf(draft: ProjectDraft): ProjectContent {
  const { pilot, ...rest } = draft;
  return {
    ...rest,
    startsAt: startOfDay(draft.startsOn),
    endsOn: pilot?.endsOn ?? null,
    endsAt: pilot ? startOfDay(pilot.endsOn) : null,
    budgetFen: pilot?.budgetFen ?? null,
    plannedHeadcount: pilot?.plannedHeadcount ?? null,
  };
}

const shownOf = (row: ProjectRow) => ({
  name: row.name,
  kind: row.kind,
  goal: row.goal,
  ownerUnitId: row.ownerUnit.id,
  scope: row.scope,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  budgetFen: row.budgetFen,
  plannedHeadcount: row.plannedHeadcount,
  phases: row.phases,
});
