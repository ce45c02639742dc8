import type { Phrase } from '#platform/contract/text.ts';
import { approvalPermissions } from './approval.ts';
import { auditPermissions } from './audit.ts';
import { projectPermissions } from './project-endpoints.ts';

/** A module's permissions: `<module>.<noun>.<verb>` → what it lets a person do. */
export type Permissions = Readonly<Record<string, Phrase>>;

export const orgPermissions = {
  'org.unit.read': ['查看机构', 'See units'],
  'org.unit.manage': ['维护机构', 'Maintain units'],
  'org.staff.read': ['查看员工', 'See staff'],
  'org.staff.manage': ['维护员工', 'Maintain staff'],
  'org.staff.export': ['导出员工（脱敏）', 'Export staff, masked'],
  'org.staff.reveal': ['查看员工完整联系方式', 'See phone numbers and e-mail of staff in full'],
  'org.role.read': ['查看角色、授权与人力', 'See roles, grants and staffing'],
  'org.role.manage': [
    '提交角色与授权变更、收回授权',
    'Submit changes of roles and grants; revoke grants',
  ],
  'org.role.approve': ['审批角色与授权变更', 'Approve changes of roles and grants'],
  'org.access.manage': [
    '管理登录方式、密码与会话',
    'Manage ways to sign in, passwords and sessions',
  ],
  ...approvalPermissions,
  ...auditPermissions,
  ...projectPermissions,
} as const satisfies Permissions;

export type OrgPermission = keyof typeof orgPermissions;
