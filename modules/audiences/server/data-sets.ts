import type { CustomerOwned } from '#modules/customers/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type DataSet, removedRows } from '#platform/server/data-set.ts';

const operations: Phrase = ['私域运营中心', 'Private-domain operations'];
const whileCustomer: Phrase = ['客户关系存续期间', 'While they are a customer'];
const plans: Phrase = ['触达计划与报表', 'Plans and reports'];

/** What is kept of customers here; all of it is worked out from what others hold. */
export const audienceDataSets: readonly DataSet[] = [
  removedRows({
    name: 'audiences.profiles',
    title: ['客群圈选宽表', 'Profiles for choosing customers'],
    dataClass: 'C2',
    owner: operations,
    retention: whileCustomer,
    consumers: [['客群圈选', 'Audiences']],
    tables: ['audiences.profile'],
  }),
  removedRows(
    {
      name: 'audiences.samples',
      title: ['抽样预估副本', 'Copies for estimates'],
      dataClass: 'C1',
      owner: operations,
      retention: ['随宽表更新，单条行为保留 100 天', 'As the profiles; single events for 100 days'],
      consumers: [['客群预览', 'Previews']],
      tables: ['audiences.sample_daily', 'audiences.sample_event'],
    },
    // Copies of what tracking shows already.
    { copied: false },
  ),
  removedRows({
    name: 'audiences.members',
    title: ['客群成员与冻结名单', 'Members of audiences and snapshots'],
    dataClass: 'C1',
    owner: operations,
    retention: whileCustomer,
    consumers: [plans],
    tables: ['audiences.member', 'audiences.snapshot_member'],
  }),
  removedRows({
    name: 'audiences.scores',
    title: ['客户评分', 'Scores of customers'],
    dataClass: 'C2',
    owner: operations,
    retention: whileCustomer,
    consumers: [['客群圈选', 'Audiences'], plans],
    tables: ['audiences.score', 'audiences.standing'],
  }),
];

/** What follows a customer who is merged into another; profiles and scores are made anew. */
export const audienceOwned: readonly CustomerOwned[] = [
  { table: 'audiences.member', title: ['客群成员', 'Members of audiences'], key: ['audience_id'] },
  {
    table: 'audiences.snapshot_member',
    title: ['冻结名单', 'Snapshots'],
    key: ['snapshot_id'],
  },
];
