import type { CustomerOwned } from '#modules/customers/server/index.ts';
import { type DataSet, removedRows } from '#platform/server/data-set.ts';

export const sequenceDataSets: readonly DataSet[] = [
  removedRows({
    name: 'sequences.enrolments',
    title: ['序列入组、过程与跟进', 'Enrolments in sequences, their movements and follow-ups'],
    dataClass: 'C1',
    owner: ['私域运营中心', 'Private-domain operations'],
    retention: ['客户关系存续期间', 'While they are a customer'],
    consumers: [['序列运行与报表', 'Runs of sequences and reports']],
    tables: ['sequences.enrolment', 'sequences.movement', 'sequences.follow_up'],
  }),
];

/** What follows a customer who is merged into another. */
export const sequenceOwned: readonly CustomerOwned[] = [
  { table: 'sequences.enrolment', title: ['序列入组', 'Enrolments'], key: ['plan_id'] },
  {
    table: 'sequences.movement',
    title: ['序列过程', 'Movements in sequences'],
    key: ['plan_id', 'movement_id'],
  },
  {
    table: 'sequences.follow_up',
    title: ['客户跟进', 'Follow-ups'],
    key: ['plan_id', 'follow_up_id'],
  },
];
