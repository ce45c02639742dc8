/**
 * What stands in for columns that the file does not have: the same text in every row, with `{row}`
 * for the number of the row below the headers. `B-{row}` gives rows a number of their own.
 */
export type Fills = Readonly<Record<string, string>>;

export const filled = (template: string, row: number): string =>
  template.replaceAll('{row}', String(row));

/** Without those for columns that the file has after all, and those that say nothing. */
export function fillsBeside(fills: Fills, mapping: readonly (string | null)[]): Fills {
  return Object.fromEntries(
    Object.entries(fills).filter(([key, text]) => text.trim() !== '' && !mapping.includes(key)),
  );
}
