import { Drawer, Popover } from 'antd';
import { type ReactElement, type ReactNode, useState } from 'react';
import { usePhone } from '../useMedia.ts';

/**
 * What a button brings up: beside it on a desk, from the lower edge on a phone, where the thumb is.
 * The content is made anew each time.
 */
export function DropPanel({
  title,
  side = 'right',
  button,
  children,
}: {
  /** Names the panel, and is its heading on a phone. */
  title: string;
  /** Which edge it shares with the button. */
  side?: 'left' | 'right';
  /** Gets what it needs to be the button of the panel. */
  button: (props: {
    onClick: () => void;
    'aria-expanded': boolean;
    'aria-haspopup': 'dialog';
  }) => ReactElement;
  children: (close: () => void) => ReactNode;
}) {
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const trigger = button({
    onClick: () => setOpen((now) => !now),
    'aria-expanded': open,
    'aria-haspopup': 'dialog',
  });
  if (phone)
    return (
      <>
        {trigger}
        <Drawer
          open={open}
          onClose={close}
          placement="bottom"
          title={title}
          destroyOnHidden
          styles={{
            wrapper: { height: 'auto', maxHeight: '85dvh' },
            section: { borderRadius: '12px 12px 0 0' },
          }}
        >
          {children(close)}
        </Drawer>
      </>
    );
  return (
    <Popover
      open={open}
      // Opening is the button's business; this hears of clicks elsewhere and of Escape.
      onOpenChange={(next) => !next && setOpen(false)}
      trigger="click"
      placement={side === 'right' ? 'bottomRight' : 'bottomLeft'}
      arrow={false}
      destroyOnHidden
      content={
        <div role="dialog" aria-label={title}>
          {children(close)}
        </div>
      }
    >
      {trigger}
    </Popover>
  );
}
