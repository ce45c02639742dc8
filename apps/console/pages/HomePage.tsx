import { useMemo } from 'react';
import { Link } from 'react-router';
import { listNotifications, readNotifications } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { navigationFor } from '../layout/navigation.ts';
import { TaskList } from '../layout/TaskDrawer.tsx';
import { rooms } from '../rooms.ts';
import { text } from '../text.ts';
import styles from './home.module.css';

/** The first page: what waits for this person, what runs, where to go. */
export default function HomePage() {
  const t = useText(text);
  const say = usePhrase();
  const may = useMay();
  const groups = useMemo(() => navigationFor(rooms, may), [may]);
  return (
    <Page title={t('home')} purpose={t('homePurpose')}>
      <div className={styles.columns}>
        <div className={styles.main}>
          <Section title={t('needsYou')}>
            <Waiting />
          </Section>
        </div>
        <div className={styles.side}>
          <Section title={t('underWay')}>
            <div className={styles.ruled}>
              <TaskList onlyActive />
            </div>
          </Section>
          {groups.length > 0 && (
            <Section title={t('go')}>
              <ul className={styles.pages}>
                {groups.flatMap((group) =>
                  group.pages.map((page) => (
                    <li key={page.path}>
                      <Link to={page.path}>
                        <Icon name={page.icon} size={18} />
                        {say(page.label)}
                      </Link>
                    </li>
                  )),
                )}
              </ul>
            </Section>
          )}
        </div>
      </div>
    </Page>
  );
}

function Waiting() {
  const t = useText(text);
  const notes = useCall(listNotifications, { query: { unread: 'true', size: 50 } }, { every: 30 });
  const read = useChange(readNotifications);
  if (notes.isError && !notes.data) return <ErrorNote error={notes.error} retry={() => notes.refetch()} />;
  if (notes.isPending) return <SkeletonText lines={5} />;
  const items = notes.data.items;
  if (items.length === 0)
    return (
      <div className={styles.ruled}>
        <Empty title={t('nothingWaiting')}>{t('nothingWaitingHint')}</Empty>
      </div>
    );
  return (
    <ul className={styles.waiting}>
      {items.map((note) => {
        const inside = (
          <>
            {note.weight === 'act' ? (
              <Status kind="waiting">{t('toDo')}</Status>
            ) : (
              <Status kind="ended">{t('news')}</Status>
            )}
            <span>{note.text}</span>
            <DateTime at={note.at} show="relative" />
          </>
        );
        const seen = () => read.mutate({ body: { ids: [note.id] } });
        return (
          <li key={note.id} data-weight={note.weight}>
            {note.link ? (
              <Link to={note.link} onClick={seen}>
                {inside}
                <Icon name="right" size={14} />
              </Link>
            ) : (
              <button type="button" title={t('markRead')} onClick={seen}>
                {inside}
                <Icon name="check" size={14} />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
