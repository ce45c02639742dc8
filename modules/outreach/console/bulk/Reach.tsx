import { Button } from 'antd';
import { useEffect } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type BulkSendId, previewBulkSend, type ReachPreview } from '../../contract.ts';
import styles from '../outreach.module.css';
import { GroupLines } from './GroupLines.tsx';
import { text } from './text.ts';

/** Who would get it now, who not and why, whom it keeps busy: known before anybody is asked to approve. */
export function Reach({ id, groups }: { id: BulkSendId; groups: boolean }) {
  const t = useText(text);
  const { mutate, data, error, isPending } = useChange(previewBulkSend);
  useEffect(() => mutate({ params: { id } }), [mutate, id]);
  return (
    <Section
      title={t('preview')}
      hint={t(groups ? 'previewGroupsHint' : 'previewHint')}
      actions={
        <Button loading={isPending} onClick={() => mutate({ params: { id } })}>
          {t('refresh')}
        </Button>
      }
    >
      {error ? (
        <ErrorNote error={error} retry={() => mutate({ params: { id } })} />
      ) : data ? (
        <ReachFigures reach={data} groups={groups} />
      ) : (
        <SkeletonText lines={6} />
      )}
    </Section>
  );
}

const asBar = ({ rule, name, count }: ReachPreview['rules'][number]) => ({
  key: rule,
  label: <span title={rule}>{name}</span>,
  value: count,
  shown: formatNumber(count),
});

function ReachFigures({ reach, groups }: { reach: ReachPreview; groups: boolean }) {
  const t = useText(text);
  // Groups are not drawn into arms.
  const figures = (['candidates', 'reached', 'deferred', 'refused', 'control'] as const).filter(
    (key) => !groups || key !== 'control',
  );
  const of = (outcome: ReachPreview['rules'][number]['outcome']) =>
    reach.rules.filter((rule) => rule.outcome === outcome);
  const refused = of('refused');
  const deferred = of('deferred');
  return (
    <div className={styles.decision}>
      <StatRow>
        {figures.map((key) => (
          <Stat
            key={key}
            label={t(groups && key === 'candidates' ? 'groups' : key)}
            value={reach[key]}
            unit={t(groups ? 'chats' : 'people')}
            period={t('now')}
            exact
          />
        ))}
      </StatRow>
      <div className={styles.pair}>
        <Section title={t('whyNot')}>
          {refused.length === 0 ? (
            <Empty small title={t(groups ? 'everyGroup' : 'everybody')} />
          ) : (
            <Bars
              bars={refused.map(asBar)}
              sentence={t(groups ? 'whyGroups' : 'whySentence', {
                n: formatNumber(reach.refused),
                top: refused[0]!.name,
              })}
            />
          )}
          {deferred.length > 0 && (
            <>
              <h3 className={styles.sub}>{t('whyLater')}</h3>
              <Bars
                bars={deferred.map(asBar)}
                sentence={t(groups ? 'laterGroups' : 'laterSentence', {
                  n: formatNumber(reach.deferred),
                  top: deferred[0]!.name,
                })}
              />
            </>
          )}
        </Section>
        <Section title={t(groups ? 'loadOwners' : 'load')}>
          {reach.staff.length > 0 && (
            <Bars
              bars={reach.staff.slice(0, 10).map(({ id, name, customers, overCapacity }) => ({
                key: id,
                label: overCapacity ? `${name} · ${t('overCapacity')}` : name,
                value: customers,
                shown: formatNumber(customers),
              }))}
              sentence={t(groups ? 'loadGroups' : 'loadSentence', {
                n: formatNumber(reach.staff.length),
                top: formatNumber(reach.staff[0]!.customers),
              })}
            />
          )}
          <p>
            {reach.reached === 0
              ? t(groups ? 'noGroupAtAll' : 'nobodyAtAll')
              : reach.quota.moments !== null
                ? t('momentsLeft', { n: formatNumber(reach.quota.moments) })
                : reach.quota.least === null || reach.quota.average === null
                  ? t('noQuota')
                  : t(groups ? 'quotaGroups' : 'quotaSentence', {
                      least: formatNumber(reach.quota.least),
                      average: formatNumber(Math.round(reach.quota.average * 10) / 10),
                    })}
          </p>
        </Section>
      </div>
      {reach.groups.length > 0 && <GroupLines groups={reach.groups} />}
    </div>
  );
}
