import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import { masked } from '#platform/contract/sensitive.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Instant, Names, RoleId, StaffId, UnitId } from './ids.ts';
import { Licence, LicenceFilter } from './licence.ts';
import { UnitRef } from './unit.ts';

export const StaffState = z.enum(['active', 'suspended', 'left']);
export type StaffState = z.infer<typeof StaffState>;
export const staffStateText: Record<StaffState, Phrase> = {
  active: ['在职', 'Active'],
  suspended: ['停用', 'Suspended'],
  left: ['离职', 'Left'],
};

export const Employment = z.enum(['full_time', 'part_time']);
export type Employment = z.infer<typeof Employment>;
export const employmentText: Record<Employment, Phrase> = {
  full_time: ['专职', 'Full time'],
  part_time: ['兼职', 'Part time'],
};

/** Stored in capitals, so that `a0012` and `A0012` are one account. */
const number = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9_-]{0,31}$/);
const name = z.string().trim().min(1).max(40);
/** Mainland mobile, stored without country code and spaces. */
export const StaffPhone = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, ''))
  .pipe(z.string().regex(/^1[3-9]\d{9}$/));
export const StaffEmail = z.string().trim().toLowerCase().pipe(z.email().max(120));
const title = z.string().trim().max(40);
const wecomUserId = z.string().trim().min(1).max(64);

export const StaffDraft = z.object({
  /** 工号, unique in the bank; also the sign-in account. */
  number,
  name,
  phone: StaffPhone.nullish(),
  email: StaffEmail.nullish(),
  unitId: UnitId,
  title: title.nullish(),
  wecomUserId: wecomUserId.nullish(),
});
export type StaffDraft = z.infer<typeof StaffDraft>;

export const StaffRef = z.object({ id: StaffId, number: z.string(), name: z.string() });
export type StaffRef = z.infer<typeof StaffRef>;

export const Staff = StaffRef.extend({
  phone: masked('phone').nullable(),
  email: masked('email').nullable(),
  unit: UnitRef,
  title: z.string().nullable(),
  state: StaffState,
  wecomUserId: z.string().nullable(),
  /** Roles held now. */
  roles: z.array(z.object({ id: RoleId, code: z.string(), name: Names, employment: Employment })),
  /** What they are registered to sell (CR-136). */
  licences: z.array(Licence),
  lastSignInAt: Instant.nullable(),
  createdAt: Instant,
  version: z.int(),
});
export type Staff = z.infer<typeof Staff>;

export const StaffDetail = Staff.extend({
  /** From the head office down to the unit's parent. */
  above: z.array(UnitRef),
  stateReason: z.string().nullable(),
  stateSince: Instant,
  account: z.object({
    hasPassword: z.boolean(),
    mustChangePassword: z.boolean(),
    totpEnabled: z.boolean(),
    /** Sign-in is refused until then after wrong attempts. */
    lockedUntil: Instant.nullable(),
    openSessions: z.int(),
  }),
});
export type StaffDetail = z.infer<typeof StaffDetail>;

const params = z.object({ id: StaffId });
const version = z.int().min(1);
const reason = z.string().trim().min(2).max(200);

const filters = {
  /** Part of the name or number, or a whole phone number or e-mail address. */
  q: pageQuery.q,
  sort: sortBy('number', 'name', 'unit', 'title', 'state', 'createdAt', 'lastSignInAt'),
  state: listOf(StaffState),
  /** Only staff of this unit and everything below it. */
  under: UnitId.optional(),
  role: listOf(RoleId),
  employment: Employment.optional(),
  licence: LicenceFilter.optional(),
};

export const listStaff = endpoint({
  method: 'GET',
  path: '/api/v1/org/staff',
  permission: 'org.staff.read',
  summary: ['查询员工', 'List staff'],
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(Staff),
});

export const exportStaff = endpoint({
  method: 'GET',
  path: '/api/v1/org/staff/export',
  permission: 'org.staff.export',
  summary: ['导出员工（脱敏）', 'Export staff, masked'],
  query: z.object(filters),
  produces: 'file',
  reply: z.unknown(),
});

export const getStaff = endpoint({
  method: 'GET',
  path: '/api/v1/org/staff/:id',
  permission: 'org.staff.read',
  summary: ['查看员工', 'Show a staff member'],
  params,
  reply: StaffDetail,
});

export const createStaff = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff',
  permission: 'org.staff.manage',
  summary: ['新建员工', 'Create a staff member'],
  body: StaffDraft,
  reply: StaffDetail,
});

export const updateStaff = endpoint({
  method: 'PATCH',
  path: '/api/v1/org/staff/:id',
  permission: 'org.staff.manage',
  summary: ['修改员工', 'Change a staff member'],
  params,
  /** What is absent stays; `null` empties. */
  body: StaffDraft.partial().extend({ version }),
  reply: StaffDetail,
});

export const deactivateStaff = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/deactivate',
  permission: 'org.staff.manage',
  summary: ['停用或办理离职，立即失去访问', 'Suspend or let go; access ends at once'],
  params,
  body: z.object({ version, state: StaffState.exclude(['active']), reason }),
  reply: StaffDetail,
});

export const reactivateStaff = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/reactivate',
  permission: 'org.staff.manage',
  summary: ['恢复员工', 'Reactivate a staff member'],
  params,
  body: z.object({ version, reason }),
  reply: StaffDetail,
});

export const RevealField = z.enum(['phone', 'email']);
export type RevealField = z.infer<typeof RevealField>;

export const revealStaff = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/reveal',
  permission: 'org.staff.reveal',
  summary: ['说明理由后查看完整信息', 'Show a masked field, with a reason'],
  params,
  body: z.object({ field: RevealField, reason }),
  reply: z.object({
    value: z.string().meta({ dataClass: 'C2' }),
    /** The screen masks it again after so many seconds (CR-038). */
    remaskAfterSeconds: z.int(),
  }),
});

export const staffErrors = defineErrors('org', {
  staffNotFound: 404,
  staffNumberTaken: 409,
  wecomUserIdTaken: 409,
  /** A person who is suspended or has left takes part in nothing new. */
  staffNotActive: 409,
  staffAlreadyActive: 409,
  /** Nobody deactivates themselves. */
  notYourself: 409,
  fieldEmpty: 404,
});

/** Many at once when they come from a file. */
export const staffJoined = defineEvent(
  'org.staff-joined',
  z.object({ staff: z.array(z.object({ staffId: StaffId, unitId: UnitId })).max(1000) }),
);
export const staffMoved = defineEvent(
  'org.staff-moved',
  z.object({ staffId: StaffId, fromUnitId: UnitId, toUnitId: UnitId }),
);
/** Sessions have ended; whoever hands over customers and tasks begins now (CR-148). */
export const staffDeactivated = defineEvent(
  'org.staff-deactivated',
  z.object({ staffId: StaffId, unitId: UnitId, state: StaffState.exclude(['active']) }),
);
export const staffReactivated = defineEvent(
  'org.staff-reactivated',
  z.object({ staffId: StaffId, unitId: UnitId }),
);
