import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Sparkline } from '#platform/web/chart/Sparkline.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type KindUse, listKinds } from '../../contract.ts';
import { KindName } from '../parts/KindName.tsx';
import styles from './kinds.module.css';
import { text } from './text.ts';

const total = (kind: KindUse) => kind.recent.reduce((sum, count) => sum + count, 0);

type Show = 'used' | 'all' | 'own';

export default function KindListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const kinds = useCall(listKinds, {}, { every: 30 });
  const [show, setShow] = useState<Show>('all');
  const [search, setSearch] = useState('');
  // What happens most stands first.
  const rows = (kinds.data?.items ?? [])
    .filter(
      (kind) =>
        (show === 'all' || (show === 'own' ? !kind.builtIn : kind.lastAt !== null)) &&
        (kind.kind.includes(search) || kind.title.some((title) => title.includes(search))),
    )
    .sort((a, b) => total(b) - total(a));
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      actions={
        may('tracking.kind.manage') && (
          <Button type="primary" onClick={() => navigate('/tracking/kinds/new')}>
            {t('register')}
          </Button>
        )
      }
    >
      <div className={styles.tools}>
        <Input.Search
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          onChange={(event) => setSearch(event.target.value.trim())}
        />
        <Segmented
          value={show}
          onChange={(value) => setShow(value as Show)}
          options={(['all', 'used', 'own'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      {kinds.isError && !kinds.data ? (
        <ErrorNote error={kinds.error} retry={() => kinds.refetch()} />
      ) : (
        <KindLedger rows={rows} waiting={kinds.isPending ? 12 : 0} />
      )}
    </Page>
  );
}

function KindLedger({ rows, waiting }: { rows: readonly KindUse[]; waiting: number }) {
  const t = useText(text);
  const comma = useComma();
  const navigate = useNavigate();
  return (
    <Rows<KindUse>
      label={t('list')}
      rows={rows}
      waiting={waiting}
      rowKey={(kind) => kind.kind}
      onOpen={(kind) => navigate(`/tracking/kinds/${kind.kind}`)}
      columns={[
        {
          key: 'kind',
          title: t('kind'),
          fixed: true,
          render: (kind) => <KindName kind={kind.kind} title={kind.title} />,
        },
        {
          key: 'from',
          title: t('from'),
          render: (kind) => kind.from.map((reporter) => t(reporter)).join(comma),
        },
        {
          key: 'recent',
          title: t('recent'),
          width: 220,
          render: (kind) => {
            const n = total(kind);
            return (
              <span className={styles.recent}>
                <Sparkline
                  values={kind.recent}
                  width={96}
                  height={24}
                  hideSentence
                  sentence={t('recentSays', { n: formatNumber(n) })}
                />
                <span>{formatNumber(n)}</span>
              </span>
            );
          },
        },
        {
          key: 'last',
          title: t('last'),
          render: (kind) => (kind.lastAt ? <DateTime at={kind.lastAt} /> : t('never')),
        },
        {
          key: 'refused',
          title: t('refused'),
          align: 'right',
          render: (kind) => (kind.refused > 0 ? formatNumber(kind.refused) : '—'),
        },
        {
          key: 'state',
          title: t('state'),
          card: 'side',
          width: 120,
          render: (kind) => (
            <Status kind={kind.state === 'active' ? 'active' : 'stopped'}>{t(kind.state)}</Status>
          ),
        },
      ]}
    />
  );
}
