function save(name: string, type: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const saveJson = (name: string, value: unknown): void =>
  save(name, 'application/json', `${JSON.stringify(value, null, 2)}\n`);

/** With a mark at its head, so that a spreadsheet reads it as UTF-8; no cell is taken for a formula. */
export const saveCsv = (name: string, rows: readonly (readonly string[])[]): void => {
  const cell = (text: string) =>
    `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  save(name, 'text/csv', `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`);
};
