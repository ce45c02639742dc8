import { Button } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type ConsentState,
  type ConsentStep,
  type CustomerHead,
  consentChannelText,
  consentPurposeText,
  consentStateText,
  type Evidence,
  getConsents,
} from '../../contract.ts';
import styles from './consents.module.css';
import { RecordConsentDialog } from './RecordConsentDialog.tsx';
import { text } from './text.ts';

const kinds: Record<ConsentState, StatusKind> = {
  given: 'done',
  withdrawn: 'stopped',
  stale: 'warning',
  never: 'draft',
};

/** For what and by which way the customer agreed, on what evidence, and everything before. */
export function ConsentsTab({ head }: { head: CustomerHead }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const evidence = useEvidence();
  const [ask, setAsk] = useState<'give' | 'withdraw' | null>(null);
  const answer = useCall(getConsents, { params: { id: head.id } });
  if (answer.isPending) return <SkeletonText lines={8} />;
  if (answer.isError) return <ErrorNote error={answer.error} retry={() => answer.refetch()} />;
  const { consents, history } = answer.data;
  return (
    <div className={styles.stack}>
      {may('customers.consent.record') && head.state === 'active' && (
        <div className={styles.actions}>
          <Button onClick={() => setAsk('give')}>{t('give')}</Button>
          <Button danger onClick={() => setAsk('withdraw')}>
            {t('withdraw')}
          </Button>
        </div>
      )}
      <Rows
        label={t('state')}
        rows={consents}
        rowKey={(one) => `${one.purpose} ${one.channel}`}
        columns={[
          {
            key: 'purpose',
            title: t('purpose'),
            render: (one) => phrase(consentPurposeText[one.purpose]),
          },
          {
            key: 'channel',
            title: t('channel'),
            render: (one) => phrase(consentChannelText[one.channel]),
          },
          {
            key: 'state',
            title: t('state'),
            card: 'side',
            render: (one) => (
              <Status kind={kinds[one.state]}>{phrase(consentStateText[one.state])}</Status>
            ),
          },
          {
            key: 'version',
            title: t('textVersion'),
            render: (one) =>
              one.textVersion === null ? '—' : t('version', { n: one.textVersion }),
          },
          { key: 'at', title: t('at'), render: (one) => <DateTime at={one.at} /> },
          {
            key: 'evidence',
            title: t('evidence'),
            render: (one) => (one.evidence ? evidence(one.evidence) : '—'),
          },
        ]}
      />
      <Section title={t('history')}>
        {history.length === 0 ? (
          <Empty small title={t('noHistory')} />
        ) : (
          <History steps={history} />
        )}
      </Section>
      <RecordConsentDialog
        customerId={ask ? head.id : null}
        act={ask ?? 'give'}
        close={() => setAsk(null)}
      />
    </div>
  );
}

function useEvidence() {
  const t = useText(text);
  return ({ kind, id }: Evidence) => `${t(kind)} ${id}`;
}

function History({ steps }: { steps: readonly ConsentStep[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const evidence = useEvidence();
  const who = ({ by }: ConsentStep) =>
    by.kind === 'customer' ? t('byCustomer') : by.kind === 'system' ? t('bySystem') : by.name;
  return (
    <Timeline
      entries={steps.map((step) => ({
        key: `${step.at} ${step.purpose} ${step.channel} ${step.act}`,
        at: step.at,
        who: who(step),
        kind: step.act === 'given' ? 'done' : 'ended',
        what: t('step', {
          act: t(step.act),
          purpose: phrase(consentPurposeText[step.purpose]),
          channel: phrase(consentChannelText[step.channel]),
        }),
        note: [
          t('version', { n: step.textVersion }),
          evidence(step.evidence),
          step.evidence.note ?? '',
        ]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  );
}
