import { Modal } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { FormPanel, type FormPanelProps } from '../form/FormPanel.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './overlay.module.css';

/** A short form over the page; says what will happen before it asks. Closes itself when it went well. */
export function FormDialog<S extends z.ZodType<unknown, unknown>>({
  open,
  close,
  title,
  consequences = [],
  width = 520,
  ...panel
}: Omit<FormPanelProps<S>, 'compact' | 'onCancel'> & {
  open: boolean;
  close: () => void;
  title: ReactNode;
  /** Each a sentence. */
  consequences?: readonly ReactNode[];
  width?: number;
}) {
  const t = useText(words);
  return (
    <Modal
      open={open}
      title={<span className={styles.title}>{title}</span>}
      onCancel={close}
      footer={null}
      width={width}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <div className={styles.body}>
        {consequences.length > 0 && (
          <>
            <p className={styles.lead}>{t('consequences')}</p>
            <ul className={styles.list}>
              {consequences.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of sentences
                <li key={at}>{line}</li>
              ))}
            </ul>
          </>
        )}
        <FormPanel
          draft={false}
          {...panel}
          compact
          onCancel={close}
          onSubmit={async (values) => {
            await panel.onSubmit(values);
            close();
          }}
        />
      </div>
    </Modal>
  );
}
