import { usesRules } from '#modules/compliance/server/index.ts';

// Rules that modules keep which stand below compliance and cannot say so themselves. Each is proven by
// tests that name it.
usesRules('org', {
  'CR-038': [
    '查看员工明文须有理由，五分钟后恢复脱敏',
    'Staff data in the clear for a reason, masked again after five minutes',
  ],
  'CR-039': [
    '明文导出须第二人审批，文件到期删除',
    'Exports in the clear wait for a second person; files expire',
  ],
  'CR-142': ['每个查询都限于机构范围', 'Every query stays within the units of its caller'],
  'CR-143': [
    '超出岗位的授权须审批并到期，九十天复核',
    'Grants beyond the job are approved, end, and are reviewed',
  ],
  'CR-144': ['审批人不能是起草人', 'Who asks does not decide'],
  'CR-145': ['每次变更、查看与导出都入审计', 'Every change, disclosure and export is on record'],
  'CR-146': ['审计链断裂即转为只读', 'A broken chain makes the bank read-only'],
  'CR-148': ['离职即刻终止会话', 'Leavers lose access at once'],
});
usesRules('platform', {
  'CR-036': ['敏感字段与文件加密存储', 'Sensitive fields and files lie encrypted'],
  'CR-037': ['界面、导出和日志脱敏', 'Masked on screens, in exports and logs'],
  'CR-138': ['到期记录自动清理并留证明', 'Records go when they are due, with proof'],
  'CR-139': ['保全期间不清理', 'Records on hold stay'],
  'CR-149': ['其他机构的数据不存在', 'Rows of another bank do not exist'],
  'CR-151': ['安全日志不少于六个月', 'Security logs stay six months at least'],
});
usesRules('sequences', {
  'CR-013': [
    '关闭个性化后，序列只按天数走，不据行为推测',
    'Without personalisation a sequence goes by its days, and nothing is inferred',
  ],
  'CR-061': [
    '序列启动与产品变更：填入文案的产品要素须与主数据一致，不一致即暂停',
    'At the start and when a product changes: what is filled in of a product is as in its master, or the run stops',
  ],
  'CR-072': [
    '序列启动：填入文案的内容同样检查',
    'Before a sequence starts: what is filled into its texts is checked like them',
  ],
  'CR-079': [
    '序列启动：填入文案的内容由审批人过目',
    'Before a sequence starts: a second person reads what is filled in',
  ],
});
usesRules('customers', {
  'CR-001': ['授权按用途与渠道记录', 'Consent by purpose and channel'],
  'CR-002': ['授权须有文本与凭据', 'Consent needs a text and evidence'],
  'CR-004': ['属性只能用于登记的用途', 'Attributes only for registered purposes'],
  'CR-005': ['授权文本变更须重新同意', 'A changed text asks again'],
  'CR-006': ['撤回即时生效', 'A withdrawal counts at once'],
  'CR-009': ['敏感属性须单独同意', 'Sensitive attributes by separate consent'],
  'CR-014': ['客户删除的标签不再生成', 'A deleted tag is not made again'],
  'CR-017': ['可机读的个人数据副本', 'A machine-readable copy'],
  'CR-018': ['更正优先并通知下游', 'Corrections stand and are told'],
  'CR-019': ['删除并出具证明', 'Erasure with a certificate'],
  'CR-020': ['拒绝行权须有理由', 'No refusal without a reason'],
  'CR-032': ['每个属性都有密级', 'Every attribute has a class'],
  'CR-043': ['敏感标签不推送到企业微信', 'Telling tags are not pushed to WeCom'],
});
