import { maskValue } from '../../contract/sensitive.ts';
import { withoutPersonalData } from '../redact.ts';
import type { AnyImport, ImportColumn, ImportRow, RowIssue } from './definition.ts';
import { type Fills, filled } from './fills.ts';
import type { Mapping } from './mapping.ts';
import { issueOf } from './problems.ts';
import { cleanCell, isEmptyRow, type RawRow } from './reading/raw-row.ts';

export interface ReadRow {
  readonly row: number;
  /** Cleaned, in the order of the file. */
  readonly cells: readonly string[];
  /** Null when an issue was found. */
  readonly values: ImportRow['values'] | null;
  readonly issues: readonly RowIssue[];
  /** Of a good row of a bulk file: what `prepare` made of it. */
  prepared?: unknown;
}

interface MappedColumn {
  readonly column: ImportColumn;
  readonly index: number;
}

const EXPONENT = /^\d(?:\.\d+)?E\+?\d+$/i;

/** Makes rows of text into what the columns' schemas give, or names what is wrong cell by cell. */
export function rowReader(
  definition: AnyImport,
  mapping: Mapping,
  fills: Fills = {},
  headerRow = 0,
) {
  const mapped: MappedColumn[] = definition.columns.flatMap((column) => {
    const index = mapping.indexOf(column.key);
    return index < 0 ? [] : [{ column, index }];
  });
  const beside = definition.columns.flatMap((column) => {
    const template = mapping.includes(column.key) ? undefined : fills[column.key];
    return template === undefined ? [] : [{ column, template }];
  });
  return (raw: RawRow): ReadRow | null => {
    const cells = raw.cells.map(cleanCell);
    if (isEmptyRow(cells) && !raw.faults) return null;
    const issues: RowIssue[] = [];
    const extra = cells.slice(mapping.length).filter((cell) => cell !== '').length;
    if (extra > 0) issues.push({ code: 'tooManyCells', details: { n: extra } });
    const values: Record<string, unknown> = {};
    for (const { column, index } of mapped) {
      const found = readCell(column, cells[index] ?? '', raw.faults?.get(index));
      if ('issue' in found) issues.push({ ...found.issue, column: column.key });
      else values[column.key] = found.value;
    }
    for (const { column, template } of beside) {
      const found = readCell(column, filled(template, raw.row - headerRow), undefined);
      if ('issue' in found) issues.push({ ...found.issue, column: column.key });
      else values[column.key] = found.value;
    }
    return {
      row: raw.row,
      cells,
      values: issues.length > 0 ? null : (values as ImportRow['values']),
      issues,
    };
  };
}

function readCell(
  column: ImportColumn,
  text: string,
  fault: string | undefined,
): { value: unknown } | { issue: RowIssue } {
  if (fault) return { issue: { code: fault } };
  if (text === '') return column.required ? { issue: { code: 'required' } } : { value: null };
  const parsed = column.schema.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  return { issue: EXPONENT.test(text) ? { code: 'exponent' } : issueOf(parsed.error.issues[0]!) };
}

/** What may be shown and stored of a cell (CR-037): masked when the column is sensitive, or nobody knows what it holds. */
export function shownCell(column: ImportColumn | undefined, text: string): string {
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  if (!column) return short === '' ? '' : `${[...short][0]}**`;
  return column.sensitive ? maskValue(column.sensitive, short) : withoutPersonalData(short);
}
