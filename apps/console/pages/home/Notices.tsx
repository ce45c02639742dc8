import { Link } from 'react-router';
import { getAuditChain, listNotifications, readNotifications } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import styles from './home.module.css';
import { text } from './text.ts';

/** The latest unread news; reading one opens what it is about. */
export function Notices() {
  const t = useText(text);
  const notes = useCall(listNotifications, { query: { unread: 'true', size: 6 } }, { every: 30 });
  const read = useChange(readNotifications);
  if (notes.isPending) return <SkeletonText lines={4} />;
  if (!notes.data) return <ErrorNote error={notes.error} retry={() => notes.refetch()} />;
  if (notes.data.items.length === 0) return <p className={styles.quiet}>{t('noNotices')}</p>;
  return (
    <ul className={styles.notices}>
      {notes.data.items.map((note) => (
        <li key={note.id}>
          <Link
            to={note.link ?? '/notifications'}
            onClick={() => read.mutate({ body: { ids: [note.id] } })}
          >
            {note.text}
          </Link>
          <small>
            <DateTime at={note.at} show="relative" />
          </small>
        </li>
      ))}
    </ul>
  );
}

/** Whether the trail holds, in a sentence. */
export function Chain() {
  const t = useText(text);
  const lang = useLang();
  const now = useBusinessNow();
  const chain = useCall(getAuditChain, {}, { every: 60 });
  if (!chain.data) return chain.isPending ? <SkeletonText lines={1} /> : null;
  const { verified } = chain.data;
  if (!verified) return <Status kind="waiting">{t('chainNever')}</Status>;
  if (!verified.ok) return <Status kind="failed">{t('chainBroken')}</Status>;
  return (
    <Status kind="done">
      {t('chainOk', {
        when: relativeTime(verified.at, now, lang),
        upTo: formatNumber(verified.upTo),
      })}
    </Status>
  );
}
