import { useMemo, useState } from 'react';
import { usePerson } from '../person.ts';
import { browserShelf } from '../store.ts';
import { type Column, type Density, parseChoice, shownColumns } from './column.ts';

/** Columns and row height as this person left them for this table. */
export function useTableChoice<T>(table: string, columns: readonly Column<T>[]) {
  const person = usePerson();
  const key = `yuhang.table.${person?.id ?? 'anyone'}.${table}`;
  const [choice, setChoice] = useState(() => parseChoice(browserShelf().getItem(key)));
  const shown = useMemo(() => shownColumns(columns, choice, choice.known), [columns, choice]);
  const keep = (next: typeof choice) => {
    setChoice(next);
    if (next.columns || next.density) browserShelf().setItem(key, JSON.stringify(next));
    else browserShelf().removeItem(key);
  };
  return {
    shown,
    density: choice.density ?? ('regular' as Density),
    setDensity: (density: Density) => keep({ ...choice, density }),
    setColumns: (keys: readonly string[]) =>
      keep({ ...choice, columns: keys, known: columns.map((column) => column.key) }),
    reset: () => keep({}),
  };
}
