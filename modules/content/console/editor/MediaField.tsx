import { Button } from 'antd';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { upload } from '#platform/web/transfer.ts';
import { type MediaKind, mediaLimits, uploadMedia } from '../../contract.ts';
import styles from '../content.module.css';
import { mediaUrl } from '../parts.tsx';
import { text } from '../text.ts';

const MOST = 9;

/** Uploads what a content shows: one file, or up to nine pictures. Works inside `Field`. */
export function MediaField({
  kind,
  many = false,
  value,
  onChange,
}: {
  kind: MediaKind;
  many?: boolean;
  id?: string;
  value?: string | string[] | null;
  onChange?: (value: string | string[] | null) => void;
}) {
  const t = useText(text);
  const ids = Array.isArray(value) ? value : value ? [value] : [];
  const set = (next: string[]) => onChange?.(many ? next : (next[0] ?? null));
  return (
    <div>
      {ids.length > 0 && (
        <div className={styles.pictures}>
          {ids.map((id) => (
            <figure key={id}>
              {kind === 'image' ? <img src={mediaUrl(id)} alt="" /> : <code>{id.slice(0, 8)}</code>}
              <Button size="small" onClick={() => set(ids.filter((other) => other !== id))}>
                {t('removeParagraph')}
              </Button>
            </figure>
          ))}
        </div>
      )}
      {ids.length < (many ? MOST : 1) && (
        <UploadDrop
          kinds={mediaLimits[kind].endings}
          maxBytes={mediaLimits[kind].bytes}
          title={t('upload')}
          send={async (file, progress) => {
            const media = await upload(uploadMedia, file, {}, { progress });
            set([...ids, media.id]);
          }}
        >
          {t('uploadHint')}
        </UploadDrop>
      )}
    </div>
  );
}
