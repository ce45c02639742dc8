import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { roleChangeKind, roleGrantKind } from '../contract.ts';
import { orgErrorTexts } from '../text.ts';
import { registerApprovalForm } from './approvals/approval-forms.ts';
import { registerApprovalView } from './approvals/approval-views.ts';

export { StaffSelect } from './parts/StaffSelect.tsx';
export { addStaffLink } from './staff/more-links.ts';
export { registerApprovalForm, registerApprovalView };

registerErrorText(orgErrorTexts);

registerApprovalForm(roleChangeKind, ({ id, payload }) =>
  typeof payload.roleId === 'string'
    ? `/roles/${payload.roleId}/edit?approval=${id}`
    : `/roles/new?approval=${id}`,
);
registerApprovalForm(roleGrantKind, ({ id }) => `/grants/new?approval=${id}`);

/** What everybody at the bank works on together: projects, and what waits for a second person. */
export const workRoom: Room = {
  key: 'work',
  capability: ['协同', 'Together'],
  nav: [
    {
      path: '/approvals',
      label: ['审批', 'Approvals'],
      icon: 'stamp',
      also: ['sp', 'maker-checker'],
      page: () => import('./approvals/ApprovalListPage.tsx'),
    },
    {
      path: '/projects',
      label: ['项目与试点', 'Projects and pilots'],
      icon: 'flag',
      also: ['xm', 'sd', 'pilot'],
      permission: 'org.project.read',
      page: () => import('./projects/ProjectListPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/approvals/delegation',
      permission: 'org.approval.decide',
      page: () => import('./approvals/DelegationPage.tsx'),
    },
    { path: '/approvals/:id', page: () => import('./approvals/ApprovalPage.tsx') },
    {
      path: '/projects/new',
      permission: 'org.project.manage',
      page: () => import('./projects/ProjectFormPage.tsx'),
    },
    {
      path: '/projects/:id/edit',
      permission: 'org.project.manage',
      page: () => import('./projects/ProjectFormPage.tsx'),
    },
    {
      path: '/projects/:id',
      permission: 'org.project.read',
      page: () => import('./projects/ProjectPage.tsx'),
    },
    { path: '/notifications', page: () => import('./notifications/NotificationsPage.tsx') },
    { path: '/me', page: () => import('./account/AccountPage.tsx') },
  ],
};

/** Who works at the bank, where, and what they may do. */
export const peopleRoom: Room = {
  key: 'people',
  capability: ['组织与权限', 'People and permissions'],
  nav: [
    {
      path: '/units',
      label: ['机构', 'Units'],
      icon: 'bank',
      also: ['jg'],
      permission: 'org.unit.read',
      page: () => import('./units/UnitsPage.tsx'),
    },
    {
      path: '/staff',
      label: ['员工', 'Staff'],
      icon: 'people',
      also: ['yg'],
      permission: 'org.staff.read',
      page: () => import('./staff/StaffListPage.tsx'),
    },
    {
      path: '/roles',
      label: ['角色权限', 'Roles'],
      icon: 'key',
      also: ['js', 'qx', 'permission'],
      permission: 'org.role.read',
      page: () => import('./roles/RolesPage.tsx'),
    },
    {
      path: '/staffing',
      label: ['人力统计', 'Staffing'],
      icon: 'chart',
      also: ['rl', 'fte'],
      permission: 'org.role.read',
      page: () => import('./staff/StaffingPage.tsx'),
    },
    {
      path: '/audit',
      label: ['审计', 'Audit'],
      icon: 'ledger',
      also: ['sj'],
      permission: 'org.audit.read',
      page: () => import('./audit/AuditPage.tsx'),
    },
    {
      path: '/system/sign-in',
      label: ['登录设置', 'Sign-in'],
      icon: 'lock',
      also: ['dl', 'oidc', 'sso'],
      permission: 'org.access.manage',
      page: () => import('./account/SignInSettingsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/units/:id',
      permission: 'org.unit.read',
      page: () => import('./units/UnitsPage.tsx'),
    },
    {
      path: '/staff/new',
      permission: 'org.staff.manage',
      page: () => import('./staff/StaffFormPage.tsx'),
    },
    {
      path: '/staff/:id/edit',
      permission: 'org.staff.manage',
      page: () => import('./staff/StaffFormPage.tsx'),
    },
    {
      path: '/staff/:id',
      permission: 'org.staff.read',
      page: () => import('./staff/StaffPage.tsx'),
    },
    {
      path: '/roles/new',
      permission: 'org.role.manage',
      page: () => import('./roles/RoleFormPage.tsx'),
    },
    {
      path: '/roles/:id/edit',
      permission: 'org.role.manage',
      page: () => import('./roles/RoleFormPage.tsx'),
    },
    { path: '/roles/:id', permission: 'org.role.read', page: () => import('./roles/RolePage.tsx') },
    { path: '/grants', permission: 'org.role.read', page: () => import('./roles/GrantsPage.tsx') },
    {
      path: '/grants/new',
      permission: 'org.role.manage',
      page: () => import('./roles/GrantFormPage.tsx'),
    },
  ],
};
