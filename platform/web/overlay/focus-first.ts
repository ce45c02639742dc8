/**
 * For `afterOpenChange` of a dialog: the first field gets the focus, not the cross in the corner;
 * without a field the way back when it is dangerous, else the way on.
 */
export const focusFirst =
  (dialog: string, danger = false) =>
  (open: boolean): void => {
    if (!open) return;
    const root = document.querySelector(`.${dialog}`);
    const field = root?.querySelector<HTMLElement>('input:not([type=hidden]), textarea');
    const button = danger
      ? root?.querySelector<HTMLElement>('.ant-modal-footer button')
      : root?.querySelector<HTMLElement>('.ant-btn-primary');
    (field ?? button)?.focus();
  };
