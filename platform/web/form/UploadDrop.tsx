import { type ReactNode, useId, useRef, useState } from 'react';
import { ProgressLine } from '../chart/Ring.tsx';
import { Icon } from '../icon/Icon.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { useComma, useText } from '../text/lang.ts';
import { formatBytes, formatPercent } from '../text/number.ts';
import { words } from '../text/words.ts';
import styles from './upload.module.css';

/** Takes one file by drop, click or key; checks kind and size before sending; shows how far it is. */
export function UploadDrop({
  kinds,
  maxBytes,
  send,
  title,
  children,
}: {
  /** Endings: ['.csv', '.xlsx'] */
  kinds: readonly string[];
  maxBytes: number;
  /** Sends it; `progress` takes 0 to 1. */
  send: (file: File, progress: (share: number) => void) => Promise<unknown>;
  title?: ReactNode;
  /** What the file should hold, where the template is. */
  children?: ReactNode;
}) {
  const t = useText(words);
  const comma = useComma();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const take = async (next: File | undefined) => {
    if (!next || share !== null) return;
    setFault(null);
    setError(null);
    setFile(next);
    const named = kinds.some((kind) => next.name.toLowerCase().endsWith(kind));
    if (!named) return setFault(t('wrongKind', { kinds: kinds.join(comma) }));
    if (next.size > maxBytes)
      return setFault(t('tooBig', { size: formatBytes(next.size), limit: formatBytes(maxBytes) }));
    setShare(0);
    try {
      await send(next, setShare);
    } catch (refused) {
      setError(refused);
    } finally {
      setShare(null);
    }
  };

  return (
    <div className={styles.upload}>
      <label
        htmlFor={id}
        className={styles.drop}
        data-over={over || undefined}
        data-busy={share !== null || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <input
          ref={input}
          id={id}
          type="file"
          accept={kinds.join(',')}
          disabled={share !== null}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Icon name={file ? 'file' : 'upload'} size={22} />
        {file ? (
          <span className={styles.words}>
            <strong>{file.name}</strong>
            <span>
              {share === null
                ? `${formatBytes(file.size)} · ${t('replaceFile')}`
                : t('uploading', { percent: formatPercent(share, 0) })}
            </span>
          </span>
        ) : (
          <span className={styles.words}>
            <strong>{over ? t('dropNow') : (title ?? t('dropHere'))}</strong>
            <span>
              {t('uploadLimit', { kinds: kinds.join(comma), size: formatBytes(maxBytes) })}
            </span>
          </span>
        )}
      </label>
      {share !== null && (
        <ProgressLine
          share={share}
          sentence={t('uploading', { percent: formatPercent(share, 0) })}
        />
      )}
      {fault && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      {error !== null && <ErrorNote error={error} retry={() => take(file ?? undefined)} />}
      {children && <div className={styles.hint}>{children}</div>}
    </div>
  );
}
