import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { platformErrors } from '../../contract/errors.ts';
import { importErrors } from '../../contract/import.ts';
import { said } from '../../contract/task.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx, type TxCtx } from '../ctx.ts';
import type { FileReply } from '../file-reply.ts';
import { expireFile, fileDownload, keepFile } from '../files/file.service.ts';
import { newId } from '../ids.ts';
import { demand, scopePaths } from '../scope.ts';
import { setStopping } from '../tasks/task.repo.ts';
import { commonPath, startTask } from '../tasks/task.ts';
import { applyImport } from './apply-import.ts';
import { checkImport } from './check-import.ts';
import { clearImport } from './clear-import.ts';
import type { AnyImport } from './definition.ts';
import {
  findImport,
  findOverdue,
  type ImportDbRow,
  insertImport,
  lockImport,
  setImport,
  type VisibleKinds,
} from './import.repo.ts';
import { type Definitions, definitionOf, ownDefinition } from './import-work.ts';
import { peek, recognise } from './reading/recognise.ts';

export const MAX_FILE = 512 * 1024 * 1024;
const KEPT_DAYS = 30;

/** Kinds of which the caller may see imports of others, within their scope. */
export function visibleKinds(ctx: Ctx, definitions: Definitions): VisibleKinds {
  return [...definitions.values()].filter(
    ({ permission }) => scopePaths(ctx, permission).length > 0,
  );
}

export async function importOf(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
): Promise<ImportDbRow> {
  const row = await findImport(ctx, id, visibleKinds(ctx, definitions));
  if (!row || !definitions.has(row.kind)) throw platformErrors.notFound({ id });
  return row;
}

/** What is handed in: the name it goes by, and its bytes; `truncated` when there were too many. */
export interface Upload {
  readonly filename: string;
  readonly file: Readable & { readonly truncated?: boolean };
}

/** Takes a file in, encrypted as it arrives, and begins to check it. */
export async function startImport(
  ctx: Ctx,
  definitions: Definitions,
  kind: string,
  upload: Upload,
): Promise<string> {
  try {
    const definition = definitionOf(definitions, kind);
    demand(ctx, definition.permission);
    const { head, all } = await peek(upload.file);
    recognise(head);
    const filename = safeName(upload.filename);
    const expiresAt = new Date(ctx.now().getTime() + KEPT_DAYS * 86_400_000);
    const file = await keepFile(
      ctx,
      {
        purpose: 'platform.import',
        filename,
        contentType: 'application/octet-stream',
        expiresAt,
        maxBytes: MAX_FILE,
      },
      Readable.from(all, { objectMode: false }),
    );
    if (upload.file.truncated) {
      await inTx(ctx, (tx) => expireFile(tx, file.id));
      throw platformErrors.tooLarge({ maxBytes: MAX_FILE });
    }
    return await inTx(ctx, async (ctx) => {
      const id = newId(ctx.now());
      const taskId = await startCheck(ctx, definition, id, filename);
      await insertImport(ctx, id, {
        kind,
        fileId: file.id,
        filename,
        size: file.size,
        fingerprint: file.fingerprint!,
        state: 'checking',
        taskId,
        starterId: ctx.actor.id,
        starterName: ctx.actor.name,
        unitPath: commonPath(scopePaths(ctx, definition.permission)),
        format: null,
        sheets: [],
        headerRow: 0,
        sealedHeaders: null,
        mapping: null,
        fills: {},
        samples: [],
        remarks: [],
        firstRows: [],
        profile: null,
        rows: 0,
        empty: 0,
        bad: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 0,
        errorFileId: null,
        createdAt: ctx.now(),
        appliedAt: null,
        expiresAt,
        cleared: false,
      });
      audit(ctx, {
        action: 'platform.import-uploaded',
        subject: { kind: 'import', id, name: filename },
        after: { kind, size: file.size },
      });
      return id;
    });
  } finally {
    // Whatever is refused must still be read to its end, or the sender never hears why.
    upload.file.resume();
  }
}

/** Names are shown and written into other files: no folders, no control characters. */
function safeName(name: string | undefined): string {
  const bare = basename((name ?? '').replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim();
  return bare === '' ? 'import' : bare.slice(-150);
}

export function startCheck(
  ctx: TxCtx,
  definition: AnyImport,
  importId: string,
  filename: string,
): Promise<string> {
  return startTask(
    ctx,
    checkImport,
    { importId },
    {
      title: said(['预检{what}：{file}', 'Check {what}: {file}'], {
        what: definition.name,
        file: filename,
      }),
      permission: definition.permission,
      subject: { kind: 'import', id: importId },
    },
  );
}

/** An import of the caller's own in one of these states, held until the transaction ends. */
export async function ownImport(
  ctx: TxCtx,
  definitions: Definitions,
  id: string,
  states: readonly string[],
): Promise<{ row: ImportDbRow; definition: AnyImport }> {
  const row = await lockImport(ctx, id);
  if (!row || row.starterId !== ctx.actor.id) throw platformErrors.notFound({ id });
  const definition = await ownDefinition(ctx, definitions, row.kind);
  demand(ctx, definition.permission);
  if (!states.includes(row.state) || row.cleared)
    throw importErrors.importState({ state: row.state });
  return { row, definition };
}

export async function beginApplying(ctx: Ctx, definitions: Definitions, id: string): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const { row, definition } = await ownImport(ctx, definitions, id, ['ready']);
    const good = row.rows - row.bad;
    const taskId = await startTask(
      ctx,
      applyImport,
      { importId: id },
      {
        title: said(['导入{what}：{file}', 'Import {what}: {file}'], {
          what: definition.name,
          file: row.filename,
        }),
        permission: definition.permission,
        subject: { kind: 'import', id },
        total: good,
      },
    );
    await setImport(ctx, id, { state: 'applying', taskId });
    audit(ctx, {
      action: 'platform.import-begun',
      subject: { kind: 'import', id, name: row.filename },
      after: { kind: row.kind, good, bad: row.bad },
    });
  });
}

/** Stops the work in hand, or throws away what was not begun. */
export async function cancelImport(ctx: Ctx, definitions: Definitions, id: string): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const states = ['checking', 'mapping', 'ready', 'applying', 'failed'];
    const { row } = await ownImport(ctx, definitions, id, states);
    audit(ctx, {
      action: 'platform.import-cancelled',
      subject: { kind: 'import', id, name: row.filename },
    });
    if (row.state === 'checking' || row.state === 'applying') {
      await setStopping(ctx, row.taskId);
      return;
    }
    await clearImport(ctx, row, { state: 'cancelled' });
  });
}

export async function downloadErrors(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
): Promise<FileReply> {
  const row = await importOf(ctx, definitions, id);
  if (row.starterId !== ctx.actor.id) throw platformErrors.notFound({ id });
  if (!row.errorFileId) throw importErrors.importHasNoErrors({ id });
  const file = await fileDownload(ctx, row.errorFileId);
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'platform.file-downloaded',
      subject: { kind: 'import', id, name: file.filename },
    }),
  );
  return file;
}

/** One batch of imports whose time is over, of every bank: only their line in the history stays. */
export async function clearOverdue(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const overdue = await findOverdue(ctx, 20);
    for (const { orgId, id } of overdue) {
      const bank = { ...ctx, orgId };
      const row = await lockImport(bank, id);
      if (!row) continue;
      if (row.state === 'checking' || row.state === 'applying') await setStopping(bank, row.taskId);
      const open = ['checking', 'mapping', 'ready', 'applying'].includes(row.state);
      await clearImport(bank, row, open ? { state: 'cancelled' } : {});
    }
    return overdue.length;
  });
}
