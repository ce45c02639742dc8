import type { Names } from '../../contract/ids.ts';
import type { Reach } from '../../contract/role.ts';

export interface RoleTemplate {
  readonly code: string;
  readonly name: Names;
  readonly description: Names;
  readonly reach: Reach;
  readonly permissions: readonly string[];
}

const see = ['org.unit.read', 'org.staff.read'];
const takePart = ['org.project.read', 'org.approval.read'];

/**
 * The jobs every bank begins with. Who drafts a change of roles (administrator) and who approves it
 * (security officer) are two jobs, and neither can do the other's (CR-143, CR-144).
 */
export const roleTemplates: readonly RoleTemplate[] = [
  {
    code: 'administrator',
    name: ['系统管理员', 'Administrator'],
    description: [
      '维护机构、员工与登录，提交角色与授权变更',
      'Maintains units, staff and sign-in; submits changes of roles and grants',
    ],
    reach: 'bank',
    permissions: [
      ...see,
      'org.unit.manage',
      'org.staff.manage',
      'org.staff.export',
      'org.staff.reveal',
      'org.role.read',
      'org.role.manage',
      'org.access.manage',
      'platform.import.run',
      'platform.export.run',
      'platform.clock.move',
      'platform.calendar.manage',
    ],
  },
  {
    code: 'security_officer',
    name: ['安全管理员', 'Security officer'],
    description: [
      '审批角色与授权变更，查看审计',
      'Approves changes of roles and grants; reads the audit trail',
    ],
    reach: 'bank',
    permissions: [
      ...see,
      'org.role.read',
      'org.role.approve',
      'platform.export.approve',
      'org.approval.read',
      'org.approval.decide',
      'org.approval.oversee',
      'org.audit.read',
    ],
  },
  {
    code: 'head_office_operator',
    name: ['总行运营', 'Head-office operator'],
    description: ['制定全行经营方案、项目与试点', 'Plans for the whole bank, projects and pilots'],
    reach: 'bank',
    permissions: [
      ...see,
      ...takePart,
      'org.role.read',
      'org.project.manage',
      'org.project.approve',
      'org.project.configure',
      'org.approval.decide',
      'platform.import.run',
      'platform.export.run',
    ],
  },
  {
    code: 'branch_operator',
    name: ['分行运营', 'Branch operator'],
    description: ['在本分行落地经营方案', 'Carries plans out in a branch'],
    reach: 'branch',
    permissions: [...see, ...takePart, 'org.role.read', 'org.project.manage'],
  },
  {
    code: 'compliance_officer',
    name: ['合规审核', 'Compliance officer'],
    description: ['审核触达客户的内容与方案', 'Checks what reaches customers'],
    reach: 'bank',
    permissions: [
      ...see,
      ...takePart,
      'org.approval.decide',
      'org.approval.oversee',
      'org.project.approve',
      'org.audit.read',
    ],
  },
  {
    code: 'auditor',
    name: ['审计', 'Auditor'],
    description: [
      '查看与导出审计记录，不做任何修改',
      'Reads and exports the audit trail; changes nothing',
    ],
    reach: 'bank',
    permissions: [
      ...see,
      ...takePart,
      'org.role.read',
      'org.audit.read',
      'org.audit.export',
      'platform.task.read',
    ],
  },
  {
    code: 'bank_it',
    name: ['科技运维', 'Bank IT'],
    description: [
      '看护系统运行、任务与保存期限',
      'Looks after the running system, tasks and retention',
    ],
    reach: 'bank',
    permissions: [
      ...takePart,
      'org.unit.read',
      'platform.system.read',
      'platform.task.read',
      'platform.task.stop',
      'platform.calendar.manage',
      'platform.retention.manage',
    ],
  },
  {
    code: 'relationship_manager',
    name: ['客户经理', 'Relationship manager'],
    description: ['经营自己的客户', 'Looks after customers'],
    reach: 'unit',
    permissions: [...see, 'org.project.read'],
  },
  {
    code: 'wecom_manager',
    name: ['企微经理', 'WeCom manager'],
    description: [
      '专职或兼职经营企业微信客户与社群',
      'Runs WeCom customers and communities, full or part time',
    ],
    reach: 'unit',
    permissions: [...see, 'org.project.read'],
  },
];
