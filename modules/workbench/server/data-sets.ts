import type { CustomerOwned } from '#modules/customers/server/index.ts';
import { type DataSet, keptRows } from '#platform/server/data-set.ts';

export const workbenchDataSets: readonly DataSet[] = [
  keptRows(
    {
      name: 'workbench.items',
      title: ['客户经理待办与跟进结果', 'Work items of RMs and what came of them'],
      dataClass: 'C1',
      owner: ['零售业务部', 'Retail'],
      retention: ['办结后三年', 'Three years after they were closed'],
      consumers: [
        ['客户经理', 'RMs'],
        ['合规与审计', 'Compliance and audit'],
      ],
      tables: ['workbench.item', 'workbench.assessment_ask', 'workbench.group_invite'],
    },
    [
      '营销活动的记录须保存三年（《广告法》第 34 条）',
      'Records of marketing are kept three years (Advertising Law art. 34)',
    ],
  ),
];

/** Items follow a customer who is merged into another. */
export const workbenchOwned: readonly CustomerOwned[] = [
  { table: 'workbench.item', title: ['客户经理待办', 'Work items'], key: ['item_id'] },
  {
    table: 'workbench.assessment_ask',
    title: ['请客户做测评', 'Asked to be assessed'],
    key: ['org_id'],
  },
  {
    table: 'workbench.group_invite',
    title: ['邀请入群记录', 'Invitations into groups'],
    key: ['corp_id', 'chat_id'],
  },
];
