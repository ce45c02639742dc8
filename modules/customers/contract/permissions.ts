import type { Phrase } from '#platform/contract/text.ts';

/** `customer.read` shows the customers one looks after; `unit.read` those of the whole subtree. */
export const customerPermissions = {
  'customers.customer.read': ['查看自己的客户', 'See the customers one looks after'],
  'customers.unit.read': ['查看本机构及下级全部客户', 'See all customers of a unit and below'],
  'customers.customer.manage': [
    '新建、修改客户，指定客户经理',
    'Create and change customers; assign who looks after them',
  ],
  'customers.customer.reveal': [
    '查看客户完整姓名、手机号与客户号',
    'See names and numbers of customers in full',
  ],
  'customers.customer.import': ['批量导入客户', 'Import customers'],
  'customers.customer.export': ['导出客户', 'Export customers'],
  'customers.merge.manage': ['合并与拆分客户', 'Merge and split customers'],
  'customers.pool.manage': ['管理自动服务池', 'Run pools of automated service'],
  'customers.handover.manage': ['办理离职继承', 'Hand over the customers of leavers'],
} as const satisfies Record<string, Phrase>;
