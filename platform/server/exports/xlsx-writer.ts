import type { CellValue } from './csv-text.ts';
import { type ZipPart, zipped } from './zip-writer.ts';

export interface Sheet {
  readonly name: string;
  /** The first row, set apart and kept in sight. Columns are of text, also where nothing stands yet. */
  readonly header: readonly string[];
  readonly rows:
    | AsyncIterable<readonly (readonly CellValue[])[]>
    | Iterable<readonly (readonly CellValue[])[]>;
  /** Stands at the foot of every printed page. */
  readonly footer?: string;
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** As many as a sheet of a spreadsheet holds, without the header. */
export const MAX_SHEET_ROWS = 1_048_575;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/**
 * A workbook, written row by row in flat memory. Every text is a text cell: a spreadsheet neither
 * calculates it nor rounds its digits.
 */
export function xlsxContent(sheets: readonly Sheet[], creator: string): AsyncGenerator<Buffer> {
  return zipped(parts(sheets, creator));
}

function* parts(sheets: readonly Sheet[], creator: string): Generator<ZipPart> {
  const numbers = sheets.map((_, i) => i + 1);
  const part = (name: string, xml: string): ZipPart => ({ name, content: [HEAD + xml] });
  yield part(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
      `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
      numbers
        .map(
          (n) =>
            `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
        )
        .join('') +
      '</Types>',
  );
  yield part(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  );
  yield part(
    'docProps/core.xml',
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${escaped(creator)}</dc:creator></cp:coreProperties>`,
  );
  yield part(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${sheets
      .map(
        ({ name }, i) =>
          `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
  );
  yield part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${numbers
      .map(
        (n) =>
          `<Relationship Id="rId${n}" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rIdStyles" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
  );
  yield part('xl/styles.xml', styles);
  for (const [i, sheet] of sheets.entries())
    yield { name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetXml(sheet) };
}

/** 0: as it is · 1: text · 2: header. */
const styles = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="49" fontId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

async function* sheetXml({ header, rows, footer }: Sheet): AsyncGenerator<string> {
  const columns = header
    .map(
      (title, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${widthOf(title)}" customWidth="1" style="1"/>`,
    )
    .join('');
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `${columns ? `<cols>${columns}</cols>` : ''}<sheetData>${rowXml(1, header, 2)}`;
  let number = 1;
  for await (const batch of rows) {
    let xml = '';
    for (const cells of batch) {
      number += 1;
      if (number > MAX_SHEET_ROWS + 1) throw new Error('A sheet holds no more rows');
      xml += rowXml(number, cells, 1);
    }
    yield xml;
  }
  const foot = footer
    ? `<headerFooter><oddFooter>&amp;L${escaped(footer.replaceAll('&', '&&'))}</oddFooter></headerFooter>`
    : '';
  yield `</sheetData>${foot}</worksheet>`;
}

function rowXml(number: number, cells: readonly CellValue[], style: 1 | 2): string {
  let xml = `<row r="${number}">`;
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i];
    if (value === null || value === undefined || value === '') continue;
    const place = `r="${columnName(i)}${number}"`;
    if (typeof value === 'number' && Number.isFinite(value))
      xml += `<c ${place}><v>${value}</v></c>`;
    else if (typeof value === 'boolean') xml += `<c ${place} t="b"><v>${value ? 1 : 0}</v></c>`;
    else
      xml += `<c ${place} s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(String(value))}</t></is></c>`;
  }
  return `${xml}</row>`;
}

const names: string[] = [];
/** 0 → A · 26 → AA */
function columnName(index: number): string {
  const known = names[index];
  if (known) return known;
  const rest = Math.floor(index / 26);
  const name = (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
  names[index] = name;
  return name;
}

// Chinese characters are twice as wide.
const widthOf = (title: string) =>
  Math.min(
    60,
    Math.max(
      12,
      [...title].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 4),
    ),
  );

/** No longer than a spreadsheet allows, and without the characters it forbids. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet';

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const SPECIAL = /[&<>"]/;

function escaped(text: string): string {
  const clean = text.replace(FORBIDDEN, '').slice(0, 32_767);
  if (!SPECIAL.test(clean)) return clean;
  return clean
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
