import type { Phrase } from '#platform/contract/text.ts';

/** What the audit trail calls the deeds of this module. */
export const customerActions = {
  'customers.resolved': ['识别或新增客户', 'Customers recognised or added'],
  'customers.created': ['新建客户', 'Customer created'],
  'customers.found': ['新建时找到已有客户', 'Known customer found on creation'],
  'customers.assigned': ['指定客户经理', 'Customers assigned'],
  'customers.merged': ['合并客户', 'Customers merged'],
  'customers.split': ['撤销客户合并', 'Merge undone'],
  'customers.merge-rejected': ['确认不是同一客户', 'Confirmed as two people'],
  'customers.view-saved': ['保存客户视图', 'Customer view saved'],
  'customers.view-deleted': ['删除客户视图', 'Customer view deleted'],
  'customers.handover-begun': ['生成离职继承任务', 'Hand-over begun'],
  'customers.handover-assigned': ['指定继承接替人', 'Hand-over assigned'],
  'customers.pool-saved': ['设置自动服务池', 'Pool of automated service set up'],
  'customers.attributes-brought': ['载入客户属性', 'Attributes brought'],
  'customers.imported': ['批量导入客户', 'Customers imported'],
} as const satisfies Record<string, Phrase>;
