import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { ShownAttachment, ShownMessage } from '../../contract.ts';
import styles from '../content.module.css';
import { mediaUrl } from '../parts.tsx';
import { text } from '../text.ts';

/** A message as it arrives on a phone: its words, and what goes beside them. */
export function MessageShown({ message }: { message: ShownMessage }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (message.why)
    return (
      <Callout tone="bad" title={t('notSent')}>
        {phrase(message.why)}
      </Callout>
    );
  return (
    <div className={styles.phone}>
      {message.text && <div className={styles.bubble}>{message.text}</div>}
      {message.attachments.map((one) => (
        <Attachment key={`${one.kind}${one.fileId ?? one.title}`} one={one} />
      ))}
    </div>
  );
}

function Attachment({ one }: { one: ShownAttachment }) {
  const t = useText(text);
  if (one.kind === 'image' && one.fileId)
    return <img className={styles.picture} src={mediaUrl(one.fileId)} alt={t('pictureSent')} />;
  if (one.kind === 'video' || one.kind === 'file')
    return (
      <a
        className={styles.bubble}
        href={one.fileId ? mediaUrl(one.fileId) : undefined}
        target="_blank"
        rel="noreferrer"
      >
        {t(one.kind === 'video' ? 'videoSent' : 'fileSent', { title: one.title })}
      </a>
    );
  return (
    <div className={styles.bubble}>
      {one.fileId && <img className={styles.cardPicture} src={mediaUrl(one.fileId)} alt="" />}
      <div className={styles.cardTitle}>{one.title}</div>
      {one.desc && <small>{one.desc}</small>}
      {one.url && (
        <div>
          <a href={one.url} target="_blank" rel="noreferrer">
            {t('openPage')}
          </a>
        </div>
      )}
    </div>
  );
}
