import { z } from 'zod';
import {
  type ProjectDraft as Draft,
  Phase,
  type ProjectDetail,
  ProjectDraft,
} from '../../contract.ts';

/** A project as it is filled in: money in yuan, the pilot's limits beside the rest. */
export const ProjectForm = z
  .object({
    name: ProjectDraft.shape.name,
    kind: ProjectDraft.shape.kind,
    goal: z.string().trim().max(500).optional(),
    ownerUnitId: z.uuid(),
    startsOn: z.iso.date(),
    scope: z.enum(['pilot', 'full']),
    unitIds: z.array(z.string()).optional(),
    endsOn: z.iso.date().optional(),
    budgetYuan: z.number().min(0).max(1_000_000_000).optional(),
    plannedHeadcount: z.int().min(0).max(100_000).optional(),
    phases: z.array(Phase).max(12).default([]),
  })
  .superRefine((form, check) => {
    if (form.scope !== 'pilot') return;
    const missing = (path: string, message: string) =>
      check.addIssue({ code: 'custom', path: [path], message });
    if (!form.unitIds?.length) missing('unitIds', '请至少选择一个机构|Choose at least one unit');
    if (!form.endsOn) missing('endsOn', '试点要有结束日|A pilot has an end');
    else if (form.endsOn <= form.startsOn)
      missing('endsOn', '结束日要晚于开始日|The end must lie after the start');
    if (form.budgetYuan === undefined) missing('budgetYuan', '请填写预算|Enter the budget');
    if (form.plannedHeadcount === undefined)
      missing('plannedHeadcount', '请填写计划人数|Enter the planned people');
  });
export type ProjectForm = z.output<typeof ProjectForm>;

export const toDraft = (form: ProjectForm): Draft => ({
  name: form.name,
  kind: form.kind,
  goal: form.goal ?? '',
  ownerUnitId: form.ownerUnitId,
  startsOn: form.startsOn,
  scope: form.scope,
  pilot:
    form.scope === 'pilot'
      ? {
          unitIds: form.unitIds ?? [],
          endsOn: form.endsOn ?? '',
          budgetFen: Math.round((form.budgetYuan ?? 0) * 100),
          plannedHeadcount: form.plannedHeadcount ?? 0,
        }
      : null,
  phases: form.phases,
});

export const fromProject = (project: ProjectDetail): z.input<typeof ProjectForm> => ({
  name: project.name,
  kind: project.kind,
  goal: project.goal,
  ownerUnitId: project.ownerUnit.id,
  startsOn: project.startsOn,
  scope: project.scope,
  ...(project.pilot
    ? {
        unitIds: project.pilot.units.map(({ id }) => id),
        endsOn: project.pilot.endsOn,
        budgetYuan: project.pilot.budgetFen / 100,
        plannedHeadcount: project.pilot.plannedHeadcount,
      }
    : {}),
  phases: project.phases,
});
