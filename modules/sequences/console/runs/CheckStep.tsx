import { ReachPreview } from '#modules/outreach/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { lanes, previewRun, type RunDraft, type RunPreview } from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

/** What it will come to: who, how many, by whom, refused why. */
export function CheckStep({ draft }: { draft: RunDraft }) {
  const preview = useCall(previewRun, { body: draft });
  if (preview.isPending) return <SkeletonPage />;
  if (preview.isError) return <ErrorNote error={preview.error} retry={() => preview.refetch()} />;
  return <Forecast preview={preview.data} />;
}

export function Forecast({ preview: data }: { preview: RunPreview }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const unit = t('peopleUnit');
  return (
    <div className={styles.stack}>
      {data.missing.length > 0 && (
        <Callout tone="bad">
          {t('missingNamed', {
            n: data.missing.length,
            names: data.missing.map(({ label }) => label).join(comma),
          })}
        </Callout>
      )}
      <StatRow>
        <Stat label={t('inAudience')} value={data.audience} unit={unit} period={t('today')} />
        <Stat label={t('withoutRm')} value={data.withoutRm} unit={unit} period={t('today')} />
        <Stat label={t('elsewhere')} value={data.elsewhere} unit={unit} period={t('today')} />
        <Stat label={t('eligible')} value={data.eligible} unit={unit} period={t('today')} />
        <Stat label={t('control')} value={data.control} unit={unit} period={t('today')} />
      </StatRow>
      <p className={styles.help}>
        {data.touches
          .map(
            ({ lane, perCustomer }) =>
              `${phrase(lanes[lane as keyof typeof lanes])} ${t('perCustomer', { n: perCustomer })}`,
          )
          .join(' · ')}
      </p>
      <Reach reach={data.reach} />
      <Quota reach={data.reach} momentsLeft={data.momentsLeft} />
      {data.perRm.length > 0 && (
        <Section title={t('rmLoad')}>
          <ul className={styles.bars}>
            {data.perRm.map(({ rm, customers }) => (
              <li key={rm}>
                <span>{rm}</span>
                <span
                  className={styles.bar}
                  style={{ width: `${(customers / data.perRm[0]!.customers) * 100}%` }}
                />
                <span>{t('ruleCount', { n: formatNumber(customers) })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Reach({ reach }: { reach: unknown }) {
  const t = useText(text);
  const read = ReachPreview.safeParse(reach);
  if (!read.success) return null;
  const { reached, deferred, refused, rules } = read.data;
  return (
    <Section
      title={t('reachTitle')}
      hint={t('reachSentence', {
        reached: formatNumber(reached),
        deferred: formatNumber(deferred),
        refused: formatNumber(refused),
      })}
    >
      <ul className={styles.bars}>
        {rules.map((rule) => (
          <li key={rule.rule}>
            <span>
              {rule.name} <small>{rule.rule}</small>
            </span>
            <span
              className={styles.bar}
              style={{
                width: `${(rule.count / Math.max(1, ...rules.map(({ count }) => count))) * 100}%`,
              }}
            />
            <span>{t('ruleCount', { n: formatNumber(rule.count) })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the platform still lets through this month: mass messages of each customer, Moments of the bank. */
function Quota({ reach, momentsLeft }: { reach: unknown; momentsLeft: number | null }) {
  const t = useText(text);
  const read = ReachPreview.safeParse(reach);
  const mass = read.success ? read.data.quota : null;
  if (momentsLeft === null && (mass?.least ?? null) === null) return null;
  return (
    <Section title={t('platformQuota')}>
      <ul className={styles.quotas}>
        {mass && mass.least !== null && mass.average !== null && (
          <li>
            {t('massLeft', {
              least: formatNumber(mass.least),
              average: formatNumber(Math.round(mass.average * 10) / 10),
            })}
          </li>
        )}
        {momentsLeft !== null && <li>{t('momentsLeft', { n: formatNumber(momentsLeft) })}</li>}
      </ul>
    </Section>
  );
}
