import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { assetMoveText, type PlanReport } from '../../contract.ts';
import { Interval } from './Interval.tsx';
import styles from './report.module.css';
import { text } from './text.ts';

const whole = (value: number) => formatNumber(Math.round(value));

/** Assets of both arms; says only what the interval allows. */
export function Assets({ report: { assets } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { difference, uplift, reached, control } = assets;
  const figures = difference && {
    mean: whole(Math.abs(difference.mean)),
    low: whole(difference.low),
    high: whole(difference.high),
  };
  const certain = difference && (difference.low > 0 || difference.high < 0);
  const moved = (move: string) =>
    formatNumber(reached.moves.find((one) => one.move === move)?.customers ?? 0);
  return (
    <Section title={t('assets')} hint={t('assetsHint')}>
      {!difference || !figures ? (
        <Callout tone="note">{t('assetsUnknown')}</Callout>
      ) : (
        <div className={styles.verdict}>
          <Callout tone={!certain ? 'note' : difference.mean > 0 ? 'good' : 'warn'}>
            {certain
              ? t(difference.mean > 0 ? 'assetsMore' : 'assetsLess', figures)
              : t('assetsOpen', { ...figures, mean: whole(difference.mean) })}
            {uplift &&
              ` ${t('upliftSaid', {
                share: formatPercent(uplift.share),
                low: formatPercent(uplift.low),
                high: formatPercent(uplift.high),
              })}`}
          </Callout>
          <Interval {...difference} unit={t('yuan')} />
        </div>
      )}
      <Rows
        label={t('assets')}
        density="dense"
        rows={[
          { name: t('reached'), arm: reached },
          { name: t('control'), arm: control },
        ]}
        rowKey={(row) => row.name}
        columns={[
          { key: 'arm', title: t('arm'), render: (row) => row.name },
          {
            key: 'customers',
            title: t('customers'),
            align: 'right',
            render: (row) => formatNumber(row.arm.customers),
          },
          {
            key: 'before',
            title: t('before'),
            align: 'right',
            render: (row) => whole(row.arm.before),
          },
          {
            key: 'after',
            title: t('after'),
            align: 'right',
            render: (row) => whole(row.arm.after),
          },
          {
            key: 'mean',
            title: t('meanChange'),
            align: 'right',
            render: (row) => whole(row.arm.meanChange),
          },
          ...reached.moves.map(({ move }, at) => ({
            key: move,
            title: phrase(assetMoveText[move]),
            align: 'right' as const,
            render: (row: { arm: typeof reached }) =>
              t('moveCell', {
                n: formatNumber(row.arm.moves[at]?.customers ?? 0),
                change: whole(row.arm.moves[at]?.change ?? 0),
              }),
          })),
        ]}
      />
      {reached.customers > 0 && (
        <p className={styles.quiet}>
          {t('movesSaid', {
            activated: moved('activated'),
            grown: moved('grown'),
            shrunk: moved('shrunk'),
            lost: moved('lost'),
          })}
        </p>
      )}
    </Section>
  );
}

/** What simulated people would do with money is an assumption: shown as a result it would mislead. */
export function NothingOfAssets() {
  const t = useText(text);
  return (
    <Section title={t('assets')}>
      <Callout tone="note" title={t('assetsNotRehearsed')}>
        {t('assetsNotRehearsedSaid')}
      </Callout>
    </Section>
  );
}
