import { importErrors } from '../../../contract/import.ts';
import { MAX_COLUMNS, type RawRow, type TableReader } from './raw-row.ts';
import { StringArena } from './string-arena.ts';
import { sheetRows } from './xlsx-sheet.ts';
import { dateStyles } from './xlsx-styles.ts';
import { attributeOf, type XmlHandler, XmlTokens } from './xml-tokens.ts';
import {
  openZip,
  type RandomAccess,
  type ZipArchive,
  type ZipEntry,
  zipLimits,
} from './zip-archive.ts';

/** Shared strings are the one thing of a workbook that must be at hand while its rows are read. */
const MAX_SHARED = 256 * 1024 * 1024;
const MAX_SMALL_PART = 16 * 1024 * 1024;

export interface Workbook {
  /** Names of the sheets, those that are shown first. */
  readonly sheets: readonly string[];
  sheet(name: string): Promise<TableReader>;
}

/** A workbook, read straight out of its archive: rows stream, only its shared strings are held. */
export async function openWorkbook(file: RandomAccess, limits = zipLimits): Promise<Workbook> {
  const zip = await openZip(file, limits);
  const main = find(zip, 'xl/workbook.xml');
  if (!main) throw importErrors.importFormat({ format: 'zip', advice: 'csv-or-xlsx' });
  const { sheets, from1904 } = await readWorkbook(zip, main);
  let shared: Promise<StringArena> | undefined;
  let isDate: Promise<(style: number) => boolean> | undefined;
  return {
    sheets: sheets.map((sheet) => sheet.name),
    async sheet(name) {
      const found = sheets.find((sheet) => sheet.name === name);
      const entry = found && find(zip, found.path);
      if (!entry) throw importErrors.importSheetUnknown({ sheet: name });
      shared ??= readShared(zip);
      isDate ??= readStyles(zip);
      return sheetReader(zip, entry, { shared: await shared, isDate: await isDate, from1904 });
    },
  };
}

export interface CellMeanings {
  readonly shared: StringArena;
  readonly isDate: (style: number) => boolean;
  readonly from1904: boolean;
}

function sheetReader(zip: ZipArchive, entry: ZipEntry, meanings: CellMeanings): TableReader {
  let done = 0;
  return {
    progress: () => ({ done, total: entry.packed }),
    async *rows() {
      done = 0;
      let ready: RawRow[] = [];
      const sheet = sheetRows(meanings, MAX_COLUMNS, (row) => ready.push(row));
      const tokens = new XmlTokens(sheet);
      const decoder = new TextDecoder();
      for await (const chunk of zip.content(entry, (bytes) => (done += bytes))) {
        tokens.write(decoder.decode(chunk, { stream: true }));
        if (ready.length === 0) continue;
        yield ready;
        ready = [];
      }
      tokens.write(decoder.decode());
      tokens.end();
      if (ready.length > 0) yield ready;
    },
  };
}

const find = (zip: ZipArchive, path: string) => {
  const exact = zip.entries.get(path);
  if (exact) return exact;
  for (const [name, entry] of zip.entries)
    if (name.replaceAll('\\', '/').toLowerCase() === path.toLowerCase()) return entry;
  return undefined;
};

async function parse(zip: ZipArchive, entry: ZipEntry, handler: XmlHandler, maxBytes: number) {
  if (entry.size > maxBytes) throw importErrors.importBomb({ limit: entry.name });
  const tokens = new XmlTokens(handler);
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of zip.content(entry)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw importErrors.importBomb({ limit: entry.name });
    tokens.write(decoder.decode(chunk, { stream: true }));
  }
  tokens.end();
}

async function readWorkbook(zip: ZipArchive, main: ZipEntry) {
  const sheets: { name: string; id: string; hidden: boolean }[] = [];
  let from1904 = false;
  await parse(
    zip,
    main,
    {
      open(name, attributes) {
        if (name === 'workbookPr')
          from1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
        if (name !== 'sheet') return;
        const id = /\s(?:\w+:)?id\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1] ?? '';
        const state = attributeOf(attributes, 'state');
        sheets.push({
          name: attributeOf(attributes, 'name') ?? '',
          id,
          hidden: state !== null && state !== 'visible',
        });
      },
      close() {},
      text() {},
    },
    MAX_SMALL_PART,
  );
  const targets = new Map<string, string>();
  const relations = find(zip, 'xl/_rels/workbook.xml.rels');
  if (relations)
    await parse(
      zip,
      relations,
      {
        open(name, attributes) {
          if (name !== 'Relationship') return;
          const target = attributeOf(attributes, 'Target') ?? '';
          const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
          targets.set(attributeOf(attributes, 'Id') ?? '', path);
        },
        close() {},
        text() {},
      },
      MAX_SMALL_PART,
    );
  const readable = sheets.flatMap(({ name, id, hidden }) => {
    const path = targets.get(id);
    return path ? [{ name, path, hidden }] : [];
  });
  return {
    sheets: [...readable.filter((s) => !s.hidden), ...readable.filter((s) => s.hidden)],
    from1904,
  };
}

async function readStyles(zip: ZipArchive): Promise<(style: number) => boolean> {
  const styles = dateStyles();
  const entry = find(zip, 'xl/styles.xml');
  if (entry) await parse(zip, entry, styles, MAX_SMALL_PART);
  return styles.isDate;
}

async function readShared(zip: ZipArchive): Promise<StringArena> {
  const arena = new StringArena();
  const entry = find(zip, 'xl/sharedStrings.xml');
  if (!entry) return arena;
  let text = '';
  let inText = false;
  // Furigana and pinyin stand beside the text and are not part of it.
  let inPhonetic = false;
  await parse(
    zip,
    entry,
    {
      open(name) {
        if (name === 'si') text = '';
        else if (name === 'rPh') inPhonetic = true;
        else if (name === 't') inText = !inPhonetic;
      },
      close(name) {
        if (name === 't') inText = false;
        else if (name === 'rPh') inPhonetic = false;
        else if (name === 'si') {
          arena.push(text);
          if (arena.bytes > MAX_SHARED) throw importErrors.importBomb({ limit: entry.name });
        }
      },
      text(part) {
        if (inText) text += part;
      },
    },
    4 * MAX_SHARED,
  );
  return arena;
}
