import { defineExport } from '#platform/server/exports/definition.ts';
import { CustomerFilter } from '../../contract/customer.ts';
import { selectedHeads } from './list.service.ts';

const EXPORT = 'customers.customer.export';

/** The list as a file: masked, or in the clear once a second person has said so (CR-039). */
export const customerExport = defineExport({
  kind: 'customers.customer',
  permission: EXPORT,
  name: ['客户', 'customers'],
  columns: [
    { key: 'id', name: ['客户编号', 'Customer'] },
    { key: 'name', name: ['姓名', 'Name'], mask: 'name' },
    { key: 'phone', name: ['手机', 'Phone'], mask: 'phone' },
    { key: 'bankNo', name: ['银行客户号', 'Bank customer number'], mask: 'account' },
    { key: 'unit', name: ['机构', 'Unit'] },
    { key: 'rm', name: ['客户经理', 'Looked after by'] },
    { key: 'friends', name: ['好友数', 'Friends'] },
    { key: 'source', name: ['来源', 'Source'] },
    { key: 'createdAt', name: ['建档时间', 'Since'] },
  ],
  query: CustomerFilter,
  maxRows: 1_000_000,
  async *rows(ctx, filter) {
    for await (const heads of selectedHeads(ctx, filter, EXPORT))
      yield heads.map((head) => ({
        id: head.customerId,
        name: head.clearName,
        phone: head.phone,
        bankNo: head.bankNo,
        unit: head.unitName,
        rm: head.rmName,
        friends: head.friends,
        source: head.source,
        createdAt: head.createdAt.toISOString(),
      }));
  },
});
