import { z } from 'zod';
import {
  type ProjectDraft as Draft,
  Phase,
  type ProjectDetail,
  ProjectDraft,
} from '../../contract.ts';

const always = { when: () => true };
const full = (form: { scope: string }) => form.scope === 'full';

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
  // Said together with what else is missing, not only once that is mended.
  .refine((form) => full(form) || form.unitIds?.length, {
    ...always,
    path: ['unitIds'],
    message: '请至少选择一个机构|Choose at least one unit',
  })
  .refine((form) => full(form) || form.endsOn, {
    ...always,
    path: ['endsOn'],
    message: '试点要有结束日|A pilot has an end',
  })
  .refine((form) => full(form) || !form.endsOn || form.endsOn > form.startsOn, {
    path: ['endsOn'],
    message: '结束日要晚于开始日|The end must lie after the start',
  })
  .refine((form) => full(form) || form.budgetYuan !== undefined, {
    ...always,
    path: ['budgetYuan'],
    message: '请填写预算|Enter the budget',
  })
  .refine((form) => full(form) || form.plannedHeadcount !== undefined, {
    ...always,
    path: ['plannedHeadcount'],
    message: '请填写计划人数|Enter the planned people',
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
