import { type ReactNode, useEffect, useRef } from 'react';
import { useSay } from './phone.ts';
import { phoneWords } from './words.ts';

/** Comes up from below; closes by its button, by going back, or by a tap beside it. */
export function Sheet(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const say = useSay();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes a dialog with Escape
    <dialog
      ref={dialog}
      className="sheet"
      aria-label={props.title}
      onCancel={props.onClose}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <header>
        <h2>{props.title}</h2>
        <button type="button" className="plain" onClick={props.onClose}>
          {say(phoneWords.close)}
        </button>
      </header>
      <div className="sheet-body">{props.children}</div>
      {props.actions && <footer>{props.actions}</footer>}
    </dialog>
  );
}
