import { Readable } from 'node:stream';
import { z } from 'zod';
import { platformErrors } from '../../contract/errors.ts';
import { exportErrors } from '../../contract/export.ts';
import { said } from '../../contract/task.ts';
import { type Phrase, say } from '../../contract/text.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { keepFile } from '../files/file.service.ts';
import { demand } from '../scope.ts';
import type { Progress } from '../tasks/progress.ts';
import { defineTask, type TaskKind, type TaskWork } from '../tasks/task.ts';
import { type AnyExport, chosenColumns, type ExportDefinitions } from './definition.ts';
import { type ExportRow, findExport, setExport } from './export.repo.ts';
import { tableFile } from './table-file.ts';

export const QUERY_PLACE = 'platform.export.query';
const DAY = 86_400_000;
/** Personal data in the clear lie about for a day, masked ones for a week. */
const keptFor = (clear: boolean) => (clear ? DAY : 7 * DAY);

const Payload = z.object({ exportId: z.uuid() });
export const makeExport: TaskKind<typeof Payload> = {
  kind: 'platform.export-make',
  payload: Payload,
};

export type BankName = (ctx: Ctx) => Promise<string>;

/** Writes the file on behalf of whoever asked, with the permissions they hold by then. */
export function makeExportTask(
  definitions: ExportDefinitions,
  bankName: BankName,
): TaskWork<typeof Payload> {
  return defineTask({
    ...makeExport,
    async run(ctx, { exportId }, progress) {
      const row = await findExport(ctx, exportId);
      const definition = row && definitions.get(row.kind);
      if (!definition) throw platformErrors.notFound({ id: exportId });
      demand(ctx, definition.permission);
      const counted = { rows: 0 };
      const table = tableFile(
        ctx,
        {
          name: definition.name,
          columns: chosenColumns(definition, row.columns),
          rows: rowsOf(ctx, definition, row, progress, counted),
          clear: row.clear,
          watermark: watermarkOf(ctx, row, await bankName(ctx)),
        },
        row.format as 'csv' | 'xlsx',
      );
      const file = await keepFile(
        ctx,
        {
          purpose: 'platform.export',
          filename: table.filename,
          contentType: table.contentType,
          expiresAt: new Date(ctx.now().getTime() + keptFor(row.clear)),
        },
        Readable.from(inBytes(table.content as AsyncIterable<string | Buffer>), {
          objectMode: false,
        }),
      );
      await inTx(ctx, async (tx) => {
        await setExport(tx, exportId, { rows: counted.rows, fileId: file.id });
        audit(tx, {
          action: 'platform.export-made',
          subject: { kind: 'export', id: exportId, name: file.filename },
          after: { kind: row.kind, rows: counted.rows, clear: row.clear },
        });
        await progress.save(tx, { made: true }, { done: counted.rows, total: counted.rows });
      });
      return { fileId: file.id, message: said(['共 {n} 行', '{n} rows'], { n: counted.rows }) };
    },
    async ended(ctx, { exportId }, { state }) {
      await setExport(ctx, exportId, { state });
    },
  });
}

async function* inBytes(content: AsyncIterable<string | Buffer>) {
  for await (const chunk of content) yield Buffer.from(chunk as string);
}

async function* rowsOf(
  ctx: Ctx,
  definition: AnyExport,
  row: ExportRow,
  progress: Progress,
  counted: { rows: number },
) {
  const query = definition.query.parse(
    JSON.parse(await ctx.vault.decrypt(QUERY_PLACE, row.sealedQuery)),
  );
  for await (const batch of definition.rows(ctx, query)) {
    progress.check();
    counted.rows += batch.length;
    if (counted.rows > definition.maxRows)
      throw exportErrors.exportTooLarge({ maxRows: definition.maxRows });
    progress.report({ done: counted.rows });
    yield batch;
  }
}

/** Who, when, from which bank, with whose consent (CR-039). */
function watermarkOf(ctx: Ctx, row: ExportRow, bank: string): string[] {
  const line = (phrase: Phrase, values: Record<string, string>) => say(phrase, ctx.lang, values);
  return [
    line(['导出人：{name}（{id}）', 'Exported by {name} ({id})'], {
      name: row.requesterName,
      id: row.requesterId,
    }),
    line(['导出时间：{at}', 'Exported at {at}'], { at: localTime(ctx.now()) }),
    line(['机构：{bank}', 'Bank: {bank}'], { bank }),
    line(['导出编号：{id}', 'Export number: {id}'], { id: row.id }),
    ...(row.deciderName
      ? [line(['审批人：{name}', 'Released by {name}'], { name: row.deciderName })]
      : []),
  ];
}

const localTime = (at: Date) =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
