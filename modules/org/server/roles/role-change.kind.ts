import type { Role } from '../../contract/role.ts';
import {
  type RoleChange as Change,
  RoleChange,
  reachText,
  roleChangeKind,
  roleErrors,
} from '../../contract/role.ts';
import { type ChangeLine, defineApprovalKind } from '../approvals/kind.ts';
import { headOffice } from '../units/unit-tree.repo.ts';
import { permissionText } from './catalogue.ts';
import { lockRole, roleByCode } from './role.repo.ts';
import { applyRoleChange, checkRoleChange } from './role.service.ts';

/** A role changes only when another person has approved exactly this change of exactly this version. */
defineApprovalKind({
  kind: roleChangeKind,
  name: ['角色变更', 'Change of a role'],
  payload: RoleChange,
  draftPermission: 'org.role.manage',
  decidePermission: 'org.role.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, change) => {
    const { before } = await checkRoleChange(ctx, change);
    const head = await headOffice(ctx);
    if (!head) throw roleErrors.roleNotFound();
    return {
      subject: {
        id: change.roleId ?? change.code,
        name: change.name[0],
        version: before?.version ?? 0,
      },
      unitId: head.id,
      title: titleOf(change, before),
      changes: changedLines(change, before),
      link: change.roleId ? `/roles/${change.roleId}` : '/roles',
    };
  },
  lockVersion: async (ctx, { payload }) => {
    if (payload.roleId) return lockRole(ctx, payload.roleId);
    // A new role is at version 0 as long as nobody else has made one of this code.
    return (await roleByCode(ctx, payload.code)) ? null : 0;
  },
  onApproved: async (ctx, { payload }) => {
    await applyRoleChange(ctx, payload);
  },
});

function titleOf({ name, state }: Change, before: Role | null) {
  const verb = !before
    ? (['新建角色', 'New role'] as const)
    : state === 'retired'
      ? (['停用角色', 'Retire role'] as const)
      : (['变更角色', 'Change role'] as const);
  return [`${verb[0]}：${name[0]}`, `${verb[1]}: ${name[1]}`] as const;
}

function changedLines(after: Change, before: Role | null): ChangeLine[] {
  const had = new Set(before?.permissions ?? []);
  const has = new Set(after.permissions);
  const texts = (names: readonly string[]) => names.map(permissionText);
  const added = [...has].filter((name) => !had.has(name));
  const removed = [...had].filter((name) => !has.has(name));
  const lines: ChangeLine[] = [
    { label: ['名称', 'Name'], before: before?.name ?? null, after: after.name },
    {
      label: ['岗位范围', 'Reach of the job'],
      before: before ? reachText[before.reach] : null,
      after: reachText[after.reach],
    },
    { label: ['增加的权限', 'Permissions added'], before: null, after: texts(added) },
    { label: ['去掉的权限', 'Permissions removed'], before: texts(removed), after: null },
    { label: ['状态', 'State'], before: before?.state ?? null, after: after.state },
  ];
  return lines.filter(({ before, after }) => {
    const empty = (v: unknown) => v === null || (Array.isArray(v) && v.length === 0);
    return !(empty(before) && empty(after)) && JSON.stringify(before) !== JSON.stringify(after);
  });
}
