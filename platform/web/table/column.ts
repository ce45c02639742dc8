import { isValidElement, type ReactNode } from 'react';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** The server sorts by it: the name it knows the column by, or `true` when that is the key. */
  sort?: string | true;
  /** Figures stand right, so that digits line up. */
  align?: 'left' | 'right';
  width?: number | string;
  /** Always shown: what tells rows apart. */
  fixed?: boolean;
  /** Not shown until chosen. */
  hidden?: boolean;
  /** May break over lines; others are one line with the rest cut off. */
  wrap?: boolean;
  /** Its place on a phone's card; `line` unless said, the first column is the title. */
  card?: 'title' | 'side' | 'line' | 'none';
}

export type Density = 'roomy' | 'regular' | 'dense';

/** What one person chose for one table. */
export interface TableChoice {
  /** Shown columns by key. */
  columns?: readonly string[];
  density?: Density;
}

export const sortKey = <T>(column: Column<T>): string | undefined =>
  column.sort === true ? column.key : column.sort;

/** The chosen columns in their own order. Columns born after the choice appear as they come. */
export function shownColumns<T>(
  columns: readonly Column<T>[],
  choice: TableChoice,
  known: readonly string[] = columns.map((column) => column.key),
): Column<T>[] {
  const chosen = choice.columns;
  return columns.filter((column) => {
    if (column.fixed) return true;
    if (!chosen || !known.includes(column.key)) return !column.hidden;
    return chosen.includes(column.key);
  });
}

/** Kept text may be old or broken: what cannot be read is as if nothing was chosen. */
export function parseChoice(kept: string | null): TableChoice & { known?: readonly string[] } {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const { columns, density, known } = value as Record<string, unknown>;
    const names = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((item) => typeof item === 'string');
    return {
      ...(names(columns) ? { columns } : {}),
      ...(names(known) ? { known } : {}),
      ...(density === 'roomy' || density === 'regular' || density === 'dense' ? { density } : {}),
    };
  } catch {
    return {};
  }
}

/** A line that says nothing takes a thumb's way for nothing: on a card it is left out. */
export function saysNothing(shown: ReactNode): boolean {
  if (shown === null || shown === undefined || typeof shown === 'boolean') return true;
  if (typeof shown === 'string') return shown === '' || shown === '—';
  if (!isValidElement<{ children?: ReactNode }>(shown)) return false;
  const { children } = shown.props;
  return typeof children === 'string' && saysNothing(children);
}
