import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { appKindText, type CorpHealth, callOutcomes, callOutcomeText } from '../../contract.ts';
import { Endpoint } from '../parts/Endpoint.tsx';
import parts from '../parts/parts.module.css';
import { text } from './text.ts';

interface Of {
  health: CorpHealth;
}

type TokenState = CorpHealth['apps'][number]['token']['state'];
const tokenKinds: Record<TokenState, StatusKind> = {
  none: 'draft',
  valid: 'done',
  expired: 'ended',
  failed: 'failed',
};

export function TokenLedger({ health }: Of) {
  const t = useText(text);
  const phrase = usePhrase();
  if (health.apps.length === 0) return <Empty small title={t('noApps')} />;
  return (
    <Rows
      label={t('tokens')}
      rows={health.apps}
      rowKey={(app) => app.id}
      columns={[
        { key: 'name', title: t('app'), render: (app) => app.name },
        { key: 'kind', title: t('kind'), render: (app) => phrase(appKindText[app.kind]) },
        {
          key: 'token',
          title: t('token'),
          card: 'side',
          render: ({ token }) => <Status kind={tokenKinds[token.state]}>{t(token.state)}</Status>,
        },
        {
          key: 'expires',
          title: t('expires'),
          render: ({ token }) =>
            token.state === 'valid' ? <DateTime at={token.expiresAt} /> : '—',
        },
        {
          key: 'callback',
          title: t('callback'),
          render: (app) => (
            <Status kind={app.callbackCheckedAt ? 'done' : 'draft'}>
              {t(app.callbackCheckedAt ? 'checked' : 'unchecked')}
            </Status>
          ),
        },
        {
          key: 'problem',
          title: t('problem'),
          wrap: true,
          render: ({ token }) =>
            token.problem ? (
              <span className={parts.error}>
                <span>
                  <code>{token.problem.code}</code> {token.problem.meaning}
                </span>
                <small>{token.problem.remedy}</small>
              </span>
            ) : (
              '—'
            ),
        },
      ]}
    />
  );
}

export function ErrorLedger({ health }: Of) {
  const t = useText(text);
  if (health.errors.length === 0) return <Empty small title={t('noErrors')} />;
  return (
    <Rows
      label={t('errors')}
      rows={health.errors}
      rowKey={(error) => String(error.code)}
      columns={[
        {
          key: 'code',
          title: t('code'),
          width: 90,
          render: (error) => <code>{error.code}</code>,
        },
        { key: 'meaning', title: t('meaning'), wrap: true, render: (error) => error.meaning },
        { key: 'remedy', title: t('remedy'), wrap: true, render: (error) => error.remedy },
        {
          key: 'count',
          title: t('count'),
          align: 'right',
          width: 90,
          card: 'side',
          render: (error) => formatNumber(error.count),
        },
        {
          key: 'lastAt',
          title: t('lastAt'),
          width: 170,
          render: (error) => <DateTime at={error.lastAt} style="second" />,
        },
      ]}
    />
  );
}

export function EndpointLedger({ health }: Of) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  if (health.calls.length === 0) return <Empty small title={t('noCalls')} />;
  return (
    <Rows
      label={t('endpoints')}
      rows={health.calls}
      rowKey={(call) => call.endpoint}
      columns={[
        {
          key: 'endpoint',
          title: t('endpoint'),
          render: (call) => <Endpoint name={call.endpoint} />,
        },
        {
          key: 'total',
          title: t('total'),
          align: 'right',
          width: 90,
          render: (call) => formatNumber(call.total),
        },
        {
          key: 'share',
          title: t('share'),
          align: 'right',
          width: 100,
          card: 'side',
          render: (call) => formatPercent((call.outcomes.ok ?? 0) / call.total),
        },
        {
          key: 'outcomes',
          title: t('outcomes'),
          wrap: true,
          render: (call) =>
            callOutcomes
              .filter((outcome) => outcome !== 'ok' && call.outcomes[outcome])
              .map((outcome) => `${phrase(callOutcomeText[outcome])} ${call.outcomes[outcome]}`)
              .join(marks.clause) || '—',
        },
        {
          key: 'median',
          title: t('median'),
          align: 'right',
          width: 110,
          render: (call) => t('ms', { n: formatNumber(call.medianMs) }),
        },
        {
          key: 'slowest',
          title: t('slowest'),
          align: 'right',
          width: 110,
          render: (call) => t('ms', { n: formatNumber(call.slowestMs) }),
        },
      ]}
    />
  );
}
