import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { PlanReport } from './contract/plan-report.ts';

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
});
export type PlanLine = z.infer<typeof PlanLine>;

/** Plans of the caller's units, the newest first. */
export const listPlanReports = endpoint({
  method: 'GET',
  path: '/api/v1/insights/plans',
  permission: READ,
  summary: ['计划列表与主要数字', 'Plans with their main figures'],
  query: z.object({ page: pageQuery.page, size: pageQuery.size }),
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

export const insightsErrors = defineErrors('insights', { planNotFound: 404 });
export const insightsErrorTexts: Record<`insights.${keyof typeof insightsErrors}`, Phrase> = {
  'insights.planNotFound': [
    '没有找到这个计划，或它不在您的范围内',
    'No such plan, or not in your scope',
  ],
};

export const insightsPermissions = {
  [READ]: ['查看计划报告', 'See reports of plans'],
} as const satisfies Record<string, Phrase>;
