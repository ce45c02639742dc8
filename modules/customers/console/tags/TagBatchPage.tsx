import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  BatchOutcome,
  getTagBatch,
  listTagBatchResults,
  type TagBatch,
  undoTagBatch,
} from '../../contract.ts';
import styles from './tags.module.css';
import { text } from './text.ts';

const kinds: Record<TagBatch['state'], StatusKind> = {
  running: 'running',
  done: 'done',
  stopped: 'stopped',
  undoing: 'running',
  undone: 'ended',
};

const outcomeKinds: Record<(typeof BatchOutcome)['options'][number], StatusKind> = {
  changed: 'done',
  same: 'ended',
  out_of_scope: 'failed',
  refused_by_customer: 'stopped',
};

/** What came of tagging many, customer by customer; and the way back. */
export default function TagBatchPage() {
  const t = useText(text);
  const { id = '' } = useParams();
  const batch = useCall(getTagBatch, { params: { id } }, { every: 3 });
  if (batch.isPending) return <SkeletonPage />;
  if (batch.isError && !batch.data)
    return (
      <Page title={t('batchTitle')} crumbs={[{ label: t('tags'), to: '/customers/tags' }]}>
        <ErrorNote error={batch.error} retry={() => batch.refetch()} />
      </Page>
    );
  return <Batch batch={batch.data} />;
}

function Batch({ batch }: { batch: TagBatch }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const undo = useChange(undoTagBatch);
  const [asking, setAsking] = useState(false);
  const { outcomes } = batch;
  return (
    <Page
      title={t('batchTitle')}
      aside={<Status kind={kinds[batch.state]}>{t(batch.state)}</Status>}
      purpose={
        <span className={styles.inline}>
          {t(batch.act)}
          {batch.tags.map((tag) => (
            <Tag key={tag.code} tone="accent">
              {phrase(tag.name)}
            </Tag>
          ))}
          {t('startedBy', {
            who: batch.startedBy.name,
            when: formatTime(batch.startedAt, 'minute'),
          })}
        </span>
      }
      crumbs={[{ label: t('tags'), to: '/customers/tags' }, { label: t('batch') }]}
      actions={
        (batch.state === 'done' || batch.state === 'stopped') && (
          <Button danger onClick={() => setAsking(true)}>
            {t('undo')}
          </Button>
        )
      }
    >
      <StatRow>
        {(['changed', 'same', 'refused'] as const).map((key) => (
          <Stat
            key={key}
            label={t(key)}
            value={outcomes[key]}
            unit={t('people')}
            period={t('inAll')}
            exact
          />
        ))}
      </StatRow>
      <DataTable
        id="customers.tag-batch"
        label={t('batchTitle')}
        list={listTagBatchResults}
        every={3}
        params={{ id: batch.id }}
        filters={[
          {
            kind: 'choice',
            key: 'outcome',
            label: t('outcome'),
            options: BatchOutcome.options.map((value) => ({ value, label: t(value) })),
          },
        ]}
        rowKey={(row) => String(row.customerId)}
        columns={[
          {
            key: 'customer',
            title: t('customer'),
            render: (row) => <Link to={`/customers/${row.customerId}`}>{row.customerId}</Link>,
          },
          {
            key: 'outcome',
            title: t('outcome'),
            card: 'side',
            render: (row) => <Status kind={outcomeKinds[row.outcome]}>{t(row.outcome)}</Status>,
          },
        ]}
      />
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        danger
        title={t('undoTitle')}
        consequences={[t('undoWhat')]}
        verb={t('undo')}
        run={async () => {
          await undo.mutateAsync({ params: { id: batch.id } });
          message.success(t('undoStarted'));
        }}
      />
    </Page>
  );
}
