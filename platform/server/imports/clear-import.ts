import type { TxCtx } from '../ctx.ts';
import { expireFile } from '../files/file.service.ts';
import { type ImportDbRow, setImport } from './import.repo.ts';
import { clearProblems, clearWork } from './staging.repo.ts';

/** Removes whatever an import holds of the file's content; its line in the history stays. */
export async function clearImport(
  ctx: TxCtx,
  row: ImportDbRow,
  change: { state?: 'cancelled' } = {},
): Promise<void> {
  await clearWork(ctx, row.id);
  await clearProblems(ctx, row.id);
  await expireFile(ctx, row.fileId);
  if (row.errorFileId) await expireFile(ctx, row.errorFileId);
  await setImport(ctx, row.id, { ...change, cleared: true, firstRows: [], samples: [] });
}
