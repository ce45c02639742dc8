import { Link, useNavigate } from 'react-router';
import {
  countNotifications,
  listNotifications,
  type Notification,
  readNotifications,
} from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { DropPanel } from '#platform/web/overlay/DropPanel.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import styles from './top-bar.module.css';

export function Bell() {
  const t = useText(text);
  const marks = useMarks();
  const count = useCall(countNotifications, {}, { every: 30 });
  const unread = count.data?.unread ?? 0;
  return (
    <DropPanel
      title={t('notifications')}
      button={(props) => (
        <button
          type="button"
          className={styles.button}
          aria-label={
            unread > 0
              ? `${t('notifications')}${marks.clause}${t('unread', { n: unread })}`
              : t('notifications')
          }
          {...props}
        >
          <Icon name="bell" size={18} />
          {unread > 0 && <span className={styles.count}>{unread > 99 ? '99+' : unread}</span>}
        </button>
      )}
    >
      {(close) => <Notes unread={unread} close={close} />}
    </DropPanel>
  );
}

function Notes({ unread, close }: { unread: number; close: () => void }) {
  const t = useText(text);
  const navigate = useNavigate();
  const notes = useCall(listNotifications, { query: { size: 20 } });
  const read = useChange(readNotifications);
  const open = (note: Notification) => {
    if (note.readAt === null) read.mutate({ body: { ids: [note.id] } });
    close();
    if (note.link) navigate(note.link);
  };
  return (
    <div className={styles.notes}>
      <div className={styles.notesHead}>
        <b>{t('notifications')}</b>
        {unread > 0 && (
          <button type="button" onClick={() => read.mutate({ body: {} })}>
            {t('readAll')}
          </button>
        )}
      </div>
      {notes.isError && <ErrorNote error={notes.error} retry={() => notes.refetch()} />}
      {notes.isPending && <SkeletonText lines={4} />}
      {notes.data?.items.length === 0 && (
        <Empty small title={t('noNotifications')}>
          {t('noNotificationsHint')}
        </Empty>
      )}
      <div className={styles.noteList}>
        {notes.data?.items.map((note) => (
          <button
            key={note.id}
            type="button"
            className={styles.note}
            data-unread={note.readAt === null ? '' : undefined}
            onClick={() => open(note)}
          >
            <span>{note.text}</span>
            <small>
              {note.weight === 'act' && `${t('toDo')} · `}
              <DateTime at={note.at} show="relative" />
            </small>
          </button>
        ))}
      </div>
      <Link to="/notifications" className={styles.all} onClick={close}>
        {t('allNotifications')}
      </Link>
    </div>
  );
}
