import { createHash } from 'node:crypto';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { Equipment } from '#platform/server/module.ts';
import { notePermissions } from '../equipment/equipment.repo.ts';
import { permissionsFor } from './catalogue.ts';
import { lockRole, roleByCode, setRole } from './role.repo.ts';
import { createBuiltInRoles } from './role.service.ts';
import { roleTemplates } from './templates.ts';

const permissionsOf = (code: string) => [
  ...(roleTemplates.find((t) => t.code === code)?.permissions ?? []),
  ...permissionsFor(code),
];

/**
 * The built-in roles, and for those of older banks the permissions that came with later modules: each
 * is given once, so what a bank has taken away stays away.
 */
export const roleEquipment = (): Equipment => ({
  version: createHash('sha256')
    .update(JSON.stringify(roleTemplates.map(({ code }) => [code, permissionsOf(code).toSorted()])))
    .digest('base64url')
    .slice(0, 12),
  bring: async (ctx) => {
    await createBuiltInRoles(ctx);
    for (const { code } of roleTemplates) await topUp(ctx, code);
  },
});

async function topUp(ctx: TxCtx, code: string): Promise<void> {
  const fresh = await notePermissions(ctx, code, permissionsOf(code));
  const found = await roleByCode(ctx, code);
  if (!found?.builtIn || fresh.length === 0) return;
  await lockRole(ctx, found.id);
  const role = (await roleByCode(ctx, code))!;
  const added = fresh.filter((permission) => !role.permissions.includes(permission));
  if (added.length === 0) return;
  const { id, version, name, description, reach, state } = role;
  const permissions = [...role.permissions, ...added].toSorted();
  await setRole(ctx, id, version, { code, name, description, reach, state, permissions });
  audit(ctx, {
    action: 'org.role-changed',
    subject: { kind: 'role', id, name: name[0] },
    before: { permissions: role.permissions },
    after: { permissions },
    reason: '新版本带来的权限',
  });
}
