import type { Phrase } from '#platform/contract/text.ts';

export const sequencePermissions = {
  'sequences.sequence.read': ['查看序列与运行', 'See sequences and runs'],
  'sequences.sequence.manage': ['编写序列', 'Write sequences'],
  'sequences.sequence.approve': ['审批序列发布', 'Approve sequences'],
  'sequences.run.manage': ['设置和停止运行', 'Set up and stop runs'],
  'sequences.run.approve': ['审批运行启动', 'Approve the start of runs'],
  'sequences.enrolment.read': ['查看客户在序列中的过程', 'See customers’ way through sequences'],
} as const satisfies Record<string, Phrase>;
