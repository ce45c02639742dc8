import type { Phrase } from '#platform/contract/text.ts';

export const compliancePermissions = {
  'compliance.text.check': ['检查文字是否合规', 'Check a text'],
  'compliance.lexicon.read': ['查看词库', 'See the lexicon'],
  'compliance.lexicon.manage': ['起草词库变更', 'Draft changes of the lexicon'],
  'compliance.lexicon.approve': ['审批词库变更', 'Approve changes of the lexicon'],
  'compliance.rule.read': ['查看合规规则', 'See compliance rules'],
  'compliance.rule.manage': ['起草合规规则变更', 'Draft changes of compliance rules'],
  'compliance.rule.approve': ['审批合规规则变更', 'Approve changes of compliance rules'],
} as const satisfies Record<string, Phrase>;
