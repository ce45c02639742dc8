import type { KeyboardEvent } from 'react';

/** Up, down, home and end through the rows that are to be seen; left goes to the row above. */
export function moveInTree(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const to = targetOf(event.key, at, rows);
  if (to === null) return;
  event.preventDefault();
  rows[to]?.focus();
}

function targetOf(key: string, at: number, rows: readonly HTMLElement[]): number | null {
  const level = (row: HTMLElement | undefined) => Number(row?.getAttribute('aria-level'));
  switch (key) {
    case 'ArrowDown':
      return Math.min(rows.length - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'ArrowRight':
      return level(rows[at + 1]) > level(rows[at]) ? at + 1 : null;
    case 'ArrowLeft': {
      for (let above = at - 1; above >= 0; above -= 1)
        if (level(rows[above]) < level(rows[at])) return above;
      return null;
    }
    default:
      return null;
  }
}
