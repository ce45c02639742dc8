import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type CallbackRow,
  type Corp,
  callbackStates,
  callbackStateText,
  listCallbacks,
} from '../../contract.ts';
import { CorpFrame } from '../parts/CorpFrame.tsx';
import { callbackName, callbackNames } from '../parts/callback-words.ts';
import styles from '../parts/parts.module.css';
import { CallbackPanel } from './CallbackPanel.tsx';
import { CallbackStatus } from './CallbackStatus.tsx';
import { text } from './text.ts';

export default function CallbacksPage() {
  return <CorpFrame view="callbacks">{(corp) => <Callbacks corp={corp} />}</CorpFrame>;
}

function Callbacks({ corp }: { corp: Corp }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const show = useCallback(
    (id: string | null) =>
      setSearch((now) => {
        const next = new URLSearchParams(now);
        if (id) next.set('callback', id);
        else next.delete('callback');
        return next;
      }),
    [setSearch],
  );
  return (
    <div>
      <p className={styles.lead}>{t('hint')}</p>
      <DataTable
        id="wecom.callbacks"
        label={t('callbacks')}
        list={listCallbacks}
        params={{ id: corp.id }}
        filters={useCallbackFilters(corp)}
        columns={useCallbackColumns(corp)}
        rowKey={(row) => row.id}
        onOpen={(row) => show(row.id)}
        every={10}
        empty={<Empty title={t('empty')}>{t('emptyHint')}</Empty>}
      />
      <CallbackPanel corp={corp} id={search.get('callback')} close={() => show(null)} />
    </div>
  );
}

function useCallbackFilters(corp: Corp): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        options: callbackStates.map((value) => ({
          value,
          label: phrase(callbackStateText[value]),
        })),
      },
      {
        kind: 'choice',
        key: 'name',
        label: t('name'),
        options: Object.entries(callbackNames).map(([value, label]) => ({
          value,
          label: phrase(label),
        })),
      },
      {
        kind: 'choice',
        key: 'app',
        label: t('app'),
        options: corp.apps.map(({ id, name }) => ({ value: id, label: name })),
      },
      { kind: 'dates', key: 'received', label: t('days'), from: 'from', to: 'to' },
    ],
    [t, phrase, corp.apps],
  );
}

function useCallbackColumns(corp: Corp): Column<CallbackRow>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        key: 'receivedAt',
        title: t('receivedAt'),
        width: 170,
        card: 'line',
        render: (row) => <DateTime at={row.receivedAt} style="second" />,
      },
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        card: 'title',
        render: (row) => (
          <span className={styles.named}>
            <span>{phrase(callbackName(row.name))}</span>
            <code>{row.name}</code>
          </span>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (row) => <CallbackStatus state={row.state} />,
      },
      {
        key: 'copies',
        title: t('copies'),
        align: 'right',
        width: 100,
        render: (row) => (row.copies === 1 ? t('once') : t('times', { n: row.copies })),
      },
      {
        key: 'problem',
        title: t('problem'),
        wrap: true,
        render: (row) => row.problem ?? '—',
      },
      {
        key: 'app',
        title: t('app'),
        render: (row) => corp.apps.find(({ id }) => id === row.appId)?.name ?? '—',
      },
      {
        key: 'sentAt',
        title: t('sentAt'),
        hidden: true,
        card: 'none',
        render: (row) => <DateTime at={row.sentAt} style="second" />,
      },
      {
        key: 'processedAt',
        title: t('processedAt'),
        hidden: true,
        card: 'none',
        render: (row) => <DateTime at={row.processedAt} style="second" />,
      },
    ],
    [t, phrase, corp.apps],
  );
}
