/** Keys belong to the field or control one is in, and to the dialog that is open. */
export function keysAreFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable) return false;
  return !target.closest(
    'input, textarea, select, [role=dialog], [role=menu], [role=listbox], [role=combobox]',
  );
}

/** Where the cursor goes; null when the key means nothing here. */
export function moveCursor(
  key: string,
  cursor: number,
  rows: number,
  inRows: boolean,
): number | null {
  if (rows === 0) return null;
  if (key === 'j' || (inRows && key === 'ArrowDown')) return Math.min(rows - 1, cursor + 1);
  if (key === 'k' || (inRows && key === 'ArrowUp')) return Math.max(0, cursor - 1);
  if (inRows && key === 'Home') return 0;
  if (inRows && key === 'End') return rows - 1;
  return null;
}
