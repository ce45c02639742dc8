import { App, Button } from 'antd';
import { useState } from 'react';
import { useCall, useChange } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type CustomerHead,
  getCustomerTags,
  type HeldTag,
  sourceText,
  tagCustomer,
} from '../../contract.ts';
import styles from './tags.module.css';
import { text } from './text.ts';

/** The tags of one customer: whence, how sure, until when, and what speaks for each. */
export function TagsTab({ head }: { head: CustomerHead }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const tags = useCall(getCustomerTags, { params: { id: head.id } });
  const [ask, setAsk] = useState<HeldTag | null>(null);
  if (tags.isPending) return <SkeletonText lines={6} />;
  if (tags.isError) return <ErrorNote error={tags.error} retry={() => tags.refetch()} />;
  if (tags.data.items.length === 0) return <Empty title={t('noHeld')}>{t('noHeldHint')}</Empty>;
  return (
    <>
      <Rows
        label={t('held')}
        rows={tags.data.items}
        rowKey={(tag) => tag.code}
        columns={[
          {
            key: 'name',
            title: t('tag'),
            render: (tag) => (
              <span className={styles.inline}>
                <Tag tone="accent">{phrase(tag.name)}</Tag>
                <small>{phrase(tag.group.name)}</small>
              </span>
            ),
          },
          { key: 'source', title: t('source'), render: (tag) => phrase(sourceText[tag.source]) },
          {
            key: 'strength',
            title: t('strength'),
            width: 150,
            render: (tag) => <Strength tag={tag} />,
          },
          {
            key: 'since',
            title: t('since'),
            render: (tag) => <DateTime at={tag.since} style="day" />,
          },
          {
            key: 'expiresAt',
            title: t('expires'),
            render: (tag) =>
              tag.expiresAt ? <DateTime at={tag.expiresAt} style="day" /> : t('forever'),
          },
          { key: 'why', title: t('why'), wrap: true, render: (tag) => <Evidence tag={tag} /> },
        ]}
        rowActions={
          may('customers.tag.assign') && head.state === 'active'
            ? (tag) => (
                <Button size="small" onClick={() => setAsk(tag)}>
                  {t('removeTag')}
                </Button>
              )
            : undefined
        }
      />
      <RemoveTag head={head} tag={ask} close={() => setAsk(null)} />
    </>
  );
}

function Strength({ tag }: { tag: HeldTag }) {
  const t = useText(text);
  const percent = Math.round(tag.strength * 100);
  return (
    <span className={styles.strength}>
      <span className="figures">{percent}%</span>
      <ProgressLine share={tag.strength} sentence={t('strengthOf', { n: percent })} />
    </span>
  );
}

function Evidence({ tag }: { tag: HeldTag }) {
  if (tag.evidence.length === 0) return '—';
  return (
    <ul className={styles.evidence}>
      {tag.evidence.map((one) => (
        <li key={`${one.at} ${one.text}`}>
          <DateTime at={one.at} style="day" /> {one.text}
        </li>
      ))}
    </ul>
  );
}

function RemoveTag({
  head,
  tag,
  close,
}: {
  head: CustomerHead;
  tag: HeldTag | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const change = useChange(tagCustomer);
  return (
    <Confirm
      open={tag !== null}
      close={close}
      title={t('removeTitle', { name: tag ? phrase(tag.name) : '' })}
      consequences={[t('removeWhat')]}
      verb={t('removeTag')}
      run={async () => {
        if (!tag) return;
        await change.mutateAsync({ params: { id: head.id }, body: { remove: [tag.code] } });
        message.success(t('tagged'));
      }}
    />
  );
}
