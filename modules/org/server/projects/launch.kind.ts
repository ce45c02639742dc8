import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  landingLevelText,
  laneText,
  ProjectLaunchPayload,
  projectKindText,
} from '../../contract/project.ts';
import { projectErrors, projectLaunched } from '../../contract/project-endpoints.ts';
import { type ChangeLine, defineApprovalKind } from '../approvals/kind.ts';
import { notify } from '../notifications/notification.service.ts';
import { launchGaps } from './launch-gaps.ts';
import { projectIsLaunched } from './notices.ts';
import { lockProject, type ProjectRow, setProject } from './project.repo.ts';
import { subjectOf } from './project.service.ts';
import { readProject } from './project.view.ts';
import { findStakeholders, findTasks, findUnitsOf } from './project-parts.repo.ts';
import { findProjectSettings } from './project-setting.repo.ts';
import { yuan } from './resources.ts';

/** Nothing starts to run on one person's word. */
defineApprovalKind({
  kind: 'org.project-launch',
  name: ['项目上线', 'Launch of a project'],
  payload: ProjectLaunchPayload,
  draftPermission: 'org.project.manage',
  decidePermission: 'org.project.approve',
  deadlineWorkdays: 5,
  prepare: async (ctx, { projectId }) => {
    const row = await readProject(ctx, projectId);
    if (!mayAt(ctx, 'org.project.manage', row.ownerUnit.path))
      throw projectErrors.projectNotFound({ id: projectId });
    if (row.state !== 'draft') throw projectErrors.projectState({ state: row.state });
    await demandReady(ctx, projectId);
    return {
      subject: { id: row.id, name: row.name, version: row.version },
      unitId: row.ownerUnit.id,
      title: [`项目上线：${row.name}`, `Launch: ${row.name}`],
      changes: await linesOf(ctx, row),
      link: `/projects/${row.id}`,
    };
  },
  lockVersion: async (ctx, { subjectId }) => (await lockProject(ctx, subjectId))?.version ?? null,
  onSubmitted: async (ctx, { subjectId }) => {
    await setProject(ctx, subjectId, { state: 'in_approval' });
  },
  onClosed: async (ctx, { subjectId }) => {
    await setProject(ctx, subjectId, { state: 'draft' });
  },
  onApproved: async (ctx, { subjectId }) => {
    const row = await readProject(ctx, subjectId, 'org.project.approve');
    // A mandatory task may have been added, or an owner may have left, since it was submitted.
    await demandReady(ctx, subjectId);
    await setProject(ctx, subjectId, { state: 'running', launchedAt: ctx.now() });
    audit(ctx, {
      action: 'org.project-launched',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      before: { state: row.state },
      after: { state: 'running', version: row.version },
    });
    await publish(ctx, projectLaunched, { projectId: row.id as never, version: row.version });
    const owners = await findStakeholders(ctx, subjectId);
    await notify(ctx, projectIsLaunched, {
      to: { staff: owners.map((o) => o.id) },
      params: { project: row.name },
      link: `/projects/${row.id}`,
    });
  },
});

async function demandReady(ctx: Ctx, projectId: string): Promise<void> {
  const [{ requiredLanes }, stakeholders, tasks] = await Promise.all([
    findProjectSettings(ctx),
    findStakeholders(ctx, projectId),
    findTasks(ctx, projectId),
  ]);
  const gaps = launchGaps(requiredLanes, stakeholders, tasks, ctx.lang);
  if (gaps.length > 0) throw projectErrors.projectNotReady({ gaps });
}

/** What the checker says yes to. */
async function linesOf(ctx: Ctx, row: ProjectRow): Promise<ChangeLine[]> {
  const units = await findUnitsOf(ctx, row.id);
  const owners = await findStakeholders(ctx, row.id);
  const same = (text: string) => [text, text] as const;
  const both = (line: (lang: 'zh-CN' | 'en') => string) => [line('zh-CN'), line('en')] as const;
  const lines: ChangeLine[] = [
    { label: ['状态', 'State'], before: ['筹备中', 'Draft'], after: ['运行中', 'Running'] },
    { label: ['客群', 'Kind'], before: null, after: projectKindText[row.kind] },
    { label: ['目标', 'Goal'], before: null, after: row.goal || null },
    { label: ['主办部门', 'Owner'], before: null, after: row.ownerUnit.name },
    {
      label: ['范围', 'Scope'],
      before: null,
      after: row.scope === 'pilot' ? ['试点', 'Pilot'] : ['全面推广', 'Full roll-out'],
    },
    { label: ['触达机构', 'Reach'], before: null, after: units.map((u) => same(u.name)) },
    { label: ['开始', 'Starts'], before: null, after: row.startsOn },
    { label: ['结束（不含当日）', 'Ends before'], before: null, after: row.endsOn },
    {
      label: ['预算', 'Budget'],
      before: null,
      after: row.budgetFen === null ? null : yuan(row.budgetFen),
    },
    { label: ['计划人数', 'Planned people'], before: null, after: row.plannedHeadcount },
    {
      label: ['负责人', 'Owners'],
      before: null,
      after: owners.map((o) => both((lang) => `${say(laneText[o.lane], lang)}: ${o.name}`)),
    },
    {
      label: ['阶段', 'Phases'],
      before: null,
      after: row.phases.map((p) =>
        both(
          (lang) =>
            `${p.name} ${p.startsOn}–${p.endsOn} ${p.levels
              .map((level) => say(landingLevelText[level], lang))
              .join(say(['、', ', '], lang))}`,
        ),
      ),
    },
  ];
  return lines.filter((line) => line.after !== null);
}
