import { beforeEach, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { tickOnce } from '#platform/server/ticker.ts';
import { aBank } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { definePermissions } from '../roles/catalogue.ts';
import { roleByCode } from '../roles/role.repo.ts';
import { applyRoleChange } from '../roles/role.service.ts';
import { equipBanks } from './equip.service.ts';

let ctx: TestOrg;
beforeEach(async () => {
  ctx = testOrg();
  await aBank(ctx);
});

/** A module that writes down which bank it equipped. */
function aModule(name: string, version: string, told: string[]): AppModule {
  const bring = async ({ orgId }: { orgId: string }) => {
    if (orgId === ctx.orgId) told.push(`${name} ${version}`);
  };
  return { name, equipment: { version, bring } };
}
const equip = (...modules: AppModule[]) => tickOnce(ctx, [equipBanks(modules)]);

test('a bank is given what a module brings once, and once more by a version that brings more', async () => {
  const told: string[] = [];
  await equip(aModule('notes', '1', told));
  await equip(aModule('notes', '1', told));
  expect(told).toEqual(['notes 1']);
  await equip(aModule('notes', '2', told));
  expect(told).toEqual(['notes 1', 'notes 2']);
});

test('a module that fails holds up no other, and is tried again at the next start', async () => {
  const told: string[] = [];
  const broken: AppModule = {
    name: 'broken',
    equipment: { version: '1', bring: () => Promise.reject(new Error('no')) },
  };
  await equip(broken, aModule('notes', '1', told));
  expect(told).toEqual(['notes 1']);
  await equip(aModule('broken', '1', told));
  expect(told).toEqual(['notes 1', 'broken 1']);
});

test('CR-143 built-in roles of an older bank receive the permissions of a new module once', async () => {
  await equip(orgModule({ mode: 'production' }));
  const has = async () =>
    (await roleByCode(ctx, 'auditor'))!.permissions.includes('later.note.read');
  expect(await has()).toBe(false);

  definePermissions(
    { 'later.note.read': ['查看便签', 'Read notes'] },
    { 'later.note.read': ['auditor'] },
  );
  await equip(orgModule({ mode: 'production' }));
  expect(await has()).toBe(true);

  const role = (await roleByCode(ctx, 'auditor'))!;
  const { id: roleId, version, code, name, description, reach } = role;
  const permissions = role.permissions.filter((p) => p !== 'later.note.read');
  await inTx(ctx, (ctx) =>
    applyRoleChange(ctx, {
      ...{ roleId, version, code, name, description, reach, permissions },
      state: 'active',
    }),
  );
  definePermissions(
    { 'later.note.write': ['写便签', 'Write notes'] },
    { 'later.note.write': ['auditor'] },
  );
  await equip(orgModule({ mode: 'production' }));
  expect(await has()).toBe(false);
  expect((await roleByCode(ctx, 'auditor'))!.permissions).toContain('later.note.write');
});
