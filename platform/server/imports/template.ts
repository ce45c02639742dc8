import { type Phrase, say } from '../../contract/text.ts';
import type { Ctx } from '../ctx.ts';
import { BOM, csvLine } from '../exports/csv-text.ts';
import { XLSX_TYPE, xlsxContent } from '../exports/xlsx-writer.ts';
import type { FileReply } from '../file-reply.ts';
import { demand } from '../scope.ts';
import type { AnyImport } from './definition.ts';

/** A file to fill in: the headers (a star where required), one example, and what may stand in each column. */
export async function importTemplate(
  ctx: Ctx,
  definition: AnyImport,
  format: 'csv' | 'xlsx',
): Promise<FileReply> {
  demand(ctx, definition.permission);
  const said = (phrase: Phrase) => say(phrase, ctx.lang);
  const { columns } = definition;
  const name = said(definition.name);
  const filename = `${name}-${said(['导入模板', 'template'])}.${format}`;
  const header = columns.map((column) => `${column.required ? '*' : ''}${said(column.name)}`);
  const example = columns.map((column) => column.example);
  if (format === 'csv')
    return {
      filename,
      contentType: 'text/csv; charset=utf-8',
      content: BOM + [header, example].map(csvLine).join(''),
    };
  const explanations = columns.map((column) => [
    said(column.name),
    column.required ? said(['必填', 'yes']) : '',
    column.hint ? said(column.hint) : '',
    column.example,
  ]);
  const sheets = [
    { name, header, rows: [[example]] },
    {
      name: said(['填写说明', 'How to fill in']),
      header: explained.map(said),
      rows: [[...explanations, [], [said(advice)]]],
    },
  ];
  return { filename, contentType: XLSX_TYPE, content: xlsxContent(sheets, name) };
}

const explained: readonly Phrase[] = [
  ['列', 'Column'],
  ['是否必填', 'Required'],
  ['填写要求', 'What may stand there'],
  ['示例', 'Example'],
];
const advice: Phrase = [
  '示例行请删除或覆盖。列的顺序可以改变，非必填列可以删去。',
  'Delete or overwrite the example. Columns may stand in any order; those not required may be left out.',
];
