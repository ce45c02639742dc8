import { useMemo, useState } from 'react';

/** Chosen rows over several pages; another question (`asked`) forgets them. */
export function useSelection<T>(rows: readonly T[], rowKey: (row: T) => string, asked: string) {
  const [kept, setKept] = useState<{ asked: string; rows: ReadonlyMap<string, T> }>({
    asked,
    rows: new Map(),
  });
  const chosen = useMemo(
    () => (kept.asked === asked ? kept.rows : new Map<string, T>()),
    [kept, asked],
  );
  const set = (change: (next: Map<string, T>) => void) => {
    const next = new Map(chosen);
    change(next);
    setKept({ asked, rows: next });
  };
  const toggleRow = (row: T) =>
    set((next) => next.delete(rowKey(row)) || next.set(rowKey(row), row));
  return {
    count: chosen.size,
    has: (key: string) => chosen.has(key),
    rows: () => [...chosen.values()],
    clear: () => set((next) => next.clear()),
    toggleRow,
    toggle: (key: string) => {
      const row = rows.find((candidate) => rowKey(candidate) === key);
      if (row) toggleRow(row);
    },
    togglePage: () =>
      set((next) => {
        const all = rows.every((row) => next.has(rowKey(row)));
        for (const row of rows)
          if (all) next.delete(rowKey(row));
          else next.set(rowKey(row), row);
      }),
  };
}
