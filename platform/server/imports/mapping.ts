import { type Said, said } from '../../contract/task.ts';
import type { AnyImport } from './definition.ts';
import type { Fills } from './fills.ts';
import { isEmptyRow, type RawRow } from './reading/raw-row.ts';

/** For each column of the file the key it stands for, or null. */
export type Mapping = readonly (string | null)[];

/** Columns that a file of refused rows has more than the file it came from. */
export const reasonHeader: Said = ['问题原因', 'Reason'];
export const rowHeader: Said = ['原行号', 'Original row'];

/** *工 号（必填） → 工号: without marks, notes in brackets, spacing and case. */
export function normalHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*_\-:：/.、]/g, '');
}

function names(definition: AnyImport): Map<string, string> {
  const known = new Map<string, string>();
  for (const { key, name, aliases = [] } of definition.columns)
    for (const word of [...name, ...aliases, key]) {
      const normal = normalHeader(word);
      if (normal !== '' && !known.has(normal)) known.set(normal, key);
    }
  return known;
}

/** Takes each header for the column of that name; of two equal headers the first. */
export function guessMapping(definition: AnyImport, headers: readonly string[]): Mapping {
  const known = names(definition);
  const taken = new Set<string>();
  return headers.map((header) => {
    const key = known.get(normalHeader(header));
    if (!key || taken.has(key)) return null;
    taken.add(key);
    return key;
  });
}

const FIRST_ROWS = 20;

/** The row with the most headers that are known; a list often has its title above them. */
export function guessHeaderRow(definition: AnyImport, rows: readonly RawRow[]): RawRow | null {
  const filled = rows.filter((row) => row.row <= FIRST_ROWS && !isEmptyRow(row.cells));
  let best = filled[0] ?? null;
  let most = 0;
  for (const row of filled) {
    const found = guessMapping(definition, row.cells).filter((key) => key !== null).length;
    if (found <= most) continue;
    most = found;
    best = row;
  }
  return best;
}

export function missingColumns(
  definition: AnyImport,
  mapping: Mapping,
  fills: Fills = {},
): string[] {
  return definition.columns
    .filter(({ key, required }) => required && !mapping.includes(key) && fills[key] === undefined)
    .map((column) => column.key);
}

/** What a person gave: keys nobody knows, keys twice. */
export function mappingFaults(definition: AnyImport, mapping: Mapping) {
  const keys = mapping.filter((key) => key !== null);
  return {
    unknown: keys.filter((key) => !definition.columns.some((column) => column.key === key)),
    twice: [...new Set(keys.filter((key, i) => keys.indexOf(key) < i))],
  };
}

/** What is worth knowing about the headers and stops nothing. */
export function headerRemarks(headers: readonly string[], mapping: Mapping): Said[] {
  const remarks: Said[] = [];
  const seen = new Map<string, number>();
  for (const header of headers) {
    const normal = normalHeader(header);
    if (normal === '') continue;
    const times = (seen.get(normal) ?? 0) + 1;
    seen.set(normal, times);
    if (times === 2)
      remarks.push(
        said(
          [
            '表头“{header}”出现多次，取第一列',
            'The header “{header}” stands several times; the first is taken',
          ],
          { header },
        ),
      );
  }
  const own = [...reasonHeader, ...rowHeader].map(normalHeader);
  const left = headers.filter(
    (header, i) =>
      header !== '' &&
      mapping[i] === null &&
      !own.includes(normalHeader(header)) &&
      seen.get(normalHeader(header)) === 1,
  ).length;
  if (left > 0)
    remarks.push(
      said(['{n} 列未被识别，不会导入', '{n} columns were not recognised and are left out'], {
        n: left,
      }),
    );
  return remarks;
}
