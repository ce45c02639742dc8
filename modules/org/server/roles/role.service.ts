import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { RoleId } from '../../contract/ids.ts';
import { type Role, type RoleChange, roleErrors } from '../../contract/role.ts';
import { notePermissions } from '../equipment/equipment.repo.ts';
import { permissionsFor, unknownPermissions } from './catalogue.ts';
import * as repo from './role.repo.ts';
import { roleTemplates } from './templates.ts';

/** Refuses a change that could never be applied, before anybody is asked to approve it. */
export async function checkRoleChange(
  ctx: Ctx,
  change: RoleChange,
): Promise<{ before: Role | null }> {
  const unknown = unknownPermissions(change.permissions);
  if (unknown.length > 0) throw roleErrors.permissionUnknown({ permissions: unknown });
  const sameCode = await repo.roleByCode(ctx, change.code);
  if (sameCode && sameCode.id !== change.roleId)
    throw roleErrors.roleCodeTaken({ code: change.code });
  if (!change.roleId) return { before: null };

  const before = await repo.findRole(ctx, change.roleId);
  if (!before) throw roleErrors.roleNotFound({ id: change.roleId });
  if (before.version !== change.version) throw roleErrors.roleChangedMeanwhile();
  if (before.builtIn && change.state === 'retired') throw roleErrors.roleBuiltIn();
  return { before };
}

/** Carries out a change that another person has approved. From the next request on it holds for everybody. */
export function applyRoleChange(ctx: Ctx, change: RoleChange): Promise<Role> {
  return inTx(ctx, async (ctx) => {
    if (change.roleId) await repo.lockRole(ctx, change.roleId);
    const { before } = await checkRoleChange(ctx, change);
    const { roleId, version, ...content } = change;
    content.permissions = [...new Set(content.permissions)].sort();
    const id = await store(ctx, roleId, version, content);
    audit(ctx, {
      action: actionOf(change, before),
      subject: { kind: 'role', id, name: change.name[0] },
      ...(before ? { before: contentOf(before) } : {}),
      after: content,
    });
    return (await repo.findRole(ctx, id))!;
  });
}

function actionOf({ state }: RoleChange, before: Role | null): string {
  if (!before) return 'org.role-created';
  return state === 'retired' && before.state === 'active' ? 'org.role-retired' : 'org.role-changed';
}

async function store(
  ctx: TxCtx,
  id: RoleId | undefined,
  version: number | undefined,
  content: repo.RoleContent,
): Promise<RoleId> {
  if (!id) {
    const created = await repo.insertRole(ctx, content, false);
    if (!created) throw roleErrors.roleCodeTaken({ code: content.code });
    return created;
  }
  if (!(await repo.setRole(ctx, id, version!, content))) throw roleErrors.roleChangedMeanwhile();
  return id;
}

const contentOf = ({ code, name, description, permissions, reach, state }: Role) => ({
  code,
  name,
  description,
  permissions,
  reach,
  state,
});

/** The jobs a new bank begins with. */
export async function createBuiltInRoles(ctx: TxCtx): Promise<void> {
  for (const template of roleTemplates) {
    const permissions = [...template.permissions, ...permissionsFor(template.code)];
    const id = await repo.insertRole(ctx, { ...template, permissions, state: 'active' }, true);
    if (!id) continue;
    await notePermissions(ctx, template.code, permissions);
    audit(ctx, {
      action: 'org.role-created',
      subject: { kind: 'role', id, name: template.name[0] },
      after: { code: template.code, permissions },
    });
  }
}

export async function showRole(ctx: Ctx, id: RoleId): Promise<Role> {
  const role = await repo.findRole(ctx, id);
  if (!role) throw roleErrors.roleNotFound({ id });
  return role;
}
