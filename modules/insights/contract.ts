import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { PlanReport } from './contract/plan-report.ts';

export * from './contract/plan-closing.ts';
export * from './contract/plan-report.ts';
export * from './contract/unserved-need.ts';

const READ = 'insights.plan-report.read';

export const PlanLine = z.object({
  id: z.uuid(),
  kind: z.string(),
  class: z.string(),
  name: z.string(),
  state: z.string(),
  startedAt: z.iso.datetime(),
  reached: z.int(),
  control: z.int(),
  delivered: z.int(),
  /** What it taught, once it is closed. */
  lesson: z.string().nullable(),
});
export type PlanLine = z.infer<typeof PlanLine>;

/** Plans of the caller's units, the newest first; searched by name, need and lesson. */
export const listPlanReports = endpoint({
  method: 'GET',
  path: '/api/v1/insights/plans',
  permission: READ,
  summary: ['计划列表与主要数字', 'Plans with their main figures'],
  query: z.object(pageQuery),
  reply: pageOf(PlanLine),
});

export const getPlanReport = endpoint({
  method: 'GET',
  path: '/api/v1/insights/plans/:id',
  permission: READ,
  summary: ['计划报告', 'Report of a plan'],
  params: z.object({ id: z.uuid() }),
  reply: PlanReport,
});

export const insightsErrors = defineErrors('insights', {
  planNotFound: 404,
  planNotEnded: 409,
  planClosed: 409,
  nothingMeasured: 409,
});
export const insightsErrorTexts: Record<`insights.${keyof typeof insightsErrors}`, Phrase> = {
  'insights.planNotFound': [
    '没有找到这个计划，或它不在您的范围内',
    'No such plan, or not in your scope',
  ],
  'insights.planNotEnded': [
    '计划结束后才能结项：先在计划页结束它',
    'A plan is closed after it has ended: end it on its page first',
  ],
  'insights.planClosed': ['这个计划已经结项', 'This plan has been closed already'],
  'insights.nothingMeasured': [
    '这个计划没有提出过任何触达，没有可记录的结果',
    'This plan never proposed a contact: there is no result to keep',
  ],
};

export const insightsPermissions = {
  [READ]: ['查看计划报告', 'See reports of plans'],
  'insights.plan.close': ['计划结项', 'Close plans with their results'],
} as const satisfies Record<string, Phrase>;
