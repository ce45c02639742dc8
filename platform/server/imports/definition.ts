import type { z } from 'zod';
import type { Mask } from '../../contract/sensitive.ts';
import type { Phrase } from '../../contract/text.ts';
import type { Ctx, TxCtx } from '../ctx.ts';

export interface ImportColumn {
  readonly key: string;
  readonly name: Phrase;
  /** Other headers by which it is recognised, in any case and spacing. */
  readonly aliases?: readonly string[];
  /** The column must be there, and every row must have something in it. */
  readonly required?: boolean;
  /** Takes the cell as text, without what surrounds it; never an empty one. See cells.ts. */
  readonly schema: z.ZodType<unknown, string>;
  readonly example: string;
  /** What may stand in a cell, in words. */
  readonly hint?: Phrase;
  /** Personal data: shown masked, never stored in the clear. */
  readonly sensitive?: Mask;
  /** A value stands in the file only once, and rows may be found by it. */
  readonly unique?: boolean;
}

/** What the columns' schemas gave: `undefined` when the file has no such column, `null` for an empty cell. */
export type Values<C extends readonly ImportColumn[]> = {
  readonly [K in C[number] as K['key']]: K['required'] extends true
    ? z.output<K['schema']>
    : z.output<K['schema']> | null | undefined;
};

export interface ImportRow<C extends readonly ImportColumn[] = readonly ImportColumn[]> {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly values: Values<C>;
  /** What `prepare` made of it. */
  readonly prepared?: unknown;
}

/** Why a row is refused: a code of problems.ts or of the definition's own `problems`. */
export interface RowIssue {
  readonly column?: string;
  readonly code: string;
  /** Fills the places of the phrase; no personal data. */
  readonly details?: Readonly<Record<string, string | number | Phrase>>;
}

/** The other rows of the same file. */
export interface FileRows {
  /** Numbers of the rows that hold these values in a unique column. */
  rowsOf(column: string, values: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export type RowOutcome =
  | 'created'
  | 'updated'
  /** Everything was so already. */
  | 'unchanged'
  | { readonly refused: RowIssue }
  /** Another row of this file must come first; refused for this reason if it never does. */
  | { readonly later: RowIssue };

export interface ImportDefinition<C extends readonly ImportColumn[] = readonly ImportColumn[]> {
  /** `org.staff` */
  readonly kind: string;
  /** Held where the rows go; asked again for every row by `apply` itself. */
  readonly permission: string;
  readonly name: Phrase;
  readonly columns: C;
  /** Columns of this bank besides: attributes of its registry. */
  more?(ctx: Ctx): Promise<readonly ImportColumn[]>;
  /**
   * For files of millions of rows. The next batch is read and prepared while one is written; `check`
   * is asked in the same reading as the cells and knows no other rows; a row cannot wait for another.
   */
  readonly bulk?: boolean;
  /** Own reasons for refusing a row; places are filled from the issue's details. */
  readonly problems?: Readonly<Record<string, Phrase>>;
  /** Rows in one transaction. */
  readonly batch?: number;
  /** What only the database knows, asked for a batch of rows whose cells are all right. Set-based. */
  check?(
    ctx: Ctx,
    rows: readonly ImportRow<C>[],
    file: FileRows,
  ): Promise<ReadonlyMap<number, readonly RowIssue[]>>;
  /**
   * Takes a batch in, set-based, and answers for each row in the same order. Commits together with
   * the place in the file, so it takes effect once. The same rows again answer `unchanged`.
   */
  apply(ctx: TxCtx, rows: readonly ImportRow<C>[]): Promise<readonly RowOutcome[]>;
  /** Hashing, encrypting: what needs no database, done with a row of a bulk file beforehand. */
  prepare?(ctx: Ctx, row: ImportRow<C>): unknown;
}

export function defineImport<const C extends readonly ImportColumn[]>(
  definition: ImportDefinition<C>,
): ImportDefinition<C> {
  const keys = definition.columns.map((column) => column.key);
  if (new Set(keys).size < keys.length) throw new Error(`${definition.kind} has a column twice`);
  return definition;
}

/** As the mechanism handles it, whatever its columns are. */
export type AnyImport = ImportDefinition;

export const batchOf = ({ batch, bulk }: AnyImport) => batch ?? (bulk ? 5000 : 500);

/** The definition as it is for the caller's bank. */
export async function withOwnColumns(ctx: Ctx, definition: AnyImport): Promise<AnyImport> {
  if (!definition.more) return definition;
  const taken = new Set(definition.columns.map((column) => column.key));
  const more = (await definition.more(ctx)).filter((column) => !taken.has(column.key));
  return { ...definition, columns: [...definition.columns, ...more] };
}
