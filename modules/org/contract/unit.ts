import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Instant, UnitId } from './ids.ts';

export const UnitKind = z.enum(['head_office', 'branch', 'outlet', 'department']);
export type UnitKind = z.infer<typeof UnitKind>;
export const unitKindText: Record<UnitKind, Phrase> = {
  head_office: ['总行', 'Head office'],
  branch: ['分行', 'Branch'],
  outlet: ['网点', 'Outlet'],
  department: ['部门', 'Department'],
};

/** Closed units stay for the history; nothing new is put there. */
export const UnitState = z.enum(['open', 'closed']);
export type UnitState = z.infer<typeof UnitState>;
export const unitStateText: Record<UnitState, Phrase> = {
  open: ['在用', 'Open'],
  closed: ['已撤销', 'Closed'],
};

/** As other rows show it. `path` (`/1/5/9/`) begins with the path of every unit above. */
export const UnitRef = z.object({
  id: UnitId,
  code: z.string(),
  name: z.string(),
  kind: UnitKind,
  path: z.string(),
});
export type UnitRef = z.infer<typeof UnitRef>;

const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/);
const name = z.string().trim().min(1).max(60);

export const UnitDraft = z.object({
  code,
  name,
  /** The head office comes with the bank; there is one. */
  kind: UnitKind.exclude(['head_office']),
  parentId: UnitId,
});
export type UnitDraft = z.infer<typeof UnitDraft>;

export const Unit = UnitRef.extend({
  parentId: UnitId.nullable(),
  parentName: z.string().nullable(),
  state: UnitState,
  /** Active staff of this very unit. */
  staffCount: z.int(),
  /** Open units directly below. */
  childCount: z.int(),
  createdAt: Instant,
  version: z.int(),
});
export type Unit = z.infer<typeof Unit>;

export const UnitDetail = Unit.extend({
  /** From the head office down to the parent. */
  above: z.array(UnitRef),
  /** Active staff of the unit and everything below. */
  staffBelow: z.int(),
  closedAt: Instant.nullable(),
  closedReason: z.string().nullable(),
});
export type UnitDetail = z.infer<typeof UnitDetail>;

export const UnitNode = UnitRef.extend({ state: UnitState, childCount: z.int() });
export type UnitNode = z.infer<typeof UnitNode>;

const params = z.object({ id: UnitId });
/** What the caller saw; another's change in between is a conflict (`platform.conflict`). */
const version = z.int().min(1);

const filters = {
  q: pageQuery.q,
  sort: sortBy('code', 'name', 'kind', 'createdAt'),
  kind: listOf(UnitKind),
  state: listOf(UnitState),
  /** Only this unit and everything below it. */
  under: UnitId.optional(),
};

export const listUnits = endpoint({
  method: 'GET',
  path: '/api/v1/org/units',
  permission: 'org.unit.read',
  summary: ['查询机构', 'List units'],
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(Unit),
});

export const exportUnits = endpoint({
  method: 'GET',
  path: '/api/v1/org/units/export',
  permission: 'org.unit.read',
  summary: ['导出机构', 'Export units'],
  query: z.object(filters),
  produces: 'file',
  reply: z.unknown(),
});

export const unitTree = endpoint({
  method: 'GET',
  path: '/api/v1/org/units/tree',
  permission: 'org.unit.read',
  summary: ['展开机构树的一层', 'One level of the tree of units'],
  query: z.object({
    /** Absent: the highest units the caller may see. */
    parent: UnitId.optional(),
    closed: z.stringbool().default(false),
  }),
  reply: z.object({ items: z.array(UnitNode) }),
});

export const getUnit = endpoint({
  method: 'GET',
  path: '/api/v1/org/units/:id',
  permission: 'org.unit.read',
  summary: ['查看机构', 'Show a unit'],
  params,
  reply: UnitDetail,
});

export const createUnit = endpoint({
  method: 'POST',
  path: '/api/v1/org/units',
  permission: 'org.unit.manage',
  summary: ['新建机构', 'Create a unit'],
  body: UnitDraft,
  reply: UnitDetail,
});

export const updateUnit = endpoint({
  method: 'PATCH',
  path: '/api/v1/org/units/:id',
  permission: 'org.unit.manage',
  summary: ['修改机构', 'Change a unit'],
  params,
  body: z.object({ version, name: name.optional(), code: code.optional() }),
  reply: UnitDetail,
});

export const moveUnit = endpoint({
  method: 'POST',
  path: '/api/v1/org/units/:id/move',
  permission: 'org.unit.manage',
  summary: ['调整机构的上级，下级一并移动', 'Move a unit and everything below it'],
  params,
  body: z.object({ version, parentId: UnitId }),
  reply: UnitDetail,
});

export const closeUnit = endpoint({
  method: 'POST',
  path: '/api/v1/org/units/:id/close',
  permission: 'org.unit.manage',
  summary: ['撤销机构', 'Close a unit'],
  params,
  body: z.object({
    version,
    reason: z.string().trim().min(1).max(200),
    /** Where its staff and the units directly below go. Absent: there must be none. */
    moveTo: UnitId.optional(),
  }),
  reply: UnitDetail,
});

export const reopenUnit = endpoint({
  method: 'POST',
  path: '/api/v1/org/units/:id/reopen',
  permission: 'org.unit.manage',
  summary: ['恢复机构', 'Reopen a unit'],
  params,
  body: z.object({ version }),
  reply: UnitDetail,
});

export const unitErrors = defineErrors('org', {
  unitNotFound: 404,
  /** The unit of the `X-Yuhang-Unit` header is not one the caller works in. */
  unitOutOfScope: 404,
  unitCodeTaken: 409,
  unitClosed: 409,
  /** details: staff, children */
  unitNotEmpty: 409,
  /** A unit cannot go below itself. */
  unitBelowItself: 409,
  /** An outlet holds no branch, a department holds departments only. */
  unitMisplaced: 409,
  headOfficeStays: 409,
});

export const unitMoved = defineEvent(
  'org.unit-moved',
  z.object({ unitId: UnitId, fromPath: z.string(), toPath: z.string() }),
);
export const unitClosed = defineEvent(
  'org.unit-closed',
  z.object({ unitId: UnitId, movedTo: UnitId.nullable() }),
);
