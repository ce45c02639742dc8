import { useMemo } from 'react';
import { useCall } from '#platform/web/api.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Corp, callOutcomes, callOutcomeText, corpHealth, listCalls } from '../../contract.ts';
import { CallResult } from '../parts/CallResult.tsx';
import { CorpFrame } from '../parts/CorpFrame.tsx';
import { Endpoint } from '../parts/Endpoint.tsx';
import { endpointName } from '../parts/endpoint-words.ts';
import styles from '../parts/parts.module.css';
import { text } from './text.ts';

type Row = RowOf<typeof listCalls>;

export default function CallsPage() {
  return <CorpFrame view="calls">{(corp) => <Calls corp={corp} />}</CorpFrame>;
}

function Calls({ corp }: { corp: Corp }) {
  const t = useText(text);
  return (
    <div>
      <p className={styles.lead}>{t('hint')}</p>
      <DataTable
        id="wecom.calls"
        label={t('calls')}
        list={listCalls}
        params={{ id: corp.id }}
        filters={useCallFilters(corp)}
        columns={useCallColumns(corp)}
        rowKey={(call) => call.id}
        empty={<Empty title={t('empty')}>{t('emptyHint')}</Empty>}
      />
    </div>
  );
}

const WEEK_HOURS = 168;

/** What one may choose is what was called, and what went wrong, in the last week. */
function useCallFilters(corp: Corp): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const week = useCall(corpHealth, { params: { id: corp.id }, query: { hours: WEEK_HOURS } }).data;
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'outcome',
        label: t('outcome'),
        options: callOutcomes.map((value) => ({ value, label: phrase(callOutcomeText[value]) })),
      },
      {
        kind: 'choice',
        key: 'endpoint',
        label: t('endpoint'),
        options: (week?.calls ?? []).map(({ endpoint: value }) => ({
          value,
          label: phrase(endpointName(value)),
        })),
      },
      {
        kind: 'choice',
        key: 'code',
        label: t('code'),
        options: (week?.errors ?? []).map(({ code, meaning }) => ({
          value: String(code),
          label: `${code} ${meaning}`,
        })),
      },
      {
        kind: 'choice',
        key: 'app',
        label: t('app'),
        options: corp.apps.map(({ id, name }) => ({ value: id, label: name })),
      },
      { kind: 'dates', key: 'at', label: t('days'), from: 'from', to: 'to' },
    ],
    [t, phrase, week, corp.apps],
  );
}

function useCallColumns(corp: Corp): Column<Row>[] {
  const t = useText(text);
  return useMemo(
    () => [
      {
        key: 'at',
        title: t('at'),
        width: 170,
        card: 'line',
        render: (call) => <DateTime at={call.at} style="second" />,
      },
      {
        key: 'endpoint',
        title: t('endpoint'),
        fixed: true,
        card: 'title',
        render: (call) => <Endpoint name={call.endpoint} />,
      },
      {
        key: 'app',
        title: t('app'),
        render: (call) => corp.apps.find(({ id }) => id === call.appId)?.name ?? '—',
      },
      {
        key: 'outcome',
        title: t('outcome'),
        card: 'side',
        render: (call) => <CallResult outcome={call.outcome} />,
      },
      {
        key: 'error',
        title: t('meaning'),
        wrap: true,
        render: (call) =>
          call.error ? (
            <span className={styles.error}>
              <span>
                <code>{call.error.code}</code> {call.error.meaning}
              </span>
              <small>{call.error.remedy}</small>
            </span>
          ) : (
            '—'
          ),
      },
      {
        key: 'ms',
        title: t('ms'),
        align: 'right',
        width: 110,
        render: (call) => t('millis', { n: formatNumber(call.ms) }),
      },
      {
        key: 'cost',
        title: t('cost'),
        align: 'right',
        hidden: true,
        render: (call) => call.cost,
      },
      {
        key: 'requestId',
        title: t('requestId'),
        hidden: true,
        render: (call) => <CopyText text={call.requestId} />,
      },
    ],
    [t, corp.apps],
  );
}
