import type { Result } from './results.ts';

export interface Catalogue {
  readonly capabilities: readonly { key: string; name: string }[];
  readonly requirements: readonly { id: string; capability: string; requirement: string }[];
}

export interface Row {
  readonly id: string;
  readonly capability: string;
  readonly proven: boolean;
  /** Titles of the passing tests that name it. */
  readonly tests: readonly string[];
}

export interface Proof {
  readonly rows: readonly Row[];
  readonly proven: number;
  readonly total: number;
}

/** A row is proven when tests that name it (`R-018`) passed, and none that names it failed. */
export function prove(catalogue: Catalogue, results: readonly Result[]): Proof {
  const rows = catalogue.requirements.map(({ id, capability }): Row => {
    const naming = results.filter(({ title }) => idsIn(title).includes(id));
    const tests = naming.filter(({ status }) => status === 'passed').map(({ title }) => title);
    const failed = naming.some(({ status }) => status === 'failed');
    return { id, capability, proven: tests.length > 0 && !failed, tests };
  });
  return { rows, proven: rows.filter((row) => row.proven).length, total: rows.length };
}

/** Rows that tests name and the catalogue does not have: a slip of the pen. */
export function unknownIds(catalogue: Catalogue, results: readonly Result[]): string[] {
  const known = new Set(catalogue.requirements.map(({ id }) => id));
  const named = results.flatMap(({ title }) => idsIn(title));
  return [...new Set(named)].filter((id) => !known.has(id)).sort();
}

const idsIn = (title: string): string[] => title.match(/\bR-\d{3,}\b/g) ?? [];
