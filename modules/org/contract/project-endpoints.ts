import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import {
  ActualEntry,
  Lane,
  PilotAnswer,
  Project,
  ProjectDetail,
  ProjectDraft,
  ProjectId,
  ProjectKind,
  ProjectState,
} from './project.ts';
import { UnitRef } from './unit.ts';

const idParams = z.object({ id: ProjectId });
const taskParams = idParams.extend({ taskId: z.uuid() });
const day = z.iso.date();

export const listProjects = endpoint({
  method: 'GET',
  path: '/api/v1/org/projects',
  permission: 'org.project.read',
  summary: ['项目与试点', 'Projects and pilots'],
  query: z.object({
    ...pageQuery,
    state: listOf(ProjectState),
    kind: listOf(ProjectKind),
    scope: z.enum(['pilot', 'full']).optional(),
    ownerUnitId: z.uuid().optional(),
    /** Only those that need somebody: under-resourced, overdue or awaiting a decision. */
    attention: z.stringbool().optional(),
    sort: sortBy('name', 'startsOn', 'endsOn', 'state'),
  }),
  reply: pageOf(Project),
});

export const getProject = endpoint({
  method: 'GET',
  path: '/api/v1/org/projects/:id',
  permission: 'org.project.read',
  summary: ['项目看板', 'A project with its plan, people, tasks and figures'],
  params: idParams,
  reply: ProjectDetail,
});

export const createProject = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects',
  permission: 'org.project.manage',
  summary: ['新建项目', 'Draft a project'],
  body: ProjectDraft,
  reply: ProjectDetail,
});

/** While it is a draft. A launch is asked for as an approval of kind `org.project-launch`. */
export const changeProject = endpoint({
  method: 'PUT',
  path: '/api/v1/org/projects/:id',
  permission: 'org.project.manage',
  summary: ['修改项目草稿', 'Change a draft'],
  params: idParams,
  body: z.object({ version: z.int(), draft: ProjectDraft }),
  reply: ProjectDetail,
});

export const setStakeholders = endpoint({
  method: 'PUT',
  path: '/api/v1/org/projects/:id/stakeholders',
  permission: 'org.project.manage',
  summary: ['指定各职能负责人', 'Name the owners of each function'],
  params: idParams,
  body: z.object({
    version: z.int(),
    stakeholders: z.array(z.object({ lane: Lane, staffId: z.uuid() })).max(50),
  }),
  reply: ProjectDetail,
});

const TaskDraft = z.object({
  lane: Lane,
  title: z.string().trim().min(1).max(100),
  ownerId: z.uuid().nullable().default(null),
  dueOn: day,
  mandatory: z.boolean().default(true),
});

export const addProjectTask = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/tasks',
  permission: 'org.project.manage',
  summary: ['在泳道中增加任务', 'Add a task to a lane'],
  params: idParams,
  body: TaskDraft,
  reply: ProjectDetail,
});

export const changeProjectTask = endpoint({
  method: 'PUT',
  path: '/api/v1/org/projects/:id/tasks/:taskId',
  permission: 'org.project.manage',
  summary: ['修改任务', 'Change a task'],
  params: taskParams,
  body: TaskDraft,
  reply: ProjectDetail,
});

export const removeProjectTask = endpoint({
  method: 'DELETE',
  path: '/api/v1/org/projects/:id/tasks/:taskId',
  permission: 'org.project.manage',
  summary: ['删除任务', 'Remove a task'],
  params: taskParams,
  reply: ProjectDetail,
});

/** By its owner, or by who manages the project. */
export const finishProjectTask = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/tasks/:taskId/done',
  permission: 'org.project.read',
  summary: ['完成或重开任务', 'Mark a task as done, or open it again'],
  params: taskParams,
  body: z.object({ done: z.boolean() }),
  reply: ProjectDetail,
});

export const recordActual = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/actuals',
  permission: 'org.project.manage',
  summary: ['登记实际人数或支出', 'Record actual headcount or spend'],
  params: idParams,
  body: z.object({
    kind: ActualEntry.shape.kind,
    on: day,
    amount: z.int().min(0).max(100_000_000_000_00),
    note: z.string().trim().max(200).optional(),
  }),
  reply: ProjectDetail,
});

/**
 * At a pilot's end. `stop` takes effect at once; `extend` and `roll_out` widen what the
 * project may do, so they become an approval and the reply names it.
 */
export const answerPilot = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/answer',
  permission: 'org.project.manage',
  summary: ['试点到期：延期、推广或停止', 'Extend, roll out or stop a pilot'],
  params: idParams,
  body: z
    .object({
      answer: PilotAnswer,
      reason: z.string().trim().min(1).max(500),
      /** With `extend`. */
      endsOn: day.optional(),
    })
    .refine((b) => (b.answer === 'extend') === (b.endsOn !== undefined), {
      path: ['endsOn'],
      message: 'an extension, and only that, has a new end',
    }),
  reply: z.object({ project: ProjectDetail, approvalId: z.uuid().nullable() }),
});

/** Figures by the department that answers for the work. */
export const summariseProjects = endpoint({
  method: 'GET',
  path: '/api/v1/org/project-summary',
  permission: 'org.project.read',
  summary: ['按主办部门汇总', 'Projects by owning department'],
  reply: z.object({
    items: z.array(
      z.object({
        ownerUnit: UnitRef,
        draft: z.int(),
        inApproval: z.int(),
        running: z.int(),
        ended: z.int(),
        pilots: z.int(),
        plannedHeadcount: z.int(),
        actualHeadcount: z.int(),
        budgetFen: z.int(),
        spentFen: z.int(),
        underResourced: z.int(),
        awaitDecision: z.int(),
        overdueTasks: z.int(),
      }),
    ),
  }),
});

export const ProjectSettings = z.object({
  /** A launch needs a named owner in each of these. */
  requiredLanes: z.array(Lane),
  /** Spend may stay this many percent below an even flow before it is flagged; people may not. */
  tolerancePercent: z.int().min(0).max(90),
  /** Pages of stages that no roll-out has entered are not in the navigation. */
  hideLater: z.boolean(),
  version: z.int(),
});
export type ProjectSettings = z.infer<typeof ProjectSettings>;

export const getProjectSettings = endpoint({
  method: 'GET',
  path: '/api/v1/org/project-settings',
  permission: 'org.project.read',
  summary: ['项目规则', 'Rules for projects'],
  reply: ProjectSettings,
});

export const changeProjectSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/org/project-settings',
  permission: 'org.project.configure',
  summary: ['修改项目规则', 'Change the rules for projects'],
  body: ProjectSettings,
  reply: ProjectSettings,
});

export const projectErrors = defineErrors('org', {
  projectNotFound: 404,
  /** The state does not allow it; details.state. */
  projectState: 409,
  /** Changed by another person since it was read. */
  projectChanged: 409,
  /** Stakeholders or mandatory tasks are missing; details.gaps. */
  projectNotReady: 409,
  /** The owning department or a pilot branch is not a unit in your scope. */
  projectUnit: 409,
  /** Not an active member of staff; details.staffId. */
  projectPerson: 409,
  projectTaskNotFound: 404,
  notTaskOwner: 403,
  /** A new end must lie after today and after the old one. */
  projectEnd: 409,
  /** It is not a roll-out in stages. */
  projectNoRollout: 409,
  /** details.open */
  projectCriteriaOpen: 409,
});

export const projectErrorTexts: Record<`org.${keyof typeof projectErrors}`, Phrase> = {
  'org.projectNotFound': [
    '没有找到这个项目，或它不在您的范围内',
    'No such project, or not in your scope',
  ],
  'org.projectState': [
    '项目现在的状态不允许这样做',
    'The project’s present state does not allow this',
  ],
  'org.projectChanged': [
    '项目已被他人修改，请刷新后再试',
    'Someone else changed the project; refresh and try again',
  ],
  'org.projectNotReady': [
    '还不能上线：请先指定负责人并完成必办任务',
    'Not ready to launch: name the missing owners and finish the mandatory tasks',
  ],
  'org.projectUnit': [
    '主办部门或试点机构不在您的范围内',
    'The owning department or a pilot branch is not in your scope',
  ],
  'org.projectPerson': [
    '这位员工不存在或已停用',
    'This member of staff does not exist or is no longer active',
  ],
  'org.projectTaskNotFound': ['没有找到这项任务', 'No such task'],
  'org.notTaskOwner': [
    '只有任务负责人或项目管理者可以完成任务',
    'Only the task’s owner or a manager of the project may finish it',
  ],
  'org.projectNoRollout': ['这个项目没有设定推广阶段', 'This project has no stages of a roll-out'],
  'org.projectCriteriaOpen': [
    '还有标准没有达到，不能进入下一阶段',
    'Some criteria are not met: the next stage cannot be entered',
  ],
  'org.projectEnd': [
    '新的结束日期必须晚于今天和原来的结束日期',
    'The new end must be after today and after the old end',
  ],
};

export const projectLaunched = defineEvent(
  'org.project-launched',
  z.object({ projectId: ProjectId, version: z.int() }),
);
export const projectEnded = defineEvent(
  'org.project-ended',
  z.object({ projectId: ProjectId, reason: z.string() }),
);

export const projectPermissions = {
  'org.project.read': ['查看项目', 'See projects'],
  'org.project.manage': ['管理项目', 'Manage projects'],
  'org.project.approve': [
    '审批项目上线、延期和推广',
    'Approve launch, extension and roll-out of projects',
  ],
  'org.project.configure': ['修改项目规则', 'Change the rules for projects'],
} as const satisfies Record<string, Phrase>;
