import type { Input } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { addDays, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { ProjectDetail } from '../../contract/project.ts';
import {
  type addProjectTask as addTaskEndpoint,
  projectErrors,
} from '../../contract/project-endpoints.ts';
import { notify } from '../notifications/notification.service.ts';
import { taskGiven } from './notices.ts';
import { lockProject, type ProjectRow } from './project.repo.ts';
import { demandActive, lockManaged, subjectOf } from './project.service.ts';
import { projectDetail, readProject } from './project.view.ts';
import {
  deleteTask,
  findTasks,
  insertTask,
  setTask,
  setTaskDone,
  type TaskContent,
  type TaskRow,
} from './project-parts.repo.ts';

type TaskDraft = Input<typeof addTaskEndpoint>['body'];
const ALIVE = ['draft', 'in_approval', 'running'] as const;

export function addProjectTask(ctx: Ctx, id: string, draft: TaskDraft): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const project = await lockManaged(ctx, id, ALIVE);
    await checkOwner(ctx, draft);
    const taskId = newId(ctx.now());
    await insertTask(ctx, id, taskId, contentOf(draft));
    record(ctx, project, 'org.project-task-added', { after: { taskId, ...draft } });
    await tellOwner(ctx, project, draft, null);
    return projectDetail(ctx, id);
  });
}

export function changeProjectTask(
  ctx: Ctx,
  { id, taskId }: { id: string; taskId: string },
  draft: TaskDraft,
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const project = await lockManaged(ctx, id, ALIVE);
    const before = await readTask(ctx, id, taskId);
    await checkOwner(ctx, draft);
    await setTask(ctx, taskId, contentOf(draft));
    record(ctx, project, 'org.project-task-changed', {
      before: shownOf(before),
      after: { taskId, ...draft },
    });
    await tellOwner(ctx, project, draft, before.ownerId);
    return projectDetail(ctx, id);
  });
}

export function removeProjectTask(
  ctx: Ctx,
  { id, taskId }: { id: string; taskId: string },
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    const project = await lockManaged(ctx, id, ALIVE);
    const before = await readTask(ctx, id, taskId);
    await deleteTask(ctx, taskId);
    record(ctx, project, 'org.project-task-removed', { before: shownOf(before) });
    return projectDetail(ctx, id);
  });
}

/** By its owner, or by who manages the project. */
export function finishProjectTask(
  ctx: Ctx,
  { id, taskId }: { id: string; taskId: string },
  done: boolean,
): Promise<ProjectDetail> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockProject(ctx, id))) throw projectErrors.projectNotFound({ id });
    const project = await readProject(ctx, id);
    if (project.state === 'ended') throw projectErrors.projectState({ state: project.state });
    const task = await readTask(ctx, id, taskId);
    const manages = mayAt(ctx, 'org.project.manage', project.ownerUnit.path);
    if (task.ownerId !== ctx.actor.id && !manages) throw projectErrors.notTaskOwner({ taskId });
    const { id: byId, name: byName } = ctx.actor;
    await setTaskDone(ctx, taskId, done ? { at: ctx.now(), byId, byName } : null);
    record(ctx, project, done ? 'org.project-task-done' : 'org.project-task-reopened', {
      after: shownOf(task),
    });
    return projectDetail(ctx, id);
  });
}

async function readTask(ctx: Ctx, projectId: string, taskId: string): Promise<TaskRow> {
  const task = (await findTasks(ctx, projectId)).find((t) => t.id === taskId);
  if (!task) throw projectErrors.projectTaskNotFound({ taskId });
  return task;
}

async function checkOwner(ctx: Ctx, draft: TaskDraft): Promise<void> {
  if (draft.ownerId !== null) await demandActive(ctx, [draft.ownerId]);
}

async function tellOwner(
  ctx: TxCtx,
  project: ProjectRow,
  draft: TaskDraft,
  before: string | null,
): Promise<void> {
  if (draft.ownerId === null || draft.ownerId === before || draft.ownerId === ctx.actor.id) return;
  await notify(ctx, taskGiven, {
    to: { staff: [draft.ownerId] },
    params: {
      by: ctx.actor.name,
      project: project.name,
      task: draft.title,
      day: { day: draft.dueOn },
    },
    link: `/projects/${project.id}`,
  });
}

function record(
  ctx: TxCtx,
  project: ProjectRow,
  action: string,
  change: { before?: unknown; after?: unknown },
): void {
  audit(ctx, { action, subject: subjectOf(project), unitId: project.ownerUnit.id, ...change });
}

/** To be done by the end of its day. */
const contentOf = (draft: TaskDraft): TaskContent => ({
  ...draft,
  dueAt: startOfDay(addDays(draft.dueOn, 1)),
});

const shownOf = ({ id, lane, title, ownerId, dueOn, mandatory }: TaskRow) => ({
  taskId: id,
  lane,
  title,
  ownerId,
  dueOn,
  mandatory,
});
