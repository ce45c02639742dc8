import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Body, getMedia, segments, type VersionState, versionStateText } from '../contract.ts';
import styles from './content.module.css';
import { text } from './text.ts';

const kinds: Record<VersionState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  approved: 'active',
  replaced: 'ended',
  withdrawn: 'stopped',
  expired: 'ended',
};

export function VersionStatus({ state }: { state: VersionState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(versionStateText[state])}</Status>;
}

/** A segment by its name; banks may have segments of their own. */
export function useSegmentName(): (key: string) => string {
  const t = useText(text);
  const phrase = usePhrase();
  const known: Readonly<Record<string, readonly [string, string]>> = segments;
  return (key) => {
    if (key === '*') return t('everybody');
    const name = known[key];
    return name ? phrase(name) : key;
  };
}

export const mediaUrl = (id: string) => getMedia.path.replace(':id', id);

/** What the customer sees of a content: words as a message, the carrier as its card. */
export function Preview({ body, voice }: { body: Body; voice: 'official' | 'human' }) {
  const said = voice === 'human' ? (body.human ?? body.text) : body.text;
  const { carrier } = body;
  return (
    <div className={styles.phone}>
      {said && <div className={styles.bubble}>{said}</div>}
      {carrier.format === 'image' && (
        <div className={styles.pictures}>
          {carrier.images.map((id) => (
            <img key={id} src={mediaUrl(id)} alt="" />
          ))}
        </div>
      )}
      {'title' in carrier && (
        <div className={styles.bubble}>
          {'coverId' in carrier && carrier.coverId && (
            <img className={styles.cardPicture} src={mediaUrl(carrier.coverId)} alt="" />
          )}
          <div className={styles.cardTitle}>{carrier.title}</div>
          {'summary' in carrier && <small>{carrier.summary}</small>}
          {'url' in carrier && <small>{carrier.url}</small>}
        </div>
      )}
      {carrier.format === 'article' && (
        <div className={styles.bubble}>
          {carrier.blocks
            .map((block) =>
              block.kind === 'list'
                ? block.items.map((item) => `· ${item}`).join('\n')
                : block.kind === 'image'
                  ? `〔${block.alt}〕`
                  : block.text,
            )
            .join('\n\n')}
        </div>
      )}
    </div>
  );
}
