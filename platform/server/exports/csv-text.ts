/** Excel takes a file that begins with this for UTF-8. */
export const BOM = '\ufeff';

const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?%?$/;

/**
 * A text that no spreadsheet calculates: what would be taken for a formula gets an apostrophe in
 * front. Negative numbers are left alone.
 */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Numbers longer than a spreadsheet holds (identity and card numbers) stay text behind a tab. */
const keptAsText = (text: string) => (/^\d{12,}$/.test(text) ? `\t${text}` : text);

export type CellValue = string | number | boolean | null | undefined;

export function csvLine(cells: readonly CellValue[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = keptAsText(withoutFormula(value));
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
