import { Link } from 'react-router';
import { readSystem, type SystemState } from '#platform/contract/system.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatBytes, formatDuration, formatNumber } from '#platform/web/text/number.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { text } from './text.ts';
import { isSilent, type Trouble, troublesOf } from './troubles.ts';

/** How the installation is, first of all what needs somebody. */
export default function HealthPage() {
  const t = useText(text);
  const system = useCall(readSystem, {}, { every: 5 });
  return (
    <Page title={t('health')} purpose={t('healthPurpose')}>
      {system.isPending ? (
        <SkeletonText lines={8} />
      ) : !system.data ? (
        <ErrorNote error={system.error} retry={() => system.refetch()} />
      ) : (
        <>
          <Troubles system={system.data} />
          <About system={system.data} />
          <Queue queue={system.data.queue} />
          <Processes system={system.data} />
          <Chain system={system.data} />
          <More />
        </>
      )}
    </Page>
  );
}

const roleKey = (role: string) =>
  role === 'api' || role === 'worker' || role === 'all' ? (`role.${role}` as const) : undefined;

function useRoleName() {
  const t = useText(text);
  return (role: string) => {
    const key = roleKey(role);
    return key ? t(key) : role;
  };
}

function Troubles({ system }: { system: SystemState }) {
  const t = useText(text);
  const lang = useLang();
  const roleName = useRoleName();
  const troubles = troublesOf(system, Date.now());
  const words = (trouble: Trouble): string => {
    switch (trouble.kind) {
      case 'read-only':
        return t('auditBroken');
      case 'no-worker':
        return t('noWorker');
      case 'silent':
        return t('silentNote', { role: roleName(trouble.role), host: trouble.host });
      case 'queue-slow':
        return t('queueSlow', { time: formatDuration(trouble.seconds, lang) });
      case 'queue-failing':
        return t('queueFailing', { n: formatNumber(trouble.jobs) });
    }
  };
  if (troubles.length === 0)
    return (
      <Callout tone="good" title={t('allWell')}>
        {t('allWellHint')}
      </Callout>
    );
  return troubles.map((trouble) => (
    <Callout
      key={words(trouble)}
      tone={trouble.kind === 'read-only' ? 'bad' : 'warn'}
      title={words(trouble)}
    />
  ));
}

function About({ system }: { system: SystemState }) {
  const t = useText(text);
  return (
    <Facts
      items={[
        { label: t('version'), value: system.version },
        { label: t('mode'), value: t(system.mode) },
        { label: t('database'), value: `PostgreSQL ${system.database.version}` },
        { label: t('databaseSize'), value: formatBytes(system.database.bytes) },
      ]}
    />
  );
}

function Queue({ queue }: { queue: SystemState['queue'] }) {
  const t = useText(text);
  const lang = useLang();
  const figure = (key: 'waiting' | 'running' | 'failing', period: string) => (
    <Stat label={t(key)} value={queue[key]} unit={t('jobs')} period={period} exact />
  );
  return (
    <Section title={t('queue')}>
      <StatRow>
        {figure(
          'waiting',
          queue.waiting > 0
            ? t('oldest', { time: formatDuration(queue.oldestSeconds, lang) })
            : t('now'),
        )}
        {figure('running', t('now'))}
        {figure('failing', t('now'))}
      </StatRow>
      {queue.waiting + queue.running + queue.failing === 0 && <p>{t('queueIdle')}</p>}
    </Section>
  );
}

function Processes({ system }: { system: SystemState }) {
  const t = useText(text);
  const lang = useLang();
  const phone = usePhone();
  const roleName = useRoleName();
  const List = phone ? RowCards : Ledger;
  // Heartbeats are machine time: the business clock may stand elsewhere.
  const ago = (at: string) =>
    formatDuration(Math.max(0, (Date.now() - Date.parse(at)) / 1000), lang);
  return (
    <Section title={t('processes')}>
      <List
        label={t('processes')}
        rows={system.processes}
        rowKey={(process) => process.id}
        columns={[
          { key: 'role', title: t('process'), render: (process) => roleName(process.role) },
          { key: 'host', title: t('host'), render: (process) => process.host },
          { key: 'pid', title: t('pid'), align: 'right', render: (process) => process.pid },
          {
            key: 'startedAt',
            title: t('startedAt'),
            render: (process) => <DateTime at={process.startedAt} />,
          },
          {
            key: 'seenAt',
            title: t('seenAt'),
            render: (process) =>
              lang === 'en' ? `${ago(process.seenAt)} ago` : `${ago(process.seenAt)}前`,
          },
          {
            key: 'state',
            title: t('state'),
            card: 'side',
            render: (process) =>
              isSilent(process, Date.now()) ? (
                <Status kind="warning">{t('silent')}</Status>
              ) : (
                <Status kind="active">{t('up')}</Status>
              ),
          },
        ]}
      />
    </Section>
  );
}

function Chain({ system }: { system: SystemState }) {
  const t = useText(text);
  const lang = useLang();
  const now = useBusinessNow();
  const may = useMay();
  const { audit } = system;
  const n = formatNumber(audit.entries);
  return (
    <Section
      title={t('audit')}
      actions={may('org.audit.read') && <Link to="/audit">{t('seeAudit')}</Link>}
    >
      {audit.intact ? (
        <p>
          {audit.checkedAt
            ? t('auditOk', { n, when: relativeTime(audit.checkedAt, now, lang) })
            : t('auditNever', { n })}
        </p>
      ) : (
        <Callout tone="bad" title={t('auditBroken')}>
          <div>{t('auditBrokenHint')}</div>
          {audit.findings.map((finding) => (
            <div key={finding.fingerprint}>
              {t('findingAt', { from: finding.fromSeq, to: finding.toSeq })} ·{' '}
              {t(`finding.${finding.kind}`)}
            </div>
          ))}
        </Callout>
      )}
    </Section>
  );
}

function More() {
  const t = useText(text);
  return (
    <Section title={t('more')}>
      <p>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {t('apiDocs')}
        </a>
        {' — '}
        {t('apiDocsHint')}
      </p>
      <p>{t('doctor', { command: 'yuhang doctor' })}</p>
    </Section>
  );
}
