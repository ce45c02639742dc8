import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { mayAt } from '#platform/server/scope.ts';
import type {
  LandingLevel,
  LandingStep,
  Phase,
  Project,
  ProjectDetail,
  ProjectTask,
} from '../../contract/project.ts';
import { projectErrors } from '../../contract/project-endpoints.ts';
import { findLatestApproval } from '../approvals/latest.repo.ts';
import { countLevels } from './landing.repo.ts';
import { launchGaps } from './launch-gaps.ts';
import { findProject, type ProjectRow, type Today } from './project.repo.ts';
import { listProjectRows, type ProjectFilter, summariseByOwner } from './project-list.repo.ts';
import {
  findActuals,
  findDecisions,
  findStakeholders,
  findTasks,
  findUnitsOf,
  type TaskRow,
} from './project-parts.repo.ts';
import { findProjectSettings } from './project-setting.repo.ts';
import { findDomain } from './reach.repo.ts';
import { resourcesOf } from './resources.ts';
import { findRollout } from './rollout.repo.ts';

const READ = 'org.project.read';
const MANAGE = 'org.project.manage';

export async function todayFor(ctx: Ctx): Promise<Today> {
  const { tolerancePercent } = await findProjectSettings(ctx);
  return { now: ctx.now(), day: dayOf(ctx.now()), tolerancePercent };
}

export async function listProjects(ctx: Ctx, filter: ProjectFilter) {
  const { items, total } = await listProjectRows(ctx, filter, await todayFor(ctx));
  return { items: items.map(asProject), total };
}

export async function summariseProjects(ctx: Ctx) {
  return { items: await summariseByOwner(ctx, await todayFor(ctx)) };
}

/** A project of the caller's scope. */
export async function readProject(ctx: Ctx, id: string, permission = READ): Promise<ProjectRow> {
  const row = await findProject(ctx, id, permission, await todayFor(ctx));
  if (!row) throw projectErrors.projectNotFound({ id });
  return row;
}

export async function projectDetail(ctx: Ctx, id: string): Promise<ProjectDetail> {
  const row = await readProject(ctx, id);
  const [settings, units, stakeholders, tasks, actuals, decisions, approvalId] = await Promise.all([
    findProjectSettings(ctx),
    findUnitsOf(ctx, id),
    findStakeholders(ctx, id),
    findTasks(ctx, id),
    findActuals(ctx, id),
    findDecisions(ctx, id),
    findLatestApproval(ctx, ['org.project-launch', 'org.project-widen'], id),
  ]);
  const phase = phaseOn(row.phases, dayOf(ctx.now()));
  const gaps =
    row.state === 'draft' || row.state === 'in_approval'
      ? launchGaps(settings.requiredLanes, stakeholders, tasks, ctx.lang)
      : [];
  const manages = mayAt(ctx, MANAGE, row.ownerUnit.path);
  return {
    ...asProject(row),
    pilot:
      row.scope === 'pilot'
        ? {
            units,
            endsOn: row.endsOn!,
            budgetFen: row.budgetFen!,
            plannedHeadcount: row.plannedHeadcount!,
          }
        : null,
    phases: row.phases,
    phase: phase?.name ?? null,
    rollout: await findRollout(ctx, id),
    stakeholders: stakeholders.map(({ lane, id, name }) => ({ lane, person: { id, name } })),
    requiredLanes: settings.requiredLanes,
    tasks: tasks.map((task) => asTask(task, row, ctx.now())),
    gaps,
    resources: resourcesOf(row, ctx.lang),
    actuals,
    landing: await landingOf(ctx, row, units, phase),
    decisions,
    approvalId,
    launchedAt: row.launchedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    can: {
      edit: manages && row.state === 'draft',
      manage: manages,
      launch: manages && row.state === 'draft' && gaps.length === 0,
      answer: manages && row.state === 'running' && row.scope === 'pilot',
    },
  };
}

function asProject(row: ProjectRow): Project {
  return {
    id: row.id as Project['id'],
    name: row.name,
    kind: row.kind,
    goal: row.goal,
    ownerUnit: row.ownerUnit,
    scope: row.scope,
    state: row.state,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    awaitsDecision: row.awaitsDecision,
    underResourced: row.headcountShort || row.spendShort,
    overdueTasks: row.overdueTasks,
    createdBy: { id: row.createdById, name: row.createdByName },
    version: row.version,
  };
}

function asTask(task: TaskRow, project: ProjectRow, now: Date): ProjectTask {
  return {
    id: task.id,
    lane: task.lane,
    title: task.title,
    owner: task.ownerId === null ? null : { id: task.ownerId, name: task.ownerName ?? '' },
    dueOn: task.dueOn,
    mandatory: task.mandatory,
    doneAt: task.doneAt?.toISOString() ?? null,
    doneBy: task.doneById === null ? null : { id: task.doneById, name: task.doneByName ?? '' },
    overdue: project.state !== 'ended' && task.doneAt === null && task.dueAt <= now,
  };
}

/** Phases follow one another; where two overlap the later one counts. */
export function phaseOn(phases: readonly Phase[], day: string): Phase | null {
  return phases.filter((p) => p.startsOn <= day && day < p.endsOn).at(-1) ?? null;
}

async function landingOf(
  ctx: Ctx,
  row: ProjectRow,
  units: readonly { path: string }[],
  phase: Phase | null,
): Promise<LandingStep[]> {
  if (row.phases.length === 0) return [];
  const domain = await findDomain(ctx, row.ownerUnit.path);
  const counts = await countLevels(
    ctx,
    domain.path,
    units.map((u) => u.path),
  );
  const levels: LandingLevel[] = ['head_office', 'branch', 'outlet', 'rm'];
  return levels.map((level) => ({
    level,
    total: counts[level].total,
    // Head office runs what it owns, wherever the pilot's branches are.
    reached: !phase?.levels.includes(level)
      ? 0
      : level === 'head_office'
        ? counts[level].total
        : counts[level].inside,
  }));
}
