import { useCallback } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { usePhrase } from '#platform/web/text/lang.ts';

/** What entries are about, in words. A kind that is not listed shows its own name. */
const kinds: Readonly<Record<string, Phrase>> = {
  approval: ['审批', 'Approval'],
  'audit-chain': ['审计链', 'Audit chain'],
  'audit-trail': ['审计记录', 'Audit trail'],
  bank: ['本行', 'Bank'],
  'calendar-day': ['节假日', 'Calendar day'],
  clock: ['业务时钟', 'Business clock'],
  decision: ['触达决策', 'Decision of the gate'],
  delegation: ['审批委托', 'Delegation'],
  export: ['导出', 'Export'],
  file: ['文件', 'File'],
  grant: ['授权', 'Grant'],
  import: ['导入', 'Import'],
  'import-profile': ['导入对应关系', 'Import mapping'],
  project: ['项目', 'Project'],
  'project-settings': ['项目规则', 'Rules for projects'],
  role: ['角色', 'Role'],
  staff: ['员工', 'Staff'],
  'staff-list': ['员工列表', 'List of staff'],
  system: ['系统', 'System'],
  task: ['任务', 'Task'],
  touch: ['触达', 'Touch'],
  unit: ['机构', 'Unit'],
  'unit-list': ['机构列表', 'List of units'],
};

export function useSubjectKindName(): (kind: string) => string {
  const phrase = usePhrase();
  return useCallback((kind) => (kinds[kind] ? phrase(kinds[kind]) : kind), [phrase]);
}
