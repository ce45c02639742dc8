import { useMarks, useSay } from '../text.ts';
import styles from './attachments.module.css';
import { Icon } from './Icon.tsx';
import { useShell } from './Phone.tsx';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const pictureOf = ({ media_id, pic_url, picurl }: Readonly<Record<string, unknown>>): string => {
  const address = text(pic_url) || text(picurl);
  return media_id ? `/media/${text(media_id)}` : address;
};

/** What a message is made of, besides plain words. */
export function Attachment({
  kind,
  body,
}: {
  kind: string;
  body: Readonly<Record<string, unknown>>;
}) {
  const say = useSay();
  const marks = useMarks();
  const { browse } = useShell();
  switch (kind) {
    case 'image':
      return (
        <a className={styles.picture} href={pictureOf(body)} target="_blank" rel="noreferrer">
          <img src={pictureOf(body)} alt={say('image')} loading="lazy" />
        </a>
      );
    case 'link': {
      const picture = pictureOf(body);
      return (
        <button
          type="button"
          className={styles.card}
          onClick={() => browse(text(body.url))}
          aria-label={`${say('openLink')}${marks.colon}${text(body.title)}`}
        >
          <b>{text(body.title) || text(body.url)}</b>
          <span>
            <small>{text(body.desc) || text(body.url)}</small>
            {picture ? <img src={picture} alt="" loading="lazy" /> : <Icon name="link" size={34} />}
          </span>
        </button>
      );
    }
    case 'miniprogram':
      return (
        <button
          type="button"
          className={styles.card}
          data-mini=""
          onClick={() => browse(`mini:${text(body.appid)}/${text(body.page)}`)}
        >
          <em>
            <Icon name="program" size={14} /> {say('miniprogram')}
          </em>
          <b>{text(body.title)}</b>
          {body.pic_media_id ? (
            <img src={`/media/${text(body.pic_media_id)}`} alt="" loading="lazy" />
          ) : (
            <i aria-hidden="true" />
          )}
        </button>
      );
    case 'file':
      return (
        <a className={styles.file} href={pictureOf(body)} download={text(body.filename)}>
          <span>
            {text(body.filename) || say('file')}
            <small>{sizeText(body.size)}</small>
          </span>
          <Icon name="file" size={34} />
        </a>
      );
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: simulated media has no captions.
        <video className={styles.video} src={pictureOf(body)} controls preload="metadata" />
      );
    default:
      return (
        <span className={styles.odd}>
          [{kind}] {say('unknownLine')}
        </span>
      );
  }
}

const sizeText = (bytes: unknown): string =>
  typeof bytes !== 'number'
    ? ''
    : bytes < 1024 * 1024
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** The names of things in a list of chats. */
export function useLineText() {
  const say = useSay();
  return (msgtype: string, words: string): string => {
    if (msgtype === 'text') return words;
    const names = ['image', 'link', 'miniprogram', 'file', 'video', 'voice'] as const;
    const name = names.find((n) => n === msgtype);
    return `[${name ? say(name) : msgtype}] ${words}`.trim();
  };
}
