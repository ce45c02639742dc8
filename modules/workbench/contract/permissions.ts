import type { Phrase } from '#platform/contract/text.ts';

export const workbenchPermissions = {
  'workbench.own.use': ['使用客户经理工作台', 'Use the workbench of an RM'],
  'workbench.unit.read': ['查看下属待办与负荷', 'See work items and load of colleagues'],
  'workbench.settings.manage': ['设置工作台', 'Set up the workbench'],
} as const satisfies Record<string, Phrase>;
