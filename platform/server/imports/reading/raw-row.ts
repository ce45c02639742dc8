/** What a cell could not be read as; the value stands for what is there instead. */
export type CellFault = 'formulaNotCalculated' | 'errorValue' | 'digitsLost' | 'unreadable';

export interface RawRow {
  /** As a spreadsheet numbers it, from 1; empty rows count. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly faults?: ReadonlyMap<number, CellFault>;
}

/** A table of a file, read from top to bottom any number of times. */
export interface TableReader {
  /** Rows in order, a handful at a time; stop by leaving the loop. */
  rows(): AsyncIterable<readonly RawRow[]>;
  /** Bytes of how many have been passed by the reading that began last. */
  progress(): { done: number; total: number };
}

/** Columns beyond are not read; no import needs so many. */
export const MAX_COLUMNS = 500;

// Spaces of every width, tabs, line ends, and marks that take no room at all.
const EDGES = /^(?:\s|\u200b|\u200c|\u200d|\u2060)+|(?:\s|\u200b|\u200c|\u200d|\u2060)+$/g;

/** A cell without what surrounds it, and without the apostrophe that keeps a spreadsheet from calculating it. */
export function cleanCell(text: string): string {
  if (text === '') return text;
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  // Most cells have nothing to clean: letters, digits, Chinese characters at both ends.
  const plain = (code: number) =>
    (code > 47 && code < 123) || (code > 0x2fff && code < 0xfe00 && code !== 0x3000);
  const trimmed = plain(first) && plain(last) ? text : text.replace(EDGES, '');
  return /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed;
}

export const isEmptyRow = (cells: readonly string[]) => cells.every((cell) => cell === '');
