import type { FastifyInstance } from 'fastify';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { newId } from '#platform/server/ids.ts';
import type { AppModule } from '#platform/server/module.ts';
import type { BankId, GrantId, RoleId, StaffId, UnitId } from '../contract/ids.ts';
import { type LicenceKind, licenceKinds } from '../contract/licence.ts';
import type { GrantDraft } from '../contract/role.ts';
import { sessionCookie } from '../contract/session.ts';
import type { StaffDetail, StaffDraft } from '../contract/staff.ts';
import type { UnitDetail, UnitDraft } from '../contract/unit.ts';
import { staffAuthenticator } from './access/authenticate.ts';
import { setPassword } from './access/credential.repo.ts';
import { hashPassword } from './access/password.ts';
import { startSession } from './access/start-session.ts';
import { findBank, insertBank } from './bank/bank.repo.ts';
import { createHeadOffice } from './bank/bank.service.ts';
import { BankSettings } from './bank/settings.ts';
import { setLicences } from './licences/licence.repo.ts';
import { applyGrant } from './roles/grant.service.ts';
import { insertRole, roleByCode } from './roles/role.repo.ts';
import { createBuiltInRoles } from './roles/role.service.ts';
import { addStaff } from './staff/staff.service.ts';
import { showStaff } from './staff/staff-query.service.ts';
import { createUnit } from './units/unit.service.ts';
import { showUnit } from './units/unit-query.service.ts';
import { headOffice } from './units/unit-tree.repo.ts';

const system = <C extends Ctx>(ctx: C): C => asSystem(ctx, ctx.orgId, 'fixtures');
let serial = 0;
const next = () => {
  serial += 1;
  return serial;
};

/** The bank of a test's context with its head office and built-in roles; made once. */
export async function aBank(
  ctx: Ctx,
  settings: Partial<BankSettings> = {},
): Promise<{ headOffice: UnitDetail; code: string }> {
  const code = `B${ctx.orgId.slice(-8)}`;
  await inTx(system(ctx), async (ctx) => {
    const bank = {
      id: ctx.orgId as BankId,
      code,
      name: '江海银行',
      settings: BankSettings.parse(settings),
    };
    if (!(await insertBank(ctx, bank))) return;
    await createHeadOffice(ctx, { code: '000', name: '总行' });
    await createBuiltInRoles(ctx);
  });
  const head = await headOffice(ctx);
  return { headOffice: await showUnit(system(ctx), head!.id), code };
}

/** A branch below the head office, unless said otherwise. */
export async function aUnit(ctx: Ctx, given: Partial<UnitDraft> = {}): Promise<UnitDetail> {
  const parentId = given.parentId ?? (await aBank(ctx)).headOffice.id;
  const n = next();
  const draft: UnitDraft = { code: `U${n}`, name: `测试分行${n}`, kind: 'branch', parentId };
  return createUnit(system(ctx), { ...draft, ...given });
}

/** A person of the head office with every licence, unless said otherwise. */
export async function aStaff(
  ctx: Ctx,
  {
    licences = licenceKinds,
    ...given
  }: Partial<StaffDraft> & {
    readonly licences?: readonly LicenceKind[];
  } = {},
): Promise<StaffDetail> {
  const unitId = given.unitId ?? (await aBank(ctx)).headOffice.id;
  const n = next();
  return inTx(system(ctx), async (ctx) => {
    const draft: StaffDraft = { number: `S${n}`, name: '王小明', unitId };
    const [added] = await addStaff(ctx, [{ ...draft, ...given, unitId }]);
    if ('refused' in added!) throw added.refused;
    await setLicences(
      ctx,
      licences.map((kind) => ({
        ...{ staffId: added!.id, kind, number: `L${n}`, validFrom: '2020-01-01', validTo: null },
      })),
    );
    return showStaff(ctx, added!.id);
  });
}

/** A role with exactly these permissions. */
export async function aRole(
  ctx: Ctx,
  permissions: readonly string[],
  reach: 'bank' | 'branch' | 'unit' = 'bank',
): Promise<RoleId> {
  await aBank(ctx);
  const n = next();
  const content = {
    code: `role_${n}`,
    name: [`角色${n}`, `Role ${n}`] as [string, string],
    description: null,
    permissions,
    reach,
    state: 'active' as const,
  };
  return inTx(system(ctx), async (ctx) => (await insertRole(ctx, content, false))!);
}

/** A role given without asking anybody; the role by its id or the code of a built-in one. */
export async function aGrant(
  ctx: Ctx,
  staffId: StaffId,
  role: RoleId | string,
  given: Partial<GrantDraft> = {},
): Promise<GrantId> {
  const unitId = given.unitId ?? (await aBank(ctx)).headOffice.id;
  const roleId = (await roleByCode(ctx, role))?.id ?? (role as RoleId);
  const draft: GrantDraft = {
    staffId,
    roleId,
    unitId,
    employment: 'full_time',
    load: { maxCustomers: null, sharePercent: null },
    validUntil: null,
    ...given,
  };
  return applyGrant(system(ctx), draft, { approvalId: null, permission: 'org.role.approve' });
}

export async function aPassword(ctx: Ctx, staffId: StaffId, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await inTx(system(ctx), (ctx) => setPassword(ctx, staffId, hash, false));
}

export interface SignedIn {
  readonly staff: StaffDetail;
  /** Headers that make a request theirs. */
  readonly headers: { cookie: string };
  /** The context such a request has. */
  readonly ctx: Ctx;
}

/**
 * Somebody with these permissions, signed in: for the whole bank by a list, for subtrees by
 * `{ 'org.staff.read': [unitId] }`.
 */
export async function signedIn(
  ctx: Ctx,
  permissions: readonly string[] | Readonly<Record<string, readonly UnitId[]>>,
  given: Partial<StaffDraft> = {},
): Promise<SignedIn> {
  const { headOffice: head } = await aBank(ctx);
  const staff = await aStaff(ctx, given);
  const wanted = Array.isArray(permissions)
    ? permissions.map((name) => [name, [head.id]] as const)
    : Object.entries(permissions as Record<string, readonly UnitId[]>);
  for (const [name, unitIds] of wanted) {
    const role = await aRole(ctx, [name]);
    for (const unitId of unitIds) await aGrant(ctx, staff.id, role, { unitId });
  }
  const { settings } = (await findBank(ctx))!;
  const { token } = await inTx(system(ctx), (ctx) =>
    startSession(ctx, {
      staff: { id: staff.id, name: staff.name, unitId: staff.unit.id },
      method: 'password',
      secondFactor: null,
      userAgent: 'test',
      settings,
    }),
  );
  const headers = { cookie: `${sessionCookie}=${token}` };
  return { staff, headers, ctx: await authenticated(ctx, token) };
}

/** What the door makes of a session cookie. */
async function authenticated(ctx: Ctx, token: string): Promise<Ctx> {
  const request = {
    id: newId(),
    ip: '127.0.0.1',
    headers: {},
    cookies: { [sessionCookie]: token },
    routeOptions: { url: '/api/v1/test' },
  };
  return staffAuthenticator(ctx)(
    request as unknown as Parameters<ReturnType<typeof staffAuthenticator>>[0],
  );
}

/** The HTTP door as the product opens it: whoever has a session cookie is that person. */
export const orgHttp = (ctx: Ctx, modules: readonly AppModule[]): Promise<FastifyInstance> =>
  buildHttp({ modules, authenticate: staffAuthenticator(ctx) });
