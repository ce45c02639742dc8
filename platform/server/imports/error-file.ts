import { Readable } from 'node:stream';
import { say } from '../../contract/text.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { BOM, csvLine } from '../exports/csv-text.ts';
import { expireFile, keepFile } from '../files/file.service.ts';
import type { Progress } from '../tasks/progress.ts';
import type { AnyImport } from './definition.ts';
import type { ImportDbRow } from './import.repo.ts';
import { formatOf } from './import-work.ts';
import { reasonHeader, rowHeader } from './mapping.ts';
import { reasonOf } from './problems.ts';
import { headersOf } from './read-headers.ts';
import { openTable } from './source.ts';
import { problemsAfter, type StoredProblem } from './staging.repo.ts';

const AT_ONCE = 1000;

/**
 * The refused rows as they came, each with its reasons, as CSV that a spreadsheet opens: to be
 * corrected and uploaded again. Encrypted like the file itself, for the uploader only.
 */
export async function writeErrorFile(
  ctx: Ctx,
  definition: AnyImport,
  row: ImportDbRow,
  progress: Progress,
): Promise<string> {
  const filename = `${row.filename.replace(/\.[^.]+$/, '')}-${say(['问题行', 'refused'], ctx.lang)}.csv`;
  const file = await keepFile(
    ctx,
    {
      purpose: 'platform.import-errors',
      filename,
      contentType: 'text/csv; charset=utf-8',
      expiresAt: row.expiresAt,
    },
    Readable.from(lines(ctx, definition, row, progress), { objectMode: false }),
  );
  // An earlier one, from the check, is no longer whole.
  if (row.errorFileId) {
    const before = row.errorFileId;
    await inTx(ctx, (tx) => expireFile(tx, before));
  }
  return file.id;
}

async function* lines(
  ctx: Ctx,
  definition: AnyImport,
  row: ImportDbRow,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const headers = await headersOf(ctx, row);
  const said = (phrase: readonly [string, string]) => say(phrase, ctx.lang);
  const more = [said(rowHeader), said(reasonHeader)];
  yield Buffer.from(BOM + csvLine([...headers, ...more]));

  const names = new Map(definition.columns.map((column) => [column.key, said(column.name)]));
  const reasons = (problems: readonly StoredProblem[]) =>
    problems
      .map(({ columnKey, code, details }) => {
        const reason = said(
          reasonOf(definition, { code, details: details as Record<string, string> }),
        );
        return columnKey ? `${names.get(columnKey) ?? columnKey}: ${reason}` : reason;
      })
      .join('; ');

  const refused = badRows(ctx, row.id);
  let next = await refused.next();
  const table = await openTable(ctx, row.fileId, formatOf(row));
  for await (const batch of table.rows()) {
    progress.check();
    let text = '';
    for (const { row: number, cells } of batch) {
      if (next.done) break;
      if (number !== next.value.row) continue;
      const padded = headers.map((_, i) => cells[i] ?? '');
      text += csvLine([...padded, number, reasons(next.value.problems)]);
      next = await refused.next();
    }
    if (text !== '') yield Buffer.from(text);
    if (next.done) return;
  }
}

async function* badRows(ctx: Ctx, importId: string) {
  let after = 0;
  for (;;) {
    const problems = await problemsAfter(ctx, importId, after, AT_ONCE);
    if (problems.length === 0) return;
    const byRow = Map.groupBy(problems, (problem) => problem.rowNo);
    for (const [row, found] of byRow) yield { row, problems: found };
    after = problems.at(-1)!.rowNo;
  }
}
