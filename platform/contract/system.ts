import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { defineEvent } from './event.ts';
import type { Phrase } from './text.ts';

/** Permissions over the installation itself. */
export const platformPermissions = {
  'platform.system.read': ['查看系统状态', 'See the state of the system'],
  'platform.clock.move': ['移动业务时钟（演示）', 'Move the business clock (demo)'],
  'platform.calendar.manage': ['维护节假日', 'Maintain holidays'],
  'platform.retention.manage': ['维护保存期限', 'Maintain retention'],
} as const satisfies Record<string, Phrase>;

const moment = z.iso.datetime({ offset: true });

export const AuditFinding = z.object({
  /**
   * `changed`: an entry does not bear its seal: altered, or not written by the product.
   * `missing`: entries are gone. `moved`: an entry stands in another's place.
   * `inserted`: an entry pushed between others or behind the last one.
   * `cut-off`: entries known outside the database are gone from the end.
   * `rewritten`: entries known outside the database were replaced by others.
   */
  kind: z.enum(['changed', 'missing', 'moved', 'inserted', 'cut-off', 'rewritten']),
  fromSeq: z.int(),
  toSeq: z.int(),
  fingerprint: z.string(),
});
export type AuditFinding = z.infer<typeof AuditFinding>;

export const AuditState = z.object({
  checkedAt: moment.nullable(),
  entries: z.int(),
  intact: z.boolean(),
  findings: z.array(AuditFinding),
});
export type AuditState = z.infer<typeof AuditState>;

export const SystemState = z.object({
  version: z.string(),
  mode: z.enum(['demo', 'production']),
  database: z.object({ version: z.string(), bytes: z.int() }),
  queue: z.object({
    waiting: z.int(),
    running: z.int(),
    failing: z.int(),
    /** Seconds the oldest job waits. */
    oldestSeconds: z.number(),
  }),
  processes: z.array(
    z.object({
      id: z.uuid(),
      role: z.string(),
      host: z.string(),
      pid: z.int(),
      startedAt: moment,
      seenAt: moment,
    }),
  ),
  audit: AuditState,
  /** Changes are refused because the audit chain is broken (CR-146). */
  readOnly: z.boolean(),
});
export type SystemState = z.infer<typeof SystemState>;

export const readSystem = endpoint({
  method: 'GET',
  path: '/api/v1/platform/system',
  permission: 'platform.system.read',
  summary: [
    '系统状态：进程、队列、数据库、审计链',
    'State of the system: processes, queue, database, audit chain',
  ],
  reply: SystemState,
});

/** What stands in for the world outside while one tries the product out; nothing of it in production. */
export const Demo = z.object({
  /** Where the stand-in for WeCom is, with the two phones one plays both sides on. */
  simulatorUrl: z.url().nullable(),
});
export type Demo = z.infer<typeof Demo>;

export const readDemo = endpoint({
  method: 'GET',
  path: '/api/v1/platform/demo',
  permission: 'signed-in',
  summary: ['演示环境的模拟器', 'What stands in for the world outside in a demo'],
  reply: Demo,
});

/** The chain of a bank no longer verifies; its changes are refused until an operator accepts it (CR-146). */
export const auditBroken = defineEvent(
  'platform.audit-broken',
  z.object({ findings: z.array(AuditFinding) }),
);
