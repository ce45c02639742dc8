import type { Phrase } from '#platform/contract/text.ts';

const names = new Map<string, Phrase>();

/** Each module says once how the audit screen calls what it records. */
export function nameActions(actions: Readonly<Record<string, Phrase>>): void {
  for (const [action, name] of Object.entries(actions)) names.set(action, name);
}

export const actionName = (action: string): Phrase => names.get(action) ?? [action, action];

nameActions({
  'org.signed-in': ['登录', 'Signed in'],
  'org.signed-out': ['退出登录', 'Signed out'],
  'org.sign-in-refused': ['登录被拒绝', 'Sign-in refused'],
  'org.sign-in-unlocked': ['解除登录锁定', 'Sign-in unlocked'],
  'org.sign-in-settings-changed': ['修改登录设置', 'Sign-in settings changed'],
  'org.session-confirmed': ['再次确认身份', 'Confirmed who they are'],
  'org.session-ended': ['结束一个登录', 'Session ended'],
  'org.sessions-ended': ['结束全部登录', 'All sessions ended'],
  'org.password-changed': ['修改密码', 'Password changed'],
  'org.password-issued': ['发放初始密码', 'Password issued'],
  'org.recovery-codes-renewed': ['更换恢复码', 'Recovery codes renewed'],
  'org.totp-begun': ['开始绑定动态口令', 'Authenticator set-up begun'],
  'org.totp-enrolled': ['绑定动态口令', 'Authenticator set up'],
  'org.totp-removed': ['解绑动态口令', 'Authenticator removed'],
  'org.totp-reset': ['重置动态口令', 'Authenticator reset'],

  'org.bank-created': ['建立机构', 'Bank created'],
  'org.unit-created': ['新建机构', 'Unit created'],
  'org.unit-changed': ['修改机构', 'Unit changed'],
  'org.unit-moved': ['调整机构上级', 'Unit moved'],
  'org.unit-closed': ['撤销机构', 'Unit closed'],
  'org.unit-reopened': ['恢复机构', 'Unit reopened'],
  'org.units-exported': ['导出机构', 'Units exported'],
  'org.staff-created': ['新建员工', 'Staff member created'],
  'org.staff-changed': ['修改员工', 'Staff member changed'],
  'org.staff-suspended': ['停用员工', 'Staff member suspended'],
  'org.staff-left': ['员工离职', 'Staff member left'],
  'org.staff-reactivated': ['恢复员工', 'Staff member reactivated'],
  'org.staff-exported': ['导出员工', 'Staff exported'],
  'org.personal-data-revealed': ['查看完整个人信息', 'Personal data shown in full'],
  'org.bulk-reveal-stopped': ['大量查看个人信息被拦截', 'Bulk look at personal data stopped'],

  'org.role-created': ['新建角色', 'Role created'],
  'org.role-changed': ['变更角色', 'Role changed'],
  'org.role-retired': ['停用角色', 'Role retired'],
  'org.grant-made': ['授予角色', 'Role granted'],
  'org.grant-reviewed': ['复核授权', 'Grant reviewed'],
  'org.grant-revoked': ['收回授权', 'Grant revoked'],
  'org.grant-expired': ['授权到期', 'Grant expired'],

  'org.approval-drafted': ['起草审批', 'Approval drafted'],
  'org.approval-revised': ['修改审批申请', 'Request revised'],
  'org.approval-submitted': ['提交审批', 'Approval asked for'],
  'org.approval-commented': ['审批留言', 'Commented on an approval'],
  'org.approval-approved': ['审批通过', 'Approved'],
  'org.approval-rejected': ['审批否决', 'Rejected'],
  'org.approval-returned': ['审批退回', 'Returned'],
  'org.approval-withdrawn': ['撤回申请', 'Request withdrawn'],
  'org.approval-reminded': ['催办审批', 'Checkers reminded'],
  'org.approval-escalated': ['审批升级督办', 'Approval escalated'],
  'org.approval-expired': ['审批过期', 'Approval expired'],
  'org.approval-voided': ['审批因内容有变失效', 'Approval void'],
  'org.duty-delegated': ['委托审批', 'Approval duty delegated'],
  'org.delegation-ended': ['结束委托', 'Delegation ended'],

  'org.project-created': ['新建项目', 'Project drafted'],
  'org.project-changed': ['修改项目', 'Project changed'],
  'org.project-stakeholders-set': ['指定项目负责人', 'Project owners named'],
  'org.project-task-added': ['增加项目任务', 'Project task added'],
  'org.project-task-changed': ['修改项目任务', 'Project task changed'],
  'org.project-task-removed': ['删除项目任务', 'Project task removed'],
  'org.project-task-done': ['完成项目任务', 'Project task done'],
  'org.project-task-reopened': ['重开项目任务', 'Project task opened again'],
  'org.project-task-overdue': ['项目任务逾期', 'Project task overdue'],
  'org.project-headcount-recorded': ['登记项目人数', 'Project headcount recorded'],
  'org.project-spend-recorded': ['登记项目支出', 'Project spend recorded'],
  'org.project-launched': ['项目上线', 'Project launched'],
  'org.project-stopped': ['项目停止', 'Project stopped'],
  'org.pilot-end-asked': ['试点到期', 'Pilot at its end'],
  'org.pilot-extended': ['试点延期', 'Pilot extended'],
  'org.pilot-rolled-out': ['试点推广', 'Pilot rolled out'],
  'org.project-settings-changed': ['修改项目规则', 'Project rules changed'],

  'org.audit-exported': ['导出审计记录', 'Audit trail exported'],
  'platform.audit-accepted': ['接受审计链异常', 'Break of the audit chain accepted'],
  'platform.audit-broken': ['审计链校验不通过', 'Audit chain broken'],
  'platform.calendar-day-set': ['设置节假日', 'Holiday set'],
  'platform.calendar-day-cleared': ['清除节假日设置', 'Holiday cleared'],
  'platform.clock-moved': ['移动业务时钟', 'Business clock moved'],
  'platform.file-downloaded': ['下载文件', 'File downloaded'],
  'platform.task-stopped': ['停止任务', 'Task stopped'],
});
