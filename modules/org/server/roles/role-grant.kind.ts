import { say } from '#platform/contract/text.ts';
import { GrantDraft, reachText, roleGrantKind } from '../../contract/role.ts';
import { employmentText } from '../../contract/staff.ts';
import { type ChangeLine, defineApprovalKind } from '../approvals/kind.ts';
import { applyGrant, checkGrantDraft } from './grant.service.ts';
import { lockRole } from './role.repo.ts';

/**
 * A role is given only when another person has approved it. The request is bound to the role's
 * version: when its permissions change in between, nobody gets more than was approved.
 */
defineApprovalKind({
  kind: roleGrantKind,
  name: ['授予角色', 'Grant of a role'],
  payload: GrantDraft,
  draftPermission: 'org.role.manage',
  decidePermission: 'org.role.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, draft) => {
    const { staff, role, unit, broader } = await checkGrantDraft(ctx, draft, 'org.role.manage');
    const { maxCustomers, sharePercent } = draft.load;
    const lines: ChangeLine[] = [
      { label: ['员工', 'Staff'], before: null, after: `${staff.name}（${staff.number}）` },
      { label: ['角色', 'Role'], before: null, after: role.name },
      { label: ['机构', 'Unit'], before: null, after: unit.name },
      { label: ['用工', 'Employment'], before: null, after: employmentText[draft.employment] },
      { label: ['客户上限', 'Customers at most'], before: null, after: maxCustomers },
      { label: ['时间占比 %', 'Share of time, %'], before: null, after: sharePercent },
      { label: ['到期', 'Valid until'], before: null, after: draft.validUntil },
      {
        label: ['超出岗位范围', 'Broader than the job'],
        before: reachText[role.reach],
        after: broader ? ['是，须到期', 'yes, ends by itself'] : ['否', 'no'],
      },
    ];
    return {
      subject: {
        id: `${staff.id}:${role.id}:${unit.id}`,
        name: `${staff.name} · ${role.name[0]}`,
        version: role.version,
      },
      unitId: unit.id,
      title: [
        `授予${staff.name}“${say(role.name, 'zh-CN')}”（${unit.name}）`,
        `${staff.name}: ${say(role.name, 'en')} at ${unit.name}`,
      ],
      changes: lines.filter((line) => line.after !== null),
      link: `/staff/${staff.id}`,
    };
  },
  lockVersion: (ctx, { payload }) => lockRole(ctx, payload.roleId),
  onApproved: async (ctx, { id, payload }) => {
    await applyGrant(ctx, payload, { approvalId: id, permission: 'org.role.approve' });
  },
});
