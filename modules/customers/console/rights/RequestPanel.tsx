import { Drawer } from 'antd';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  type Certificate,
  getRightsRequest,
  type RightsRequest,
  rightText,
} from '../../contract.ts';
import { RequestActions } from './RequestActions.tsx';
import { RequestStatus } from './RequestStatus.tsx';
import styles from './rights.module.css';
import { text } from './text.ts';

/** One request beside the list: what is asked, until when, what can be done, and the proof. */
export function RequestPanel({ id, close }: { id: string | null; close: () => void }) {
  const t = useText(text);
  const request = useCall(
    getRightsRequest,
    { params: { requestId: id ?? '' } },
    { enabled: id !== null, every: 5 },
  );
  return (
    <Drawer open={id !== null} onClose={close} size={640} title={t('detail')}>
      {id === null ? null : request.isPending ? (
        <SkeletonText lines={8} />
      ) : request.isError && !request.data ? (
        <ErrorNote error={request.error} retry={() => request.refetch()} />
      ) : (
        <One request={request.data} />
      )}
    </Drawer>
  );
}

function One({ request }: { request: RightsRequest }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.stack}>
      <header className={styles.head}>
        <h2>{phrase(rightText[request.right])}</h2>
        <RequestStatus state={request.state} />
      </header>
      <Facts
        items={[
          {
            label: t('customer'),
            value: <Link to={`/customers/${request.customerId}`}>{request.customer}</Link>,
          },
          { label: t('via'), value: t(request.via) },
          { label: t('askedAt'), value: <DateTime at={request.askedAt} /> },
          {
            label: t('dueAt'),
            value: (
              <span className={styles.inline}>
                <DateTime at={request.dueAt} />
                {request.overdue && <Tag tone="warn">{t('overdue')}</Tag>}
              </span>
            ),
          },
          { label: t('wish'), value: request.wish ?? t('none'), wide: true },
          ...(request.endedAt
            ? [
                { label: t('endedAt'), value: <DateTime at={request.endedAt} /> },
                { label: t('endedBy'), value: request.endedBy ?? '—' },
              ]
            : []),
          ...(request.answer ? [{ label: t('answer'), value: request.answer, wide: true }] : []),
        ]}
      />
      {request.state === 'waiting' && <RequestActions request={request} />}
      {request.certificate && <Proof certificate={request.certificate} />}
    </div>
  );
}

function Proof({ certificate }: { certificate: Certificate }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('certificate')}>
      <Facts
        items={[
          { label: t('number'), value: <CopyText text={certificate.number} />, wide: true },
          { label: t('erasedAt'), value: <DateTime at={certificate.erasedAt} style="second" /> },
          { label: t('digest'), value: <CopyText text={certificate.digest} />, wide: true },
        ]}
      />
      <Rows
        label={t('certificate')}
        rows={certificate.sets}
        rowKey={(set) => set.dataSet}
        density="dense"
        columns={[
          { key: 'title', title: t('dataSet'), render: (set) => phrase(set.title) },
          {
            key: 'removed',
            title: t('removed'),
            align: 'right',
            render: (set) => formatNumber(set.removed),
          },
          {
            key: 'anonymised',
            title: t('anonymised'),
            align: 'right',
            render: (set) => formatNumber(set.anonymised),
          },
          {
            key: 'kept',
            title: t('kept'),
            align: 'right',
            render: (set) => formatNumber(set.kept),
          },
          {
            key: 'because',
            title: t('keptBecause'),
            wrap: true,
            render: (set) => (set.keptBecause ? phrase(set.keptBecause) : '—'),
          },
        ]}
      />
    </Section>
  );
}
