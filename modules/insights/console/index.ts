import { lazy } from 'react';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { insightsErrorTexts } from '../contract.ts';

registerErrorText(insightsErrorTexts);

const read = 'insights.plan-report.read';

/** The report of a plan, for whoever shows one: of a real plan or of a rehearsed one. */
export const PlanReportView = lazy(() => import('./report/PlanReportView.tsx'));

/** What came of it. */
export const insightsRoom: Room = {
  key: 'insights',
  capability: ['成效', 'Results'],
  nav: [
    {
      path: '/insights/plans',
      label: ['计划报告', 'Plan reports'],
      icon: 'chart',
      also: ['jhbg', 'bg', 'report', 'funnel', '漏斗', '效果', '成效'],
      permission: read,
      page: () => import('./plans/PlanListPage.tsx'),
    },
    {
      path: '/insights/needs',
      label: ['未覆盖的需求', 'Needs not served'],
      icon: 'tag',
      also: ['wfgxq', 'xq', 'need', '需求', '内容缺口'],
      permission: read,
      page: () => import('./needs/UnservedNeedsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/insights/plans/:id',
      permission: read,
      page: () => import('./plans/PlanReportPage.tsx'),
    },
  ],
};
