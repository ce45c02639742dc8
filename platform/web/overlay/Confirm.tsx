import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { focusFirst } from './focus-first.ts';
import styles from './overlay.module.css';

/**
 * Asks before something that matters, and says what will happen. For what cannot be undone give
 * `type`: the word to type. The button carries the verb, never "OK". With `reason` a text is asked
 * for and handed to `run`.
 */
export function Confirm({
  open,
  close,
  title,
  consequences,
  verb,
  danger = false,
  type,
  reason,
  run,
}: {
  open: boolean;
  close: () => void;
  title: ReactNode;
  /** Each a sentence. */
  consequences: readonly ReactNode[];
  verb: string;
  danger?: boolean;
  type?: string;
  /** Asks why; the label of the field. */
  reason?: string;
  run: (reason: string) => Promise<unknown>;
}) {
  const t = useText(words);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ready = (!type || typed.trim() === type) && (!reason || why.trim().length > 0);

  const leave = () => {
    if (busy) return;
    setTyped('');
    setWhy('');
    setError(null);
    close();
  };
  const go = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await run(why.trim());
      setTyped('');
      setWhy('');
      close();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open={open}
      title={<span className={styles.title}>{title}</span>}
      onCancel={leave}
      width={480}
      className="dialog-confirm"
      afterOpenChange={focusFirst('dialog-confirm', danger)}
      mask={{ closable: !busy }}
      footer={[
        <Button key="cancel" onClick={leave} disabled={busy}>
          {t('cancel')}
        </Button>,
        <Button
          key="go"
          type="primary"
          danger={danger}
          loading={busy}
          disabled={!ready}
          onClick={go}
        >
          {verb}
        </Button>,
      ]}
    >
      <div className={styles.body}>
        <p className={styles.lead}>{t('consequences')}</p>
        <ul className={styles.list}>
          {consequences.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of sentences
            <li key={at}>{line}</li>
          ))}
        </ul>
        {reason && (
          <div className={styles.field}>
            <label htmlFor={`${id}why`}>{reason}</label>
            <Input.TextArea
              id={`${id}why`}
              value={why}
              rows={2}
              maxLength={200}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
        {type && (
          <div className={styles.field}>
            <label htmlFor={`${id}type`}>{t('typeToConfirm', { word: type })}</label>
            <Input
              id={`${id}type`}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              onPressEnter={go}
            />
          </div>
        )}
        {error !== null && <ErrorNote error={error} />}
      </div>
    </Modal>
  );
}
