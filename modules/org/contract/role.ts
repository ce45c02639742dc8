import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { GrantId, Instant, Names, RoleId, StaffId, UnitId } from './ids.ts';
import { PersonRef } from './person.ts';
import { Employment, StaffRef } from './staff.ts';
import { UnitRef } from './unit.ts';

/**
 * The widest unit the job needs, seen from where the person sits. A grant beyond it is broader than
 * the job and needs an expiry (CR-143).
 */
export const Reach = z.enum(['bank', 'branch', 'unit']);
export type Reach = z.infer<typeof Reach>;
export const reachText: Record<Reach, Phrase> = {
  bank: ['全行', 'Whole bank'],
  branch: ['所属分行', 'Own branch'],
  unit: ['所属机构', 'Own unit'],
};

const roleContent = {
  name: Names,
  description: Names.nullable(),
  permissions: z.array(z.string().regex(/^[a-z]+(\.[a-z-]+)+$/)).max(500),
  reach: Reach,
};

export const Role = z.object({
  id: RoleId,
  code: z.string(),
  ...roleContent,
  /** Comes with the product; may be changed, not retired. */
  builtIn: z.boolean(),
  state: z.enum(['active', 'retired']),
  /** People who hold it now. */
  holders: z.int(),
  /** A change of this role that waits for a decision. */
  pendingApprovalId: z.uuid().nullable(),
  version: z.int(),
});
export type Role = z.infer<typeof Role>;

/**
 * Roles change and are granted only through an approval by another person (CR-143, CR-144):
 * `requestApproval` with one of these kinds. Its payload is a RoleChange or a GrantDraft.
 */
export const roleChangeKind = 'org.role-change';
export const roleGrantKind = 'org.role-grant';

/** What a new or changed role will be. `roleId` absent: a new role. */
export const RoleChange = z.object({
  roleId: RoleId.optional(),
  /** The version the change was made from; required with `roleId`. */
  version: z.int().min(1).optional(),
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{1,40}$/),
  ...roleContent,
  state: z.enum(['active', 'retired']).default('active'),
});
export type RoleChange = z.infer<typeof RoleChange>;

export const Load = z.object({
  /** Customers a part-time holder looks after at most. */
  maxCustomers: z.int().min(1).max(100_000).nullable().default(null),
  /** Share of working time, in percent. */
  sharePercent: z.int().min(1).max(99).nullable().default(null),
});
export type Load = z.infer<typeof Load>;

/** A part-time holder has a limit: customers, or a share of time. */
export const GrantDraft = z
  .object({
    staffId: StaffId,
    roleId: RoleId,
    unitId: UnitId,
    employment: Employment,
    load: Load.default({ maxCustomers: null, sharePercent: null }),
    validUntil: Instant.nullable().default(null),
  })
  .refine(
    ({ employment, load }) =>
      employment === 'full_time'
        ? load.sharePercent === null
        : load.maxCustomers !== null || load.sharePercent !== null,
    { path: ['load'], error: 'part time needs a limit; full time has no share' },
  );
export type GrantDraft = z.infer<typeof GrantDraft>;

export const GrantState = z.enum(['active', 'expired', 'revoked']);
export type GrantState = z.infer<typeof GrantState>;
export const grantStateText: Record<GrantState, Phrase> = {
  active: ['有效', 'Active'],
  expired: ['已到期', 'Expired'],
  revoked: ['已收回', 'Revoked'],
};

export const Grant = z.object({
  id: GrantId,
  staff: StaffRef,
  role: z.object({ id: RoleId, code: z.string(), name: Names }),
  unit: UnitRef,
  employment: Employment,
  load: Load,
  /** 1 for full time, the share for part time. */
  fullTimeEquivalent: z.number(),
  /** Wider than the job (CR-143). */
  broader: z.boolean(),
  validUntil: Instant.nullable(),
  /** To be confirmed or revoked by then (CR-143). */
  reviewDueAt: Instant,
  state: GrantState,
  approvalId: z.uuid().nullable(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  revokedReason: z.string().nullable(),
});
export type Grant = z.infer<typeof Grant>;

const reason = z.string().trim().min(2).max(200);

export const listPermissions = endpoint({
  method: 'GET',
  path: '/api/v1/org/permissions',
  permission: 'org.role.read',
  summary: ['全部权限点', 'Every permission of the product'],
  reply: z.object({
    items: z.array(z.object({ name: z.string(), text: Names, module: z.string() })),
  }),
});

/** For whoever meets a closed door: what it asks for, in words, and who can open it. */
export const describeLack = endpoint({
  method: 'GET',
  path: '/api/v1/org/permissions/lack',
  permission: 'signed-in',
  summary: ['缺少的权限，以及找谁申请', 'What a permission is called, and whom to ask for it'],
  query: z.object({ name: listOf(z.string().max(100)) }),
  reply: z.object({
    permissions: z.array(z.object({ name: z.string(), text: Names })),
    /** Who drafts grants of roles where the caller works; another person approves them. */
    ask: z.array(PersonRef),
  }),
});

export const listRoles = endpoint({
  method: 'GET',
  path: '/api/v1/org/roles',
  permission: 'org.role.read',
  summary: ['查询角色', 'List roles'],
  query: z.object({ q: pageQuery.q, retired: z.stringbool().default(false) }),
  reply: z.object({ items: z.array(Role) }),
});

export const getRole = endpoint({
  method: 'GET',
  path: '/api/v1/org/roles/:id',
  permission: 'org.role.read',
  summary: ['查看角色', 'Show a role'],
  params: z.object({ id: RoleId }),
  reply: Role,
});

export const listGrants = endpoint({
  method: 'GET',
  path: '/api/v1/org/grants',
  permission: 'org.role.read',
  summary: ['查询授权', 'List grants of roles'],
  query: z.object({
    ...pageQuery,
    sort: sortBy('staff', 'role', 'unit', 'createdAt', 'validUntil', 'reviewDueAt'),
    staff: StaffId.optional(),
    role: listOf(RoleId),
    under: UnitId.optional(),
    employment: Employment.optional(),
    state: listOf(GrantState),
    broader: z.stringbool().optional(),
    /** Only those whose review is due. */
    reviewDue: z.stringbool().optional(),
  }),
  reply: pageOf(Grant),
});

export const GrantCheck = z.object({
  /** Wider than the job; then `latest` is the last moment it may be valid until. */
  broader: z.boolean(),
  latest: Instant.nullable(),
});
export type GrantCheck = z.infer<typeof GrantCheck>;

export const checkGrant = endpoint({
  method: 'GET',
  path: '/api/v1/org/grants/check',
  permission: 'org.role.manage',
  summary: ['授权前检查是否超出岗位', 'Does a grant go beyond the job?'],
  query: z.object({ staffId: StaffId, roleId: RoleId, unitId: UnitId }),
  reply: GrantCheck,
});

export const revokeGrant = endpoint({
  method: 'POST',
  path: '/api/v1/org/grants/:id/revoke',
  permission: 'org.role.manage',
  summary: ['收回授权，立即生效', 'Revoke a grant at once'],
  params: z.object({ id: GrantId }),
  body: z.object({ reason }),
  reply: Grant,
});

export const reviewGrant = endpoint({
  method: 'POST',
  path: '/api/v1/org/grants/:id/review',
  permission: 'org.role.manage',
  summary: ['复核授权，确认仍然需要', 'Confirm that a grant is still needed'],
  params: z.object({ id: GrantId }),
  body: z.object({ reason }),
  reply: Grant,
});

export const StaffingRow = z.object({
  unit: UnitRef,
  role: z.object({ id: RoleId, code: z.string(), name: Names }),
  people: z.int(),
  fullTime: z.int(),
  partTime: z.int(),
  /** Customers the part-time holders look after at most; null when none has such a limit. */
  partTimeCustomers: z.int().nullable(),
  fullTimeEquivalent: z.number(),
});
export type StaffingRow = z.infer<typeof StaffingRow>;

export const staffingReport = endpoint({
  method: 'GET',
  path: '/api/v1/org/staffing',
  permission: 'org.role.read',
  summary: ['按机构和角色统计人力（折合专职）', 'Full-time equivalents by unit and role'],
  query: z.object({
    under: UnitId.optional(),
    role: listOf(RoleId),
    /** Each unit by itself, or rolled up into branches and head-office departments. */
    level: z.enum(['unit', 'branch']).default('branch'),
  }),
  reply: z.object({
    asOf: Instant,
    rows: z.array(StaffingRow),
    total: StaffingRow.omit({ unit: true, role: true }),
  }),
});

export const roleErrors = defineErrors('org', {
  roleNotFound: 404,
  roleCodeTaken: 409,
  roleRetired: 409,
  roleBuiltIn: 409,
  /** details.permissions: names the product does not know. */
  permissionUnknown: 422,
  /** The role is no longer at the version the change was drafted from. */
  roleChangedMeanwhile: 409,
  grantNotFound: 404,
  grantExists: 409,
  grantNotActive: 409,
  /** CR-143. details.latest: the last moment allowed. */
  expiryNeeded: 422,
  expiryPast: 422,
  /** Nobody gives themselves a role. */
  noGrantToYourself: 409,
  /** A role cannot give what the person who drafts it may not give. */
  beyondYourScope: 403,
});

export const grantMade = defineEvent(
  'org.grant-made',
  z.object({ grantId: GrantId, staffId: StaffId, roleCode: z.string(), unitId: UnitId }),
);
export const grantEnded = defineEvent(
  'org.grant-ended',
  z.object({ grantId: GrantId, staffId: StaffId, roleCode: z.string(), unitId: UnitId }),
);
