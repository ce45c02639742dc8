import type { CustomerOwned } from '#modules/customers/server/index.ts';
import { type DataSet, removedRows } from '#platform/server/data-set.ts';

export const insightsSets: readonly DataSet[] = [
  removedRows({
    name: 'insights.plan-baselines',
    title: ['计划期初资产', 'Assets when a plan began'],
    dataClass: 'C2',
    owner: ['私域运营中心', 'Private-domain operations'],
    retention: ['客户关系存续期间', 'While they are a customer'],
    consumers: [['计划报告', 'Reports of plans']],
    tables: ['insights.plan_baseline'],
  }),
];

/** What follows a customer who is merged into another. */
export const insightsOwned: readonly CustomerOwned[] = [
  {
    table: 'insights.plan_baseline',
    title: ['计划期初资产', 'Assets when a plan began'],
    key: ['plan_id'],
  },
];
