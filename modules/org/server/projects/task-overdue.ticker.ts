import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { laneText } from '../../contract/project.ts';
import { notify } from '../notifications/notification.service.ts';
import { taskOverdue } from './notices.ts';
import { subjectOf } from './project.service.ts';
import { readProject } from './project.view.ts';
import { findNewlyOverdue, findTasks, setTaskOverdue } from './project-parts.repo.ts';

/** Flags tasks whose day is over, and tells their owner and who drafted the project. */
export const overdueTasks: Ticker = {
  name: 'org.project-tasks-overdue',
  run: async (ctx) => {
    const due = await findNewlyOverdue(ctx, 100);
    for (const { orgId, id, projectId } of due) await flag(asSystem(ctx, orgId), projectId, id);
    return due.length;
  },
};

function flag(ctx: Ctx, projectId: string, taskId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    if (!(await setTaskOverdue(ctx, taskId))) return;
    const project = await readProject(ctx, projectId);
    const task = (await findTasks(ctx, projectId)).find((t) => t.id === taskId)!;
    await notify(ctx, taskOverdue, {
      to: { staff: [...(task.ownerId ? [task.ownerId] : []), project.createdById] },
      params: {
        project: project.name,
        task: task.title,
        lane: laneText[task.lane],
        day: { day: task.dueOn },
      },
      link: `/projects/${projectId}`,
    });
    audit(ctx, {
      action: 'org.project-task-overdue',
      subject: subjectOf(project),
      unitId: project.ownerUnit.id,
      after: { taskId, title: task.title, dueOn: task.dueOn },
    });
  });
}
