import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  type CustomerPage,
  identityKindText,
  identityRuleText,
  type Merge,
  splitCustomers,
} from '../../contract.ts';
import { ProposalList } from '../merges/ProposalList.tsx';
import { sourceName } from '../parts/source-words.ts';
import styles from './page.module.css';
import { text } from './text.ts';

/** Why these are one person, who may be one too, and what was put together or taken apart. */
export function IdentitiesTab({ page }: { page: CustomerPage }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.stack}>
      <Section title={t('identitiesTitle')} hint={t('identitiesHint')}>
        {page.identities.length === 0 ? (
          <Empty small title={t('noIdentities')} />
        ) : (
          <Rows
            label={t('identitiesTitle')}
            rows={page.identities}
            rowKey={(one) => `${one.kind} ${one.scope} ${one.value}`}
            columns={[
              {
                key: 'kind',
                title: t('kind'),
                render: (one) => phrase(identityKindText[one.kind]),
              },
              {
                key: 'value',
                title: t('identity'),
                render: (one) => (
                  <span className={styles.inline}>
                    <code>{one.value}</code>
                    {one.verified && <Tag tone="accent">{t('verified')}</Tag>}
                  </span>
                ),
              },
              {
                key: 'rule',
                title: t('rule'),
                render: (one) => phrase(identityRuleText[one.rule]),
              },
              {
                key: 'confidence',
                title: t('confidence'),
                align: 'right',
                width: 90,
                card: 'side',
                render: (one) => formatPercent(one.confidence, 0),
              },
              {
                key: 'source',
                title: t('source'),
                render: (one) => phrase(sourceName(one.source)),
              },
              { key: 'at', title: t('since'), render: (one) => <DateTime at={one.at} /> },
            ]}
          />
        )}
      </Section>
      {page.proposals.length > 0 && (
        <Section title={t('proposals')}>
          <ProposalList proposals={page.proposals} />
        </Section>
      )}
      <Section title={t('merges')}>
        <Merges page={page} />
      </Section>
    </div>
  );
}

function Merges({ page: { head, merges } }: { page: CustomerPage }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const may = useMay();
  const { message } = App.useApp();
  const split = useChange(splitCustomers);
  const [ask, setAsk] = useState<Merge | null>(null);
  if (merges.length === 0) return <Empty small title={t('noMerges')} />;
  const movedOf = (merge: Merge) =>
    merge.moved
      .map(({ what, rows }) => t('movedOne', { what: phrase(what), rows }))
      .join(marks.clause);
  return (
    <>
      <Timeline
        entries={merges.map((merge) => ({
          key: merge.id,
          at: merge.at,
          who: merge.by.name,
          kind: merge.split ? 'ended' : 'done',
          what: t('mergedWith', { id: merge.mergedId }),
          note: (
            <div className={styles.merge}>
              <span>
                {phrase(identityRuleText[merge.rule])}
                {marks.aside(formatPercent(merge.confidence, 0))}
                {merge.reason && `${marks.colon}${merge.reason}`}
              </span>
              {merge.moved.length > 0 && <small>{t('moved', { what: movedOf(merge) })}</small>}
              {merge.split && (
                <small>
                  {t('splitNote', {
                    when: formatTime(merge.split.at, 'minute'),
                    who: merge.split.by.name,
                    reason: merge.split.reason,
                  })}
                </small>
              )}
              {merge.canSplit && may('customers.merge.manage') && (
                <div>
                  <Button size="small" danger onClick={() => setAsk(merge)}>
                    {t('split')}
                  </Button>
                </div>
              )}
            </div>
          ),
        }))}
      />
      <Confirm
        open={ask !== null}
        close={() => setAsk(null)}
        danger
        title={t('splitTitle', { id: ask?.mergedId ?? '' })}
        consequences={[t('splitWhat'), t('splitStays')]}
        verb={t('split')}
        reason={t('reason')}
        run={async (reason) => {
          if (!ask) return;
          await split.mutateAsync({ params: { id: head.id, mergeId: ask.id }, body: { reason } });
          message.success(t('splitDone'));
        }}
      />
    </>
  );
}
