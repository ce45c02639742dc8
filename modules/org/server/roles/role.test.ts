import { beforeEach, expect, test } from 'vitest';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { listNotifications } from '../../contract/notification.ts';
import { orgPermissions } from '../../contract/permissions.ts';
import * as api from '../../contract/role.ts';
import { listStaff } from '../../contract/staff.ts';
import { aBank, aGrant, aRole, aStaff, aUnit, orgHttp, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { definePermissions, permissionList } from './catalogue.ts';
import { applyGrant } from './grant.service.ts';
import { roleByCode } from './role.repo.ts';
import { applyRoleChange } from './role.service.ts';
import { roleTemplates } from './templates.ts';

const org = [orgModule({ mode: 'production' })];
const none = { maxCustomers: null, sharePercent: null };
const days = (ctx: TestOrg, n: number) =>
  new Date(ctx.now().getTime() + n * 86_400_000).toISOString();

let ctx: TestOrg;
beforeEach(() => {
  ctx = testOrg(allow('org.role.read', 'org.role.manage', 'org.role.approve', 'org.staff.read'));
});

test('a new bank has the nine jobs, made of permissions the product knows', async () => {
  await aBank(ctx);
  const http = await testHttp(ctx, org);
  const { items } = await callHttp(http, api.listRoles);
  expect(items.map((r) => r.code).sort()).toEqual(roleTemplates.map((t) => t.code).sort());
  const known = new Set(permissionList().map((p) => p.name));
  const unknown = roleTemplates.flatMap((t) => t.permissions).filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
});

test('CR-143 whoever lacks a permission is told what it is called, and who can ask for it', async () => {
  const http = await orgHttp(ctx, org);
  const reader = await signedIn(ctx, [], { name: '王新来' });
  await signedIn(ctx, ['org.role.manage'], { name: '赵管理' });
  const { permissions, ask } = await callHttp(
    http,
    api.describeLack,
    { query: { name: ['org.staff.read'] } },
    reader.headers,
  );
  expect(permissions).toEqual([{ name: 'org.staff.read', text: orgPermissions['org.staff.read'] }]);
  expect(ask.map(({ name }) => name)).toEqual(['赵管理']);
});

test('CR-144 nobody can both submit and approve changes of roles with the built-in jobs', () => {
  const both = roleTemplates.filter(
    (t) => t.permissions.includes('org.role.manage') && t.permissions.includes('org.role.approve'),
  );
  expect(both).toEqual([]);
});

test('a role changes for everybody who holds it from the next request on', async () => {
  const reader = await signedIn(ctx, []);
  const role = await aRole(ctx, ['org.unit.read']);
  await aGrant(ctx, reader.staff.id, role);
  const http = await orgHttp(ctx, org);
  const staff = () => callHttp(http, listStaff, {}, reader.headers);
  await expect(staff()).rejects.toThrow('platform.forbidden');

  const { code, name } = (await callHttp(await testHttp(ctx, org), api.getRole, {
    params: { id: role },
  })) as api.Role;
  const changed = { description: null, reach: 'bank', state: 'active' } as const;
  const permissions = ['org.staff.read', 'org.unit.read'];
  await applyRoleChange(ctx, { roleId: role, version: 1, code, name, permissions, ...changed });
  expect((await staff()).total).toBeGreaterThan(0);

  await expect(
    applyRoleChange(ctx, { roleId: role, version: 1, code, name, permissions: [], ...changed }),
  ).rejects.toThrow('org.roleChangedMeanwhile');
});

test('a role is not made of permissions nobody knows, nor with a code that is taken; a built-in one is not retired', async () => {
  await aBank(ctx);
  const content = {
    code: 'night_watch',
    name: ['夜间值守', 'Night watch'] as [string, string],
    description: null,
    permissions: ['org.staff.read'],
    reach: 'unit' as const,
    state: 'active' as const,
  };
  await applyRoleChange(ctx, content);
  await expect(applyRoleChange(ctx, content)).rejects.toThrow('org.roleCodeTaken');
  await expect(
    applyRoleChange(ctx, { ...content, code: 'x1', permissions: ['org.money.print'] }),
  ).rejects.toMatchObject({ details: { permissions: ['org.money.print'] } });
  definePermissions({ 'test.money.print': ['印钱', 'Print money'] });
  await applyRoleChange(ctx, { ...content, code: 'x1', permissions: ['test.money.print'] });

  const auditor = (await roleByCode(ctx, 'auditor'))!;
  const { id, version, code, name, description, permissions, reach } = auditor;
  await expect(
    applyRoleChange(ctx, {
      ...{ roleId: id, version, code, name, description, permissions, reach },
      state: 'retired',
    }),
  ).rejects.toThrow('org.roleBuiltIn');
});

test('CR-143 a grant broader than the job needs an expiry within the review period; one that fits does not', async () => {
  const { headOffice } = await aBank(ctx);
  const branch = await aUnit(ctx);
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: branch.id });
  const staff = await aStaff(ctx, { unitId: outlet.id });
  const rm = (await roleByCode(ctx, 'relationship_manager'))!.id;
  const operator = (await roleByCode(ctx, 'branch_operator'))!.id;
  const grant = (roleId: typeof rm, unitId: typeof branch.id, validUntil: string | null = null) =>
    applyGrant(
      ctx,
      { staffId: staff.id, roleId, unitId, employment: 'full_time', load: none, validUntil },
      { approvalId: null, permission: 'org.role.approve' },
    );

  const http = await testHttp(ctx, org);
  const check = (roleId: typeof rm, unitId: typeof branch.id) =>
    callHttp(http, api.checkGrant, { query: { staffId: staff.id, roleId, unitId } });
  expect(await check(rm, outlet.id)).toEqual({ broader: false, latest: null });
  expect(await check(rm, branch.id)).toEqual({ broader: true, latest: days(ctx, 90) });

  await grant(rm, outlet.id);
  await grant(operator, branch.id);
  await expect(grant(rm, branch.id)).rejects.toMatchObject({
    code: 'org.expiryNeeded',
    details: { latest: days(ctx, 90) },
  });
  await expect(grant(operator, headOffice.id, days(ctx, 91))).rejects.toThrow('org.expiryNeeded');
  await expect(grant(rm, branch.id, days(ctx, -1))).rejects.toThrow('org.expiryPast');
  await grant(rm, branch.id, days(ctx, 90));
  await expect(grant(rm, branch.id, days(ctx, 30))).rejects.toThrow('org.grantExists');

  const { items } = await callHttp(http, api.listGrants, { query: { broader: 'true' } });
  expect(items).toMatchObject([{ broader: true, validUntil: days(ctx, 90), state: 'active' }]);
});

test('CR-143 an expired grant gives nothing from its last moment on, and may be given again', async () => {
  const holder = await signedIn(ctx, []);
  const role = await aRole(ctx, ['org.staff.read']);
  const until = new Date(ctx.now().getTime() + 15 * 60_000).toISOString();
  await aGrant(ctx, holder.staff.id, role, { validUntil: until });
  const http = await orgHttp(ctx, org);
  const staff = () => callHttp(http, listStaff, {}, holder.headers);
  expect((await staff()).total).toBe(1);

  ctx.advance(15);
  await expect(staff()).rejects.toThrow('platform.forbidden');
  await runDueJobs(ctx, org);
  const grants = await callHttp(await testHttp(ctx, org), api.listGrants, {
    query: { staff: holder.staff.id },
  });
  expect(grants.items).toMatchObject([{ state: 'expired', validUntil: until }]);
  await aGrant(ctx, holder.staff.id, role);
  expect((await staff()).total).toBe(1);
});

test('CR-143 every grant comes up for review after ninety days, and is confirmed by somebody else', async () => {
  const administrator = await signedIn(ctx, []);
  await aGrant(ctx, administrator.staff.id, 'administrator');
  ctx.advance(60);
  const staff = await aStaff(ctx);
  const id = await aGrant(ctx, staff.id, 'auditor');
  const http = await testHttp(ctx, org);
  const due = async () =>
    (await callHttp(http, api.listGrants, { query: { reviewDue: 'true' } })).total;
  expect(await due()).toBe(0);
  ctx.advance(90 * 24 * 60);
  expect(await due()).toBe(2);
  await runDueJobs(ctx, org);
  await runDueJobs(ctx, org);
  const told = await callHttp(
    await testHttp(ctx.as({ id: administrator.staff.id, permissions: allow() }), org),
    listNotifications,
  );
  expect(told.items.filter((n) => n.code === 'org.reviews-due')).toMatchObject([
    { text: '有 2 项授权需要复核，请确认仍然需要或收回' },
  ]);

  const call = { params: { id }, body: { reason: '岗位未变' } };
  const own = await testHttp(ctx.as({ id: staff.id, permissions: ctx.actor.permissions }), org);
  await expect(callHttp(own, api.reviewGrant, call)).rejects.toThrow('org.noGrantToYourself');
  const reviewed = await callHttp(http, api.reviewGrant, call);
  expect(reviewed.reviewDueAt).toBe(days(ctx, 90));
  expect(await due()).toBe(1);
});

test('taking a role away needs nobody else and holds from the next request on', async () => {
  const holder = await signedIn(ctx, []);
  const role = await aRole(ctx, ['org.staff.read']);
  const id = await aGrant(ctx, holder.staff.id, role);
  const http = await orgHttp(ctx, org);
  const staff = () => callHttp(http, listStaff, {}, holder.headers);
  await staff();

  const admin = await testHttp(ctx, org);
  const call = { params: { id }, body: { reason: '调岗' } };
  expect(await callHttp(admin, api.revokeGrant, call)).toMatchObject({
    state: 'revoked',
    revokedReason: '调岗',
  });
  await expect(staff()).rejects.toThrow('platform.forbidden');
  await expect(callHttp(admin, api.revokeGrant, call)).rejects.toThrow('org.grantNotActive');
});

test('nobody gives themselves a role, and nobody gets one who is not active', async () => {
  const [me, other] = [await aStaff(ctx), await aStaff(ctx)];
  const { headOffice } = await aBank(ctx);
  const roleId = await aRole(ctx, []);
  const as = ctx.as({ id: me.id, permissions: ctx.actor.permissions });
  const draft = {
    roleId,
    unitId: headOffice.id,
    employment: 'full_time' as const,
    load: none,
    validUntil: null,
  };
  const how = { approvalId: null, permission: 'org.role.approve' };
  await expect(applyGrant(as, { ...draft, staffId: me.id }, how)).rejects.toThrow(
    'org.noGrantToYourself',
  );
  await ctx.db
    .updateTable('org.staff')
    .set({ state: 'suspended' })
    .where('id', '=', other.id)
    .execute();
  await expect(applyGrant(as, { ...draft, staffId: other.id }, how)).rejects.toThrow(
    'org.staffNotActive',
  );
});

test('CR-142 a branch sees and takes away the grants of its own units only', async () => {
  const [east, west] = [await aUnit(ctx), await aUnit(ctx)];
  const role = await aRole(ctx, ['org.unit.read']);
  const [ours, theirs] = [
    await aStaff(ctx, { unitId: east.id }),
    await aStaff(ctx, { unitId: west.id }),
  ];
  await aGrant(ctx, ours.id, role, { unitId: east.id });
  const id = await aGrant(ctx, theirs.id, role, { unitId: west.id });
  const permissions = allow({ 'org.role.read': [east.path], 'org.role.manage': [east.path] });
  const http = await testHttp(ctx.as({ permissions }), org);

  expect((await callHttp(http, api.listGrants)).items.map((g) => g.staff.id)).toEqual([ours.id]);
  await expect(
    callHttp(http, api.revokeGrant, { params: { id }, body: { reason: '越权' } }),
  ).rejects.toMatchObject({ code: 'org.grantNotFound', status: 404 });
  await expect(
    callHttp(http, api.checkGrant, {
      query: { staffId: theirs.id, roleId: role, unitId: east.id },
    }),
  ).rejects.toMatchObject({ status: 404 });
  const { rows } = await callHttp(http, api.staffingReport);
  expect(rows.map((r) => r.unit.id)).toEqual([east.id]);
});

test('R-130 the WeCom manager role is granted part time with a limit of customers or time, and reports count full-time equivalents', async () => {
  const branch = await aUnit(ctx, { name: '江东分行' });
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: branch.id });
  const wecom = (await roleByCode(ctx, 'wecom_manager'))!;
  const manager = async (employment: 'full_time' | 'part_time', load: object = {}) => {
    const staff = await aStaff(ctx, { unitId: outlet.id });
    await aGrant(ctx, staff.id, 'wecom_manager', {
      unitId: outlet.id,
      employment,
      load: { ...none, ...load },
    });
    return staff;
  };
  await manager('full_time');
  const half = await manager('part_time', { sharePercent: 50 });
  await manager('part_time', { maxCustomers: 200 });
  await manager('part_time', { sharePercent: 20, maxCustomers: 150 });
  // The same person is also a full-time customer manager.
  await aGrant(ctx, half.id, 'relationship_manager', { unitId: outlet.id });

  const http = await testHttp(ctx, org);
  const { rows, total } = await callHttp(http, api.staffingReport, { query: { level: 'branch' } });
  expect(rows.find((r) => r.role.code === 'wecom_manager')).toEqual({
    unit: expect.objectContaining({ name: '江东分行' }),
    role: { id: wecom.id, code: 'wecom_manager', name: ['企微经理', 'WeCom manager'] },
    people: 4,
    fullTime: 1,
    partTime: 3,
    partTimeCustomers: 350,
    fullTimeEquivalent: 1.9,
  });
  // Nobody counts for more than one over all roles: 1 + 1 + 0.2 + 0.2.
  expect(total).toMatchObject({ people: 4, fullTimeEquivalent: 2.4 });
  const byUnit = await callHttp(http, api.staffingReport, { query: { level: 'unit' } });
  expect(byUnit.rows.every((r) => r.unit.id === outlet.id)).toBe(true);
});

test('R-130 part time without a limit, and a share of full time, are refused', async () => {
  const parse = (employment: string, load: object) =>
    api.GrantDraft.safeParse({
      staffId: '0198c0de-0000-7000-8000-000000000001',
      roleId: '0198c0de-0000-7000-8000-000000000002',
      unitId: '0198c0de-0000-7000-8000-000000000003',
      employment,
      load,
    }).success;
  expect(parse('part_time', {})).toBe(false);
  expect(parse('part_time', { maxCustomers: 100 })).toBe(true);
  expect(parse('full_time', { sharePercent: 50 })).toBe(false);
  expect(parse('full_time', {})).toBe(true);
});
