import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { defineErrors } from './errors.ts';
import { KeptFile } from './file.ts';
import { pageOf, pageQuery } from './paging.ts';
import { Said, Task } from './task.ts';
import type { Phrase } from './text.ts';

export const ExportId = z.uuid().brand<'ExportId'>();
export type ExportId = z.infer<typeof ExportId>;

export const exportPermissions: Readonly<Record<string, Phrase>> = {
  'platform.export.run': ['导出文件', 'Export files'],
  /** Together with the right to decide approvals. */
  'platform.export.approve': ['审批未脱敏导出', 'Approve exports in the clear'],
};

export const ExportFormat = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** `waiting`: personal data in the clear wait for a second person (CR-039). */
export const ExportState = z.enum([
  'waiting',
  'refused',
  'running',
  'done',
  'failed',
  'cancelled',
  'expired',
]);
export type ExportState = z.infer<typeof ExportState>;

export const Export = z.object({
  id: ExportId,
  kind: z.string(),
  name: Said,
  state: ExportState,
  format: ExportFormat,
  /** Names of the columns in the file. */
  columns: z.array(Said),
  /** Personal data in the clear; otherwise they are masked. */
  clear: z.boolean(),
  reason: z.string().nullable(),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  /** The approval it waits for, or was released by. */
  approvalId: z.string().nullable(),
  decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Business time. */
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  rows: z.int().min(0).nullable(),
  task: Task.nullable(),
  /** To be downloaded by whoever asked for it, until it expires. */
  file: KeptFile.nullable(),
});
export type Export = z.infer<typeof Export>;

export const ExportKind = z.object({
  kind: z.string(),
  name: Said,
  columns: z.array(z.object({ key: z.string(), name: Said, sensitive: z.boolean() })),
  /** Rows a file may hold at most. */
  maxRows: z.int(),
});
export type ExportKind = z.infer<typeof ExportKind>;

export const listExportKinds = endpoint({
  method: 'GET',
  path: '/api/v1/platform/export-kinds',
  permission: 'platform.export.run',
  summary: ['可导出的内容', 'What can be exported'],
  reply: z.object({ items: z.array(ExportKind) }),
});

/** Masked exports start at once; personal data in the clear need a reason and wait for a second person. */
export const requestExport = endpoint({
  method: 'POST',
  path: '/api/v1/platform/export-kinds/:kind/exports',
  permission: 'platform.export.run',
  summary: ['申请导出', 'Request an export'],
  params: z.object({ kind: z.string().regex(/^[a-z]+\.[a-z-]+$/) }),
  body: z.object({
    format: ExportFormat.default('xlsx'),
    /** The filters of the list, as its own endpoint takes them. */
    query: z.record(z.string(), z.unknown()).default({}),
    /** Keys of the columns wanted, in order; all when left out. */
    columns: z.array(z.string().max(100)).min(1).max(200).optional(),
    clear: z.boolean().default(false),
    reason: z.string().trim().min(4).max(200).optional(),
  }),
  reply: Export,
});

export const listExports = endpoint({
  method: 'GET',
  path: '/api/v1/platform/exports',
  permission: 'signed-in',
  summary: ['我的导出', 'List own exports'],
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    kind: z.string().max(100).optional(),
  }),
  reply: pageOf(Export),
});

export const getExport = endpoint({
  method: 'GET',
  path: '/api/v1/platform/exports/:id',
  permission: 'signed-in',
  summary: ['导出详情', 'Get an export'],
  params: z.object({ id: ExportId }),
  reply: Export,
});

export const downloadExport = endpoint({
  method: 'GET',
  path: '/api/v1/platform/exports/:id/file',
  permission: 'signed-in',
  summary: ['下载导出文件', 'Download an export'],
  params: z.object({ id: ExportId }),
  reply: z.unknown(),
  produces: 'file',
});

export const exportErrors = defineErrors('platform', {
  exportKindUnknown: 404,
  exportColumnUnknown: 422,
  /** Personal data in the clear are asked for without a reason. */
  exportNeedsReason: 422,
  /** More rows than a file may hold: details.maxRows. */
  exportTooLarge: 422,
  /** It was decided before, or whoever asked tries to decide (CR-144). */
  exportDecided: 409,
  exportNotReady: 409,
});
