import { type DataSet, keptRows } from '#platform/server/data-set.ts';

export const outreachDataSets: readonly DataSet[] = [
  keptRows(
    {
      name: 'outreach.decisions',
      title: ['触达决策记录', 'Decisions about contacts'],
      dataClass: 'C1',
      owner: ['合规部', 'Compliance'],
      retention: ['发布结束后三年', 'Three years after the end'],
      consumers: [
        ['合规与审计', 'Compliance and audit'],
        ['触达解释', 'Explaining a contact'],
      ],
      tables: [
        'outreach.touch',
        'outreach.decision',
        'outreach.assignment',
        'outreach.contact_day',
        'outreach.moment_tag',
        'outreach.deletion',
      ],
    },
    [
      '营销内容的审核与发送记录须保存三年（《广告法》第 34 条）',
      'Records of what was checked and sent are kept three years (Advertising Law art. 34)',
    ],
  ),
];
