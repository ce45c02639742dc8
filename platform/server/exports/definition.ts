import type { z } from 'zod';
import type { Phrase } from '../../contract/text.ts';
import type { Ctx } from '../ctx.ts';
import type { CellValue } from './csv-text.ts';
import type { TableColumn } from './table-file.ts';

export interface ExportDefinition<K extends string = string, Q extends z.ZodType = z.ZodType> {
  /** `org.staff` */
  readonly kind: string;
  /** Held for the rows: `rows` gives those within the caller's scope and no others. */
  readonly permission: string;
  readonly name: Phrase;
  readonly columns: readonly TableColumn<K>[];
  /** The filters of the list, as its own endpoint takes them. */
  readonly query: Q;
  readonly maxRows: number;
  /** Batches in a fixed order, with personal data in the clear: masking is done by the file. */
  rows(ctx: Ctx, query: z.output<Q>): AsyncIterable<readonly Readonly<Record<K, CellValue>>[]>;
}

export function defineExport<K extends string, Q extends z.ZodType>(
  definition: ExportDefinition<K, Q>,
): ExportDefinition<K, Q> {
  return definition;
}

export type AnyExport = ExportDefinition;
export type ExportDefinitions = ReadonlyMap<string, AnyExport>;

/** Columns in the order asked for; all of them when none are named. */
export const chosenColumns = ({ columns }: AnyExport, keys: readonly string[]) =>
  keys.flatMap((key) => columns.find((column) => column.key === key) ?? []);
