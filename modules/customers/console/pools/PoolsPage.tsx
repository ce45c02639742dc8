import { Button, Drawer, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  listPoolHandovers,
  listPools,
  type Pool,
  poolReasons,
  poolReasonText,
} from '../../contract.ts';
import { TransferStatus } from '../handovers/TransferStatus.tsx';
import { CustomerName } from '../parts/CustomerName.tsx';
import { PoolDialog } from './PoolDialog.tsx';
import { text } from './text.ts';

/** Who serves the long tail, how many they are, and who was handed over to a person. */
export default function PoolsPage() {
  const t = useText(text);
  const [dialog, setDialog] = useState<Pool | 'new' | null>(null);
  const [log, setLog] = useState<Pool | null>(null);
  const answer = useCall(listPools, {}, { keep: true, every: 10 });
  if (answer.isPending) return <SkeletonPage />;
  if (answer.isError && !answer.data)
    return (
      <Page title={t('pools')}>
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      </Page>
    );
  const create = (
    <Button type="primary" onClick={() => setDialog('new')}>
      {t('newPool')}
    </Button>
  );
  return (
    <Page title={t('pools')} purpose={t('purpose')} actions={create}>
      {answer.data.items.length === 0 ? (
        <Empty title={t('empty')}>{t('emptyHint')}</Empty>
      ) : (
        <PoolRows pools={answer.data.items} edit={setDialog} show={setLog} />
      )}
      {dialog && (
        <PoolDialog pool={dialog === 'new' ? null : dialog} close={() => setDialog(null)} />
      )}
      <Drawer
        open={log !== null}
        onClose={() => setLog(null)}
        size="large"
        title={log ? t('logOf', { name: log.unit.name }) : ''}
      >
        {log && <Handovers pool={log} />}
      </Drawer>
    </Page>
  );
}

function PoolRows({
  pools,
  edit,
  show,
}: {
  pools: readonly Pool[];
  edit: (pool: Pool) => void;
  show: (pool: Pool) => void;
}) {
  const t = useText(text);
  return (
    <Rows
      label={t('list')}
      rows={pools}
      rowKey={(pool) => pool.unit.id}
      columns={[
        { key: 'unit', title: t('unit'), fixed: true, render: (pool) => pool.unit.name },
        { key: 'holder', title: t('holder'), render: (pool) => pool.holder.name },
        { key: 'size', title: t('size'), render: (pool) => formatNumber(pool.size) },
        { key: 'friends', title: t('friends'), render: (pool) => formatNumber(pool.friends) },
        { key: 'rules', title: t('rules'), render: (pool) => <RuleWords pool={pool} /> },
        {
          key: 'handedOver',
          title: t('handedOver'),
          render: (pool) => <HandedOver pool={pool} show={() => show(pool)} />,
        },
        {
          key: 'state',
          title: t('state'),
          card: 'side',
          render: ({ state, filling }) =>
            filling && state === 'on' ? (
              <Status kind="running">{t('filling')}</Status>
            ) : (
              <Status kind={state === 'on' ? 'done' : 'waiting'}>{t(state)}</Status>
            ),
        },
        {
          key: 'edit',
          title: '',
          render: (pool) => (
            <Button size="small" onClick={() => edit(pool)}>
              {t('edit')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function RuleWords({ pool: { rules } }: { pool: Pool }) {
  const t = useText(text);
  const marks = useMarks();
  const words = [
    rules.complaint && t('ruleComplaint'),
    rules.consultation && t('ruleConsultation'),
    rules.tier && t('ruleTier'),
    rules.aumFrom !== null && t('aumAt', { n: formatNumber(rules.aumFrom / 100) }),
  ].filter(Boolean);
  return <>{words.join(marks.semicolon) || t('noRules')}</>;
}

function HandedOver({ pool, show }: { pool: Pool; show: () => void }) {
  const t = useText(text);
  const reasonWords = useText(poolReasonText);
  const sum = poolReasons.reduce((all, reason) => all + pool.handedOver[reason], 0);
  const by = poolReasons
    .filter((reason) => pool.handedOver[reason] > 0)
    .map((reason) => `${reasonWords(reason)} ${formatNumber(pool.handedOver[reason])}`);
  return (
    <Space wrap size="small">
      <Button type="link" size="small" onClick={show} style={{ paddingInline: 0 }}>
        {formatNumber(sum)}
      </Button>
      {by.join(' · ')}
      {pool.waiting > 0 && (
        <Status kind="warning">
          {t('waiting')} {formatNumber(pool.waiting)}
        </Status>
      )}
    </Space>
  );
}

function Handovers({ pool }: { pool: Pool }) {
  const t = useText(text);
  const reasonWords = useText(poolReasonText);
  const answer = useCall(listPoolHandovers, { params: { unitId: pool.unit.id }, query: {} });
  if (answer.isPending) return <SkeletonPage />;
  if (answer.isError) return <ErrorNote error={answer.error} retry={() => answer.refetch()} />;
  if (answer.data.items.length === 0) return <Empty small title={t('noHandovers')} />;
  return (
    <Rows
      label={t('log')}
      rows={answer.data.items}
      rowKey={(one) => `${one.customer.id} ${one.at}`}
      columns={[
        {
          key: 'customer',
          title: t('customer'),
          render: ({ customer }) => (
            <Link to={`/customers/${customer.id}`}>
              <CustomerName head={customer} />
            </Link>
          ),
        },
        { key: 'reason', title: t('reason'), render: (one) => reasonWords(one.reason) },
        {
          key: 'to',
          title: t('to'),
          render: (one) => (one.to ? one.to.name : <Status kind="warning">{t('nobody')}</Status>),
        },
        {
          key: 'transfer',
          title: t('transfer'),
          render: ({ to, transfer }) =>
            to && transfer ? <TransferStatus state="assigned" transfer={transfer} /> : '—',
        },
        { key: 'at', title: t('at'), render: (one) => <DateTime at={one.at} /> },
      ]}
    />
  );
}
