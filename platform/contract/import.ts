import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { defineErrors } from './errors.ts';
import { listOf, pageOf, pageQuery } from './paging.ts';
import { Said, Task } from './task.ts';
import type { Phrase } from './text.ts';

export const ImportId = z.uuid().brand<'ImportId'>();
export type ImportId = z.infer<typeof ImportId>;

export const importPermissions: Readonly<Record<string, Phrase>> = {
  'platform.import.run': ['批量导入', 'Import files'],
};

/** One column that an import understands. */
export const ImportColumn = z.object({
  key: z.string(),
  name: Said,
  /** Other headers by which it is recognised. */
  aliases: z.array(z.string()),
  required: z.boolean(),
  /** Personal data (C2): shown masked, never stored in the clear. */
  sensitive: z.boolean(),
  example: z.string(),
  /** What may stand in a cell, in words. */
  hint: Said.nullable(),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

/** What can be imported: `org.staff`. Only kinds the caller may import are listed. */
export const ImportKind = z.object({
  kind: z.string(),
  name: Said,
  columns: z.array(ImportColumn),
});
export type ImportKind = z.infer<typeof ImportKind>;

/**
 * checking → ready → applying → done. `mapping`: columns it needs were not recognised, the person
 * says which is which. A file in which every row is refused is `ready` with nothing good in it.
 */
export const ImportState = z.enum([
  'checking',
  'mapping',
  'ready',
  'applying',
  'done',
  'failed',
  'cancelled',
]);
export type ImportState = z.infer<typeof ImportState>;

/** How the file is to be read. Guessed; every part can be corrected. */
export const ImportFormat = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('csv'),
    encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']),
    delimiter: z.enum([',', ';', '\t', '|', '，']),
  }),
  z.object({ type: z.literal('xlsx'), sheet: z.string() }),
]);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** One header of the file and what it was taken for. */
export const FileColumn = z.object({
  /** From 0. */
  index: z.int().min(0),
  header: z.string(),
  /** Key of the import's column; null: left out. */
  key: z.string().nullable(),
  /** The first values, masked where the column is sensitive or not recognised. */
  samples: z.array(z.string()),
});
export type FileColumn = z.infer<typeof FileColumn>;

/** A column of a row that was refused, and why. `column` is null when the row as a whole is at fault. */
export const RowProblem = z.object({
  column: z.string().nullable(),
  header: z.string().nullable(),
  /** As in the file, masked when sensitive. */
  value: z.string().nullable(),
  code: z.string(),
  reason: Said,
});
export type RowProblem = z.infer<typeof RowProblem>;

export const BadRow = z.object({
  /** As a spreadsheet numbers it: the header is row 1. */
  row: z.int().min(1),
  problems: z.array(RowProblem),
});
export type BadRow = z.infer<typeof BadRow>;

export const ImportCounts = z.object({
  /** Rows with something in them, without the header. */
  rows: z.int().min(0),
  empty: z.int().min(0),
  good: z.int().min(0),
  bad: z.int().min(0),
  /** While and after applying: */
  created: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  /** Good in the preview, refused when applied: counted in `bad` too. */
  refused: z.int().min(0),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const Import = z.object({
  id: ImportId,
  kind: z.string(),
  name: Said,
  state: ImportState,
  filename: z.string(),
  size: z.int().min(0),
  startedBy: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  /** Business time. */
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  /** The file, its problems and its error file are removed then. */
  expiresAt: z.iso.datetime(),
  counts: ImportCounts,
});
export type Import = z.infer<typeof Import>;

export const ImportDetail = Import.extend({
  /** The work in hand or the last one: progress, message, why it failed. */
  task: Task.nullable(),
  format: ImportFormat.nullable(),
  /** Sheets of a workbook. */
  sheets: z.array(z.string()),
  /** Number of the row that holds the headers. */
  headerRow: z.int().min(1),
  columns: z.array(FileColumn),
  /** Columns that are needed and that no header was taken for. */
  missing: z.array(z.string()),
  /** Things worth knowing that stop nothing: the same header twice, values that look damaged. */
  remarks: z.array(Said),
  /** What stands in for columns that the file does not have, by key. */
  fills: z.record(z.string(), z.string()),
  /** The first rows as they would be imported, masked. */
  firstRows: z.array(
    z.object({ row: z.int(), values: z.record(z.string(), z.string()), bad: z.boolean() }),
  ),
  /** How often each problem occurs, most frequent first. */
  problems: z.array(
    z.object({
      column: z.string().nullable(),
      code: z.string(),
      reason: Said,
      rows: z.int(),
    }),
  ),
  /** The very same file was applied before. */
  sameAs: z.object({ id: ImportId, at: z.iso.datetime() }).nullable(),
  /** The refused rows can be downloaded by whoever uploaded the file. */
  hasErrorFile: z.boolean(),
  /** The profile whose mapping was taken because the headers are the same. */
  profile: z.string().nullable(),
});
export type ImportDetail = z.infer<typeof ImportDetail>;

const kindParams = z.object({ kind: z.string().regex(/^[a-z]+\.[a-z-]+$/) });
const idParams = z.object({ id: ImportId });
const run = 'platform.import.run';

export const listImportKinds = endpoint({
  method: 'GET',
  path: '/api/v1/platform/import-kinds',
  permission: run,
  summary: ['可导入的内容', 'What can be imported'],
  reply: z.object({ items: z.array(ImportKind) }),
});

/** A file with the headers and one example row. */
export const downloadImportTemplate = endpoint({
  method: 'GET',
  path: '/api/v1/platform/import-kinds/:kind/template',
  permission: run,
  summary: ['下载导入模板', 'Download a template'],
  params: kindParams,
  query: z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  reply: z.unknown(),
  produces: 'file',
});

/** Takes CSV (UTF-8, GB18030, UTF-16) or XLSX up to 512 MB; reading and checking begin at once. */
export const startImport = endpoint({
  method: 'POST',
  path: '/api/v1/platform/import-kinds/:kind/imports',
  permission: run,
  summary: ['上传并预检文件', 'Upload a file and check it'],
  params: kindParams,
  upload: true,
  reply: Import,
});

export const listImports = endpoint({
  method: 'GET',
  path: '/api/v1/platform/imports',
  permission: run,
  summary: ['导入记录', 'List imports'],
  query: z.object({
    ...pageQuery,
    kind: z.string().max(100).optional(),
    state: listOf(ImportState),
    whose: z.enum(['mine', 'all']).default('mine'),
  }),
  reply: pageOf(Import),
});

export const getImport = endpoint({
  method: 'GET',
  path: '/api/v1/platform/imports/:id',
  permission: run,
  summary: ['导入详情与预览', 'Get an import with its preview'],
  params: idParams,
  reply: ImportDetail,
});

/** Corrects how the file is read and what its columns are; it is checked again from the start. */
export const setImportMapping = endpoint({
  method: 'PUT',
  path: '/api/v1/platform/imports/:id/mapping',
  permission: run,
  summary: ['调整列对应关系', 'Correct the mapping'],
  params: idParams,
  body: z.object({
    /** For each column of the file, in order: the key it stands for, or null. */
    columns: z.array(z.string().max(100).nullable()).max(500).optional(),
    format: ImportFormat.optional(),
    headerRow: z.int().min(1).max(100).optional(),
    /**
     * For columns that the file does not have: the same in every row, with `{row}` for the number of
     * the row below the headers. `B-{row}` gives rows without a number one of their own.
     */
    fills: z.record(z.string().max(100), z.string().trim().max(100)).optional(),
    /** Keeps this mapping under a name, for the next file with these headers. */
    saveAs: z.string().trim().min(1).max(60).optional(),
  }),
  reply: Import,
});

export const listImportProblems = endpoint({
  method: 'GET',
  path: '/api/v1/platform/imports/:id/problems',
  permission: run,
  summary: ['有问题的行', 'List bad rows'],
  params: idParams,
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    column: z.string().max(100).optional(),
    code: z.string().max(100).optional(),
  }),
  reply: pageOf(BadRow),
});

/** Imports the good rows. Progress is on the import and on its task. */
export const applyImport = endpoint({
  method: 'POST',
  path: '/api/v1/platform/imports/:id/apply',
  permission: run,
  summary: ['确认导入', 'Import the good rows'],
  params: idParams,
  reply: Import,
});

/** Stops reading or applying; rows applied so far stay. An import that was not begun is thrown away. */
export const cancelImport = endpoint({
  method: 'POST',
  path: '/api/v1/platform/imports/:id/cancel',
  permission: run,
  summary: ['停止或放弃导入', 'Stop or discard an import'],
  params: idParams,
  reply: Import,
});

/** The refused rows as they came, with the reasons in a column of their own; only for the uploader. */
export const downloadImportErrors = endpoint({
  method: 'GET',
  path: '/api/v1/platform/imports/:id/errors',
  permission: run,
  summary: ['下载问题行文件', 'Download the refused rows'],
  params: idParams,
  reply: z.unknown(),
  produces: 'file',
});

/** A saved mapping: taken by itself for a file with the same headers. */
export const ImportProfile = z.object({
  id: z.uuid(),
  kind: z.string(),
  name: z.string(),
  headers: z.array(z.string()),
  columns: z.array(z.string().nullable()),
  fills: z.record(z.string(), z.string()),
  savedBy: z.string(),
  savedAt: z.iso.datetime(),
});
export type ImportProfile = z.infer<typeof ImportProfile>;

export const listImportProfiles = endpoint({
  method: 'GET',
  path: '/api/v1/platform/import-profiles',
  permission: run,
  summary: ['已保存的列对应', 'List saved mappings'],
  query: z.object({ kind: z.string().max(100).optional() }),
  reply: z.object({ items: z.array(ImportProfile) }),
});

export const deleteImportProfile = endpoint({
  method: 'DELETE',
  path: '/api/v1/platform/import-profiles/:id',
  permission: run,
  summary: ['删除已保存的列对应', 'Delete a saved mapping'],
  params: z.object({ id: z.uuid() }),
  reply: z.object({ deleted: z.boolean() }),
});

export const importErrors = defineErrors('platform', {
  importKindUnknown: 404,
  /** details.format: what the file really is; details.advice: `save-as-xlsx`, `remove-password`, `csv-or-xlsx`. */
  importFormat: 415,
  importEmpty: 422,
  /** details.rows or details.columns: how many are allowed. */
  importTooLarge: 422,
  /** A workbook that unpacks to far more than its size: details.limit. */
  importBomb: 422,
  /** details.row: near which row the file cannot be read on (an open quote, a damaged archive). */
  importUnreadable: 422,
  importSheetUnknown: 422,
  /** details.missing: keys of columns nobody mapped; details.twice: keys mapped twice; details.unknown. */
  importMapping: 422,
  /** Not in a state for this: details.state. */
  importState: 409,
  importHasNoErrors: 404,
});
