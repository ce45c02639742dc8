import { platformErrors } from '../../contract/errors.ts';
import {
  type Export,
  ExportId,
  type ExportKind,
  type ExportState,
  exportErrors,
} from '../../contract/export.ts';
import { said } from '../../contract/task.ts';
import { isLang } from '../../contract/text.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx, type TxCtx } from '../ctx.ts';
import type { FileReply } from '../file-reply.ts';
import { findFiles } from '../files/file.repo.ts';
import { fileDownload, shownIfKept } from '../files/file.service.ts';
import { newId } from '../ids.ts';
import { demand, scopePaths } from '../scope.ts';
import { findTask } from '../tasks/task.repo.ts';
import { shownTask } from '../tasks/task.service.ts';
import { commonPath, startTask } from '../tasks/task.ts';
import { type AnyExport, chosenColumns, type ExportDefinitions } from './definition.ts';
import {
  type ExportRow,
  findExport,
  findOwnExport,
  insertExport,
  listOwnExports,
  lockExport,
  setExport,
} from './export.repo.ts';
import { makeExport, QUERY_PLACE } from './make-export.ts';

export interface ExportWish {
  readonly format: 'csv' | 'xlsx';
  readonly query: Record<string, unknown>;
  readonly columns?: readonly string[] | undefined;
  readonly clear: boolean;
  readonly reason?: string | undefined;
}

/** Asks a second person for an export of personal data in the clear; answers the approval's id. */
export type AskApproval = (ctx: TxCtx, exportId: string) => Promise<string>;

export function listExportKinds(ctx: Ctx, definitions: ExportDefinitions): ExportKind[] {
  return [...definitions.values()]
    .filter(({ permission }) => scopePaths(ctx, permission).length > 0)
    .map(({ kind, name, columns, maxRows }) => ({
      kind,
      name,
      columns: columns.map(({ key, name, mask }) => ({ key, name, sensitive: mask !== undefined })),
      maxRows,
    }));
}

export async function requestExport(
  ctx: Ctx,
  definitions: ExportDefinitions,
  askApproval: AskApproval,
  kind: string,
  wish: ExportWish,
): Promise<Export> {
  const definition = definitionOf(definitions, kind);
  demand(ctx, definition.permission);
  const query = definition.query.safeParse(wish.query);
  if (!query.success)
    throw platformErrors.invalid({
      in: 'query',
      issues: query.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    });
  const keys = wish.columns ?? definition.columns.map((column) => column.key);
  const columns = chosenColumns(definition, keys);
  if (columns.length < keys.length || new Set(keys).size < keys.length)
    throw exportErrors.exportColumnUnknown({ columns: keys });
  // Without personal data among the columns there is nothing to be released.
  const clear = wish.clear && columns.some((column) => column.mask !== undefined);
  if (clear && !wish.reason) throw exportErrors.exportNeedsReason();

  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now());
    await insertExport(ctx, {
      id,
      kind,
      format: wish.format,
      sealedQuery: ctx.vault.encrypt(QUERY_PLACE, JSON.stringify(wish.query)),
      columns: [...keys],
      clear,
      reason: wish.reason ?? null,
      state: clear ? 'waiting' : 'running',
      requesterId: ctx.actor.id,
      requesterName: ctx.actor.name,
      unitPath: commonPath(scopePaths(ctx, definition.permission)),
      lang: ctx.lang,
      requestedAt: ctx.now(),
    });
    audit(ctx, {
      action: 'platform.export-requested',
      subject: { kind: 'export', id, name: definition.name[0] },
      after: { kind, format: wish.format, columns: keys, clear, query: wish.query },
      ...(wish.reason ? { reason: wish.reason } : {}),
    });
    if (clear) await setExport(ctx, id, { approvalId: await askApproval(ctx, id) });
    else await begin(ctx, definition, (await findExport(ctx, id))!);
    return shownExport(ctx, definition, (await findExport(ctx, id))!);
  });
}

/** In the name and within the scope of whoever asked, whoever it is that releases it. */
async function begin(ctx: TxCtx, definition: AnyExport, row: ExportRow): Promise<void> {
  const requester: TxCtx = {
    ...ctx,
    lang: isLang(row.lang) ? row.lang : ctx.lang,
    actor: {
      kind: 'staff',
      id: row.requesterId,
      name: row.requesterName,
      permissions: new Map([[definition.permission, [row.unitPath]]]),
    },
  };
  const taskId = await startTask(
    requester,
    makeExport,
    { exportId: row.id },
    {
      title: said(['导出{what}', 'Export {what}'], { what: definition.name }),
      permission: definition.permission,
      subject: { kind: 'export', id: row.id },
    },
  );
  await setExport(ctx, row.id, { state: 'running', taskId });
}

export interface ExportForApproval {
  readonly id: string;
  readonly name: ExportKind['name'];
  readonly columns: readonly { name: ExportKind['name']; sensitive: boolean }[];
  readonly format: string;
  readonly reason: string;
  /** As asked for, personal data and all: for the eyes of the one who decides. */
  readonly query: Record<string, unknown>;
  readonly unitPath: string;
  readonly requester: { id: string; name: string };
  readonly state: string;
}

/** What a second person must know to decide. */
export async function exportForApproval(
  ctx: Ctx,
  definitions: ExportDefinitions,
  id: string,
): Promise<ExportForApproval> {
  const row = await findExport(ctx, id);
  if (!row) throw platformErrors.notFound({ id });
  const definition = definitionOf(definitions, row.kind);
  return {
    id,
    name: definition.name,
    columns: chosenColumns(definition, row.columns).map(({ name, mask }) => ({
      name,
      sensitive: mask !== undefined,
    })),
    format: row.format,
    reason: row.reason ?? '',
    query: JSON.parse(await ctx.vault.decrypt(QUERY_PLACE, row.sealedQuery)),
    unitPath: row.unitPath,
    requester: { id: row.requesterId, name: row.requesterName },
    state: row.state,
  };
}

/** Holds an export that waits for its decision; false when it waits no longer. */
export async function lockWaitingExport(ctx: TxCtx, id: string): Promise<boolean> {
  return (await lockExport(ctx, id))?.state === 'waiting';
}

/** The decision of the second person, who is the actor; never the one who asked (CR-039, CR-144). */
export async function decideExport(
  ctx: TxCtx,
  definitions: ExportDefinitions,
  id: string,
  approved: boolean,
): Promise<void> {
  const row = await lockExport(ctx, id);
  if (!row) throw platformErrors.notFound({ id });
  if (row.state !== 'waiting') throw exportErrors.exportDecided({ state: row.state });
  if (approved && ctx.actor.id === row.requesterId) throw exportErrors.exportDecided({ own: true });
  const decided = { deciderId: ctx.actor.id, deciderName: ctx.actor.name, decidedAt: ctx.now() };
  await setExport(ctx, id, { ...decided, ...(approved ? {} : { state: 'refused' }) });
  audit(ctx, {
    action: approved ? 'platform.export-released' : 'platform.export-refused',
    subject: { kind: 'export', id },
    after: { kind: row.kind, requester: row.requesterId },
  });
  if (approved) await begin(ctx, definitionOf(definitions, row.kind), row);
}

export async function getExport(
  ctx: Ctx,
  definitions: ExportDefinitions,
  id: string,
): Promise<Export> {
  const row = await ownExport(ctx, id);
  return shownExport(ctx, definitionOf(definitions, row.kind), row);
}

export async function listExports(
  ctx: Ctx,
  definitions: ExportDefinitions,
  filter: Parameters<typeof listOwnExports>[1],
): Promise<{ items: Export[]; total: number }> {
  const { rows, total } = await listOwnExports(ctx, filter);
  const known = rows.filter((row) => definitions.has(row.kind));
  const items = await Promise.all(
    known.map((row) => shownExport(ctx, definitions.get(row.kind)!, row)),
  );
  return { items, total };
}

export async function downloadExport(ctx: Ctx, id: string): Promise<FileReply> {
  const row = await ownExport(ctx, id);
  if (row.state !== 'done' || !row.fileId) throw exportErrors.exportNotReady({ state: row.state });
  const file = await fileDownload(ctx, row.fileId);
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'platform.export-downloaded',
      subject: { kind: 'export', id, name: file.filename },
      after: { kind: row.kind, rows: row.rows, clear: row.clear },
    }),
  );
  return file;
}

async function ownExport(ctx: Ctx, id: string): Promise<ExportRow> {
  const row = await findOwnExport(ctx, id);
  if (!row) throw platformErrors.notFound({ id });
  return row;
}

function definitionOf(definitions: ExportDefinitions, kind: string): AnyExport {
  const definition = definitions.get(kind);
  if (!definition) throw exportErrors.exportKindUnknown({ kind });
  return definition;
}

async function shownExport(ctx: Ctx, definition: AnyExport, row: ExportRow): Promise<Export> {
  const task = row.taskId ? await findTask(ctx, row.taskId) : null;
  const [file] = await findFiles(ctx, row.fileId ? [row.fileId] : []);
  const kept = shownIfKept(ctx, file);
  return {
    id: ExportId.parse(row.id),
    kind: row.kind,
    name: definition.name,
    state: (row.state === 'done' && !kept ? 'expired' : row.state) as ExportState,
    format: row.format as Export['format'],
    columns: chosenColumns(definition, row.columns).map((column) => column.name),
    clear: row.clear,
    reason: row.reason,
    requestedBy: { id: row.requesterId, name: row.requesterName },
    mine: row.requesterId === ctx.actor.id,
    approvalId: row.approvalId,
    decidedBy: row.deciderId ? { id: row.deciderId, name: row.deciderName ?? '' } : null,
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    rows: row.rows,
    task: task ? await shownTask(ctx, task) : null,
    file: kept,
  };
}
