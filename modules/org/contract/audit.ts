import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { listOf } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { UnitRef } from './unit.ts';

/** One link of the chain as the audit screen lists it. */
export const AuditLine = z.object({
  seq: z.int(),
  /** Business time. */
  at: z.iso.datetime(),
  /** Machine time: differs where the clock of a demonstration was moved. */
  realAt: z.iso.datetime(),
  actor: z.object({
    kind: z.enum(['staff', 'customer', 'system']),
    id: z.string(),
    name: z.string(),
  }),
  action: z.string(),
  /** The action in the reader's language; its code where it has no name. */
  actionName: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  unit: UnitRef.nullable(),
  reason: z.string().nullable(),
  ip: z.string().nullable(),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AuditDetail = AuditLine.extend({
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string(),
  /** Other entries of the same request, oldest first. */
  sameRequest: z.array(AuditLine),
  hash: z.string(),
  prevHash: z.string(),
});
export type AuditDetail = z.infer<typeof AuditDetail>;

const filters = {
  from: z.iso.datetime({ offset: true }).optional(),
  /** Not included. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** A person's id. */
  actorId: z.string().max(100).optional(),
  /** Part of a person's name. */
  actor: z.string().trim().max(60).optional(),
  /** Exact codes, or a module with a dot: `org.`. */
  action: listOf(z.string().max(80)),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(100).optional(),
  /** The unit and everything under it. */
  unitId: z.uuid().optional(),
  /** Part of the reason, or of the subject's name. */
  q: z.string().trim().max(100).optional(),
};

/**
 * Newest first. `next` continues and is null at the end. With free text (`q`, `actor`) one call looks
 * through a stretch of the chain, so it may answer few entries, or none, and still have a `next`.
 */
export const listAudit = endpoint({
  method: 'GET',
  path: '/api/v1/org/audit',
  permission: 'org.audit.read',
  summary: ['审计记录', 'Audit entries'],
  query: z.object({
    ...filters,
    before: z.coerce.number().int().min(1).optional(),
    size: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(AuditLine), next: z.int().nullable() }),
});

export const getAuditEntry = endpoint({
  method: 'GET',
  path: '/api/v1/org/audit/entries/:seq',
  permission: 'org.audit.read',
  summary: ['一条审计记录，含变更前后', 'One entry, with before and after'],
  params: z.object({ seq: z.coerce.number().int().min(1) }),
  reply: AuditDetail,
});

/** What the filters offer: the actions and subject kinds that occur. */
export const listAuditActions = endpoint({
  method: 'GET',
  path: '/api/v1/org/audit/actions',
  permission: 'org.audit.read',
  summary: ['可筛选的操作和对象', 'Actions and kinds of subjects that occur'],
  reply: z.object({
    actions: z.array(z.object({ action: z.string(), name: z.string() })),
    subjectKinds: z.array(z.string()),
  }),
});

/** CSV, oldest last; its first line says who took it, when and why, and the export is an entry itself. */
export const exportAudit = endpoint({
  method: 'GET',
  path: '/api/v1/org/audit/export',
  permission: 'org.audit.export',
  summary: ['导出审计记录', 'Export audit entries as CSV'],
  query: z.object({ ...filters, reason: z.string().trim().min(2).max(200) }),
  reply: z.unknown(),
  produces: 'file',
});

export const getAuditChain = endpoint({
  method: 'GET',
  path: '/api/v1/org/audit/chain',
  permission: 'org.audit.read',
  summary: ['审计链的状态', 'State of the audit chain'],
  reply: z.object({
    head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
    /** The last time the chain was checked; null when it never was. */
    verified: z
      .object({
        at: z.iso.datetime(),
        ok: z.boolean(),
        /** Entries up to and including this one were looked at. */
        upTo: z.int(),
        /** Where and how it is broken. */
        problem: z.string().nullable(),
      })
      .nullable(),
  }),
});

export const auditErrors = defineErrors('org', { auditEntryNotFound: 404 });

export const auditErrorTexts: Record<`org.${keyof typeof auditErrors}`, Phrase> = {
  'org.auditEntryNotFound': [
    '没有找到这条审计记录，或它不在您的范围内',
    'No such audit entry, or not in your scope',
  ],
};

export const auditPermissions = {
  'org.audit.read': ['查看审计记录', 'See the audit trail'],
  'org.audit.export': ['导出审计记录', 'Export the audit trail'],
} as const satisfies Record<string, Phrase>;
