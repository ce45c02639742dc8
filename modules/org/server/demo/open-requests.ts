import type { TxCtx } from '#platform/server/ctx.ts';
import {
  type GrantDraft,
  type RoleChange,
  roleChangeKind,
  roleGrantKind,
} from '../../contract/role.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { roleByCode } from '../roles/role.repo.ts';
import '../roles/role-change.kind.ts';
import '../roles/role-grant.kind.ts';
import type { DemoPerson } from './hire-people.ts';

/** Two requests wait for the security officer, so that the first look at approvals finds something. */
export async function openRequests(
  ctx: TxCtx,
  holders: ReadonlyMap<string, readonly DemoPerson[]>,
  people: readonly DemoPerson[],
): Promise<void> {
  const [administrator] = holders.get('administrator')!;
  const { id, name } = administrator!;
  const asked: TxCtx = {
    ...ctx,
    actor: { kind: 'staff', id, name, permissions: ctx.actor.permissions },
  };
  const role = (await roleByCode(ctx, 'wecom_manager'))!;
  const change: RoleChange = {
    roleId: role.id,
    version: role.version,
    code: role.code,
    name: role.name,
    description: role.description,
    permissions: [...role.permissions, 'org.approval.read'],
    reach: role.reach,
    state: 'active',
  };
  await requestApproval(asked, {
    kind: roleChangeKind,
    payload: { ...change },
    note: '企微经理需要查看本机构活动的审批进度',
  });
  const supervisor = people.find(({ title }) => title === '零售主管')!;
  const grant: GrantDraft = {
    staffId: supervisor.id,
    roleId: role.id,
    unitId: supervisor.unit.id,
    employment: 'part_time',
    load: { maxCustomers: null, sharePercent: 20 },
    validUntil: null,
  };
  await requestApproval(asked, {
    kind: roleGrantKind,
    payload: { ...grant },
    note: '支行试点阶段，由零售主管兼任企微经理',
  });
}
