import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { describeGate } from '../contract.ts';
import styles from './outreach.module.css';
import { text } from './text.ts';

type Step = Reply<typeof describeGate>['steps'][number];

/** The steps in the order in which a touch is judged, and the ways out that are connected. */
export function GateOrder() {
  const t = useText(text);
  const gate = useCall(describeGate);
  if (gate.isPending) return <SkeletonText lines={12} />;
  if (gate.isError) return <ErrorNote error={gate.error} retry={() => gate.refetch()} />;
  return (
    <div className={styles.order}>
      <Section title={t('steps')} hint={t('stepsHint')}>
        <ol className={styles.steps}>
          {gate.data.steps.map((step) => (
            <li key={step.step}>
              <span className={styles.name}>{step.name}</span>
              <Rules step={step} />
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('channels')} hint={t('channelsHint')}>
        <ul className={styles.channels}>
          {gate.data.channels.map(({ channel, name, connected }) => (
            <li key={channel}>
              <span>{name}</span>
              <Status kind={connected ? 'active' : 'ended'}>
                {t(connected ? 'connected' : 'notConnected')}
              </Status>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** What judges a step; without a rule, whom that keeps from being reached. */
function Rules({ step: { rules, neededFor } }: { step: Step }) {
  const t = useText(text);
  if (rules.length === 0) {
    const who = neededFor.map((kind) => t(kind)).join(t('and'));
    return (
      <div className={styles.rules}>
        <Status kind={who ? 'warning' : 'ended'}>{t('noRule')}</Status>
        <small>{who ? t('blocks', { who }) : t('notNeeded')}</small>
      </div>
    );
  }
  return (
    <div className={styles.rules}>
      <Status kind="active">{t('ruled')}</Status>
      {rules.map(({ rule, version, name }) => (
        <span key={rule} className={styles.rule}>
          {name} <Tag>{rule}</Tag> <small>{t('ruleVersion', { n: version })}</small>
        </span>
      ))}
    </div>
  );
}
