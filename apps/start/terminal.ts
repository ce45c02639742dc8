/** One line on the terminal, in Chinese and in English. */
export function say(zh: string, en: string): void {
  console.log(`  ${zh} / ${en}`);
}

/**
 * What our processes write are JSON logs for a file. Somebody at a terminal wants to hear of errors
 * only, in few words; text that is no log (a crash) is shown as it is.
 */
export function worthSaying(line: string): string | null {
  if (!line.startsWith('{')) return line.trim() === '' ? null : line;
  try {
    const { level, msg, err } = JSON.parse(line);
    if (level !== 'error' && level !== 'fatal') return null;
    return [msg, err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}

export interface SignIn {
  role: string;
  name: string;
  account: string;
  password: string;
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? '')))) ?? [];
  return rows
    .map((row) =>
      row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))).join('   '),
    )
    .map((line) => `    ${line.trimEnd()}`)
    .join('\n');
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, char) => sum + (/[\u1100-\uffef]/.test(char) ? 2 : 1), 0);
}
