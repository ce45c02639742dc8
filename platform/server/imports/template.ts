import type ExcelJS from 'exceljs';
import { type Phrase, say } from '../../contract/text.ts';
import type { Ctx } from '../ctx.ts';
import { BOM, csvLine } from '../exports/csv-text.ts';
import type { FileReply } from '../file-reply.ts';
import { demand } from '../scope.ts';
import type { AnyImport, ImportColumn } from './definition.ts';

/** A file to fill in: the headers, one example, and what may stand in each column. */
export async function importTemplate(
  ctx: Ctx,
  definition: AnyImport,
  format: 'csv' | 'xlsx',
): Promise<FileReply> {
  demand(ctx, definition.permission);
  const said = (phrase: Phrase) => say(phrase, ctx.lang);
  const filename = `${said(definition.name)}-${said(['导入模板', 'template'])}.${format}`;
  if (format === 'csv') {
    const lines = [
      definition.columns.map((column) => said(column.name)),
      definition.columns.map((column) => column.example),
    ];
    return {
      filename,
      contentType: 'text/csv; charset=utf-8',
      content: BOM + lines.map(csvLine).join(''),
    };
  }
  // Heavy, and seldom needed: loaded when the first template is asked for.
  const { default: Excel } = await import('exceljs');
  const book = new Excel.Workbook();
  fillSheet(book.addWorksheet(said(definition.name).slice(0, 31)), definition, said);
  explain(book.addWorksheet(said(['填写说明', 'How to fill in'])), definition, said);
  return {
    filename,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Buffer.from(await book.xlsx.writeBuffer()),
  };
}

type Said = (phrase: Phrase) => string;

function fillSheet(sheet: ExcelJS.Worksheet, { columns }: AnyImport, said: Said): void {
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
  // Every column is text: a spreadsheet must not round an account number or turn a code into a date.
  sheet.columns = columns.map((column) => ({
    header: said(column.name),
    width: Math.max(12, column.example.length + 4, said(column.name).length * 2 + 4),
    style: { numFmt: '@' },
  }));
  sheet.addRow(columns.map((column) => column.example));
  sheet.getRow(1).font = { bold: true };
  columns.forEach((column, i) => {
    if (column.required) sheet.getCell(1, i + 1).font = { bold: true, color: { argb: 'FFB42318' } };
  });
}

function explain(sheet: ExcelJS.Worksheet, { columns }: AnyImport, said: Said): void {
  sheet.columns = [
    { header: said(['列', 'Column']), width: 20 },
    { header: said(['是否必填', 'Required']), width: 12 },
    { header: said(['填写要求', 'What may stand there']), width: 60 },
    { header: said(['示例', 'Example']), width: 24, style: { numFmt: '@' } },
  ];
  sheet.getRow(1).font = { bold: true };
  for (const column of columns) sheet.addRow(explanation(column, said));
  sheet.addRow([]);
  sheet.addRow([
    said([
      '示例行请删除或覆盖。表头可以改变顺序，也可以减少非必填列。',
      'Delete or overwrite the example. Columns may stand in any order; those not required may be left out.',
    ]),
  ]);
}

const explanation = (column: ImportColumn, said: Said) => [
  said(column.name),
  column.required ? said(['必填', 'yes']) : '',
  column.hint ? said(column.hint) : '',
  column.example,
];
