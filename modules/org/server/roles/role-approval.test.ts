import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { allow, callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { decideApproval, requestApproval } from '../../contract/approval.ts';
import * as api from '../../contract/role.ts';
import { listStaff } from '../../contract/staff.ts';
import { aBank, aGrant, aStaff, aUnit, orgHttp, type SignedIn, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { roleByCode } from './role.repo.ts';
import { applyRoleChange } from './role.service.ts';

const org = [orgModule({ mode: 'production' })];

let ctx: TestOrg;
let http: FastifyInstance;
/** Drafts; and approves. Two people with the built-in jobs. */
let administrator: SignedIn;
let officer: SignedIn;
beforeEach(async () => {
  ctx = testOrg(allow());
  await aBank(ctx);
  administrator = await signedIn(ctx, [], { name: '管理员' });
  await aGrant(ctx, administrator.staff.id, 'administrator');
  officer = await signedIn(ctx, [], { name: '安全员' });
  await aGrant(ctx, officer.staff.id, 'security_officer');
  http = await orgHttp(ctx, org);
});

const ask = (kind: string, payload: object, by = administrator) =>
  callHttp(
    http,
    requestApproval,
    { body: { kind, payload: payload as Record<string, unknown>, note: '岗位需要' } },
    by.headers,
  );
const approve = (id: string, by = officer) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    by.headers,
  );

async function changeOf(code: string, permissions: readonly string[]) {
  const role = (await roleByCode(ctx, code))!;
  const { id: roleId, version, name, description, reach } = role;
  return { roleId, version, code, name, description, reach, permissions: [...permissions] };
}

async function grantOf(given: object = {}) {
  const branch = await aUnit(ctx);
  const staff = await aStaff(ctx, { unitId: branch.id, name: '李娜' });
  const role = (await roleByCode(ctx, 'branch_operator'))!;
  const none = { maxCustomers: null, sharePercent: null };
  const grant = {
    staffId: staff.id,
    roleId: role.id,
    unitId: branch.id,
    employment: 'full_time',
    load: none,
    validUntil: null,
    ...given,
  };
  return { grant, staff, branch };
}

test('CR-144 a role changes when another person approves, and not before', async () => {
  const change = await changeOf('relationship_manager', ['org.staff.read', 'org.audit.read']);
  const asked = await ask(api.roleChangeKind, change);
  expect(asked).toMatchObject({ state: 'submitted', title: '变更角色：客户经理' });
  expect(asked.changes).toContainEqual({
    label: '增加的权限',
    before: null,
    after: ['查看审计记录'],
  });
  expect((await roleByCode(ctx, 'relationship_manager'))!.permissions).not.toContain(
    'org.audit.read',
  );
  const roles = await callHttp(http, api.listRoles, {}, administrator.headers);
  expect(roles.items.find((r) => r.code === 'relationship_manager')!.pendingApprovalId).toBe(
    asked.id,
  );

  await expect(approve(asked.id, administrator)).rejects.toMatchObject({ status: 403 });
  expect((await approve(asked.id)).state).toBe('approved');
  expect((await roleByCode(ctx, 'relationship_manager'))!).toMatchObject({
    permissions: ['org.audit.read', 'org.staff.read'],
    version: 2,
    pendingApprovalId: null,
  });
});

test('CR-144 an approval is bound to the version it was asked for', async () => {
  const change = await changeOf('auditor', ['org.audit.read']);
  const asked = await ask(api.roleChangeKind, change);
  const { roleId, ...content } = await changeOf('auditor', ['org.unit.read']);
  await applyRoleChange(ctx, { roleId, ...content, state: 'active' });
  expect((await approve(asked.id)).state).toBe('voided');
  expect((await roleByCode(ctx, 'auditor'))!.permissions).toEqual(['org.unit.read']);
});

test('CR-143 a role is held when another person has approved it, and the grant names the approval', async () => {
  const { grant, staff } = await grantOf();
  const asked = await ask(api.roleGrantKind, grant);
  expect(asked.title).toBe(`授予李娜“分行运营”（${staff.unit.name}）`);
  const held = () =>
    callHttp(http, api.listGrants, { query: { staff: staff.id } }, administrator.headers);
  expect((await held()).total).toBe(0);
  await approve(asked.id);
  expect((await held()).items).toMatchObject([{ state: 'active', approvalId: asked.id }]);
  const { items } = await callHttp(http, listStaff, { query: { q: '李娜' } }, officer.headers);
  expect(items[0]!.roles.map((r) => r.code)).toEqual(['branch_operator']);
});

test('CR-143 a grant beyond the job without an expiry is not even put to the officer', async () => {
  const { headOffice } = await aBank(ctx);
  const { grant } = await grantOf({ unitId: headOffice.id });
  await expect(ask(api.roleGrantKind, grant)).rejects.toMatchObject({ code: 'org.expiryNeeded' });
  const validUntil = new Date(ctx.now().getTime() + 30 * 86_400_000).toISOString();
  const asked = await ask(api.roleGrantKind, { ...grant, validUntil });
  expect(asked.changes).toContainEqual({
    label: '超出岗位范围',
    before: '所属分行',
    after: '是，须到期',
  });
});

test('CR-144 whoever is to get a role does not approve it themselves', async () => {
  const { grant } = await grantOf({ staffId: officer.staff.id });
  const { headOffice } = await aBank(ctx);
  const asked = await ask(api.roleGrantKind, {
    ...grant,
    unitId: headOffice.id,
    validUntil: new Date(ctx.now().getTime() + 86_400_000).toISOString(),
  });
  await expect(approve(asked.id)).rejects.toMatchObject({ code: 'org.noGrantToYourself' });
});

test('CR-144 nobody asks for a role for themselves', async () => {
  const { grant } = await grantOf({ staffId: administrator.staff.id });
  await expect(ask(api.roleGrantKind, grant)).rejects.toThrow('org.noGrantToYourself');
});

test('a role that changed after the request gives nobody more than was approved', async () => {
  const { grant, staff } = await grantOf();
  const asked = await ask(api.roleGrantKind, grant);
  const { roleId, ...content } = await changeOf('branch_operator', ['org.audit.export']);
  await applyRoleChange(ctx, { roleId, ...content, state: 'active' });
  expect((await approve(asked.id)).state).toBe('voided');
  const held = await callHttp(
    http,
    api.listGrants,
    { query: { staff: staff.id } },
    administrator.headers,
  );
  expect(held.total).toBe(0);
});
