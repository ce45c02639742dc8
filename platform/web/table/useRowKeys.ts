import { useCallback, useEffect, useRef, useState } from 'react';
import { keysAreFree, moveCursor } from './keys.ts';

/** j and k go through the rows, Enter opens, x chooses, / searches. Another question forgets the place. */
export function useRowKeys<T>({
  rows,
  open,
  toggle,
  table,
  asked,
}: {
  rows: readonly T[];
  open: ((row: T) => void) | undefined;
  toggle: ((row: T) => void) | undefined;
  table: string;
  asked: string;
}) {
  const [kept, setKept] = useState({ asked, at: -1 });
  const cursor = kept.asked === asked ? kept.at : -1;
  const setCursor = useCallback((at: number) => setKept({ asked, at }), [asked]);
  const now = useRef({ rows, cursor, open, toggle });
  now.current = { rows, cursor, open, toggle };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreFree(event)) return;
      const { rows, cursor, open, toggle } = now.current;
      const here = document.querySelector(`[data-table="${table}"]`);
      const inRows =
        document.activeElement instanceof HTMLTableRowElement &&
        here?.contains(document.activeElement) === true;
      // Of two tables on a page the one with the focus listens, else the first.
      if (!inRows && document.querySelector('[data-table]') !== here) return;
      const next = moveCursor(event.key, inRows ? cursor : -1, rows.length, inRows);
      const row = inRows ? rows[cursor] : undefined;
      if (next !== null) setCursor(next);
      else if (event.key === '/') here?.querySelector<HTMLElement>('input[type=search]')?.focus();
      else if (row && event.key === 'Enter') open?.(row);
      else if (row && event.key === 'x') toggle?.(row);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [table, setCursor]);
  return [cursor, setCursor] as const;
}
