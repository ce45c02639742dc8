import { Button, Checkbox } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Pager } from '#platform/web/table/Pager.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listNotifications, type Notification, readNotifications } from '../../contract.ts';
import styles from './notifications.module.css';
import { text } from './text.ts';

export default function NotificationsPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const unread = search.get('unread') === 'true';
  const page = Math.max(1, Number(search.get('page')) || 1);
  const size = Math.max(20, Number(search.get('size')) || 20);
  const list = useCall(
    listNotifications,
    { query: { page, size, unread: String(unread) } },
    { keep: true, every: 30 },
  );
  const read = useChange(readNotifications);
  const set = (next: Record<string, string>) =>
    setSearch({ ...(unread ? { unread: 'true' } : {}), ...next });
  const count = list.data?.unread ?? 0;
  return (
    <Page
      title={t('notifications')}
      purpose={t('purpose')}
      aside={list.data && (count > 0 ? t('unread', { n: count }) : t('allRead'))}
      width="reading"
      actions={
        count > 0 && (
          <Button loading={read.isPending} onClick={() => read.mutate({ body: {} })}>
            {t('readAll')}
          </Button>
        )
      }
    >
      <Checkbox
        checked={unread}
        onChange={(event) => setSearch(event.target.checked ? { unread: 'true' } : {})}
      >
        {t('unreadOnly')}
      </Checkbox>
      {list.isError && !list.data ? (
        <ErrorNote error={list.error} retry={() => list.refetch()} />
      ) : list.isPending ? (
        <SkeletonText lines={8} />
      ) : list.data.items.length === 0 ? (
        <Empty title={t(unread ? 'emptyUnread' : 'empty')}>{!unread && t('emptyHint')}</Empty>
      ) : (
        <>
          <ul className={styles.list}>
            {list.data.items.map((note) => (
              <Note
                key={note.id}
                note={note}
                read={() => note.readAt === null && read.mutate({ body: { ids: [note.id] } })}
              />
            ))}
          </ul>
          <Pager
            page={page}
            size={size}
            total={list.data.total}
            onPage={(next) => set({ page: String(next), size: String(size) })}
            onSize={(next) => set({ size: String(next) })}
          />
        </>
      )}
    </Page>
  );
}

function Note({ note, read }: { note: Notification; read: () => void }) {
  const t = useText(text);
  const fresh = note.readAt === null;
  return (
    <li data-fresh={fresh || undefined}>
      <div>
        {note.link ? (
          <Link to={note.link} onClick={read}>
            {note.text}
          </Link>
        ) : (
          note.text
        )}
        <small>
          <DateTime at={note.at} show="both" />
          {note.weight === 'act' && <Tag tone="warn">{t('act')}</Tag>}
        </small>
      </div>
      {fresh && (
        <Button type="text" size="small" onClick={read}>
          {t('markRead')}
        </Button>
      )}
    </li>
  );
}
