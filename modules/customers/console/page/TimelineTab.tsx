import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type CustomerHead,
  getTimeline,
  type TimelineEntry,
  TimelineKind,
} from '../../contract.ts';
import styles from './page.module.css';
import { text } from './text.ts';

const words = {
  event: 'event',
  relationship: 'relationship',
  consent: 'consent',
  tag: 'tags',
  attribute: 'attribute',
  merge: 'merging',
  group: 'inGroup',
} as const;

/** Everything that happened, newest first; older pages are fetched as one goes down. */
export function TimelineTab({ head }: { head: CustomerHead }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const kind = TimelineKind.safeParse(search.get('kind'));
  const chosen = kind.success ? kind.data : null;
  return (
    <div className={styles.timeline}>
      <div className={styles.kinds}>
        <Segmented
          aria-label={t('kinds')}
          value={chosen ?? 'all'}
          onChange={(next) =>
            setSearch(
              next === 'all' ? { view: 'timeline' } : { view: 'timeline', kind: String(next) },
              { replace: true },
            )
          }
          options={[
            { value: 'all', label: t('all') },
            ...TimelineKind.options.map((value) => ({ value, label: t(words[value]) })),
          ]}
        />
      </div>
      <Pages key={chosen ?? 'all'} head={head} kind={chosen} />
    </div>
  );
}

function Pages({ head, kind }: { head: CustomerHead; kind: TimelineKind | null }) {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  return (
    <>
      {cursors.map((cursor, at) => (
        <OnePage
          key={cursor ?? ''}
          head={head}
          kind={kind}
          cursor={cursor}
          last={at === cursors.length - 1}
          more={(next) => setCursors((now) => [...now, next])}
        />
      ))}
    </>
  );
}

function OnePage({
  head,
  kind,
  cursor,
  last,
  more,
}: {
  head: CustomerHead;
  kind: TimelineKind | null;
  cursor: string | undefined;
  last: boolean;
  more: (cursor: string) => void;
}) {
  const t = useText(text);
  const entryOf = useEntry();
  const page = useCall(getTimeline, {
    params: { id: head.id },
    query: { ...(kind ? { kinds: [kind] } : {}), ...(cursor ? { cursor } : {}), size: 30 },
  });
  if (page.isPending) return <SkeletonText lines={6} />;
  if (page.isError) return <ErrorNote error={page.error} retry={() => page.refetch()} />;
  const { items, next } = page.data;
  if (items.length === 0 && !cursor)
    return kind ? (
      <Empty small title={t('noneOfKind')} />
    ) : (
      <Empty title={t('noEntries')}>{t('noEntriesHint')}</Empty>
    );
  return (
    <>
      <Timeline entries={items.map(entryOf)} />
      {last && next && (
        <div>
          <Button onClick={() => more(next)}>{t('earlier')}</Button>
        </div>
      )}
    </>
  );
}

function useEntry() {
  const t = useText(text);
  const phrase = usePhrase();
  return (entry: TimelineEntry, at: number) => ({
    key: `${entry.at} ${entry.what} ${at}`,
    at: entry.at,
    who: <Tag>{t(words[entry.kind])}</Tag>,
    what: phrase(entry.title),
    note: entry.details.length > 0 && (
      <dl className={styles.details}>
        {entry.details.map(([name, value]) => (
          <div key={`${name[0]} ${value[0]}`}>
            <dt>{phrase(name)}</dt>
            <dd>{phrase(value)}</dd>
          </div>
        ))}
      </dl>
    ),
  });
}
