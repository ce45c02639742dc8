import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { funnelStepText, type PlanReport } from '../../contract.ts';
import styles from './report.module.css';
import { text } from './text.ts';

const sum = (drops: PlanReport['drops']) => drops.reduce((all, { touches }) => all + touches, 0);

export function Funnel({ report: { funnel, drops } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const of = (step: string) => funnel.find((one) => one.step === step);
  const proposed = of('proposed')?.touches ?? 0;
  const people = of('delivered')?.customers ?? 0;
  const toGroups = proposed > 0 && (of('proposed')?.customers ?? 0) === 0;
  const sentence =
    proposed === 0
      ? t('funnelEmpty')
      : toGroups
        ? t('funnelGroups', {
            proposed: formatNumber(proposed),
            delivered: formatNumber(of('delivered')?.touches ?? 0),
          })
        : t('funnelSaid', {
            proposed: formatNumber(proposed),
            delivered: formatNumber(of('delivered')?.touches ?? 0),
            people: formatNumber(people),
            reacted: formatNumber(of('reacted')?.customers ?? 0),
            consulted: formatNumber(of('consulted')?.customers ?? 0),
            converted: formatNumber(of('converted')?.customers ?? 0),
          });
  return (
    <Section title={t('funnel')} hint={sentence}>
      <ol className={styles.funnel}>
        {funnel
          .filter(({ touches }) => !toGroups || touches !== null)
          .map(({ step, touches, customers, share }, at, steps) => {
            const lost = sum(drops.filter(({ before }) => before === step));
            const open = at > 0 && touches !== null ? steps[at - 1]!.touches! - touches - lost : 0;
            const whole = touches === null ? people : proposed;
            const width = whole > 0 ? (touches ?? customers) / whole : 0;
            return (
              <li key={step} data-people={touches === null || undefined}>
                <span className={styles.step}>{phrase(funnelStepText[step])}</span>
                <span className={styles.track}>
                  <span style={{ width: `${Math.min(100, width * 100)}%` }} />
                </span>
                <span className={styles.figures}>
                  <b>
                    {touches === null
                      ? t('stepPeople', { n: formatNumber(customers) })
                      : t('stepTouches', { n: formatNumber(touches) })}
                  </b>
                  <small>
                    {touches === null
                      ? share !== null && formatPercent(share)
                      : !toGroups && t('stepPeople', { n: formatNumber(customers) })}
                  </small>
                </span>
                {(lost > 0 || open > 0) && (
                  <small className={styles.between}>
                    {[
                      lost > 0 && t('stepLost', { n: formatNumber(lost) }),
                      open > 0 && t('stepOpen', { n: formatNumber(open) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                )}
              </li>
            );
          })}
      </ol>
    </Section>
  );
}

/** A rule by its number; what failed without one has no number to look up. */
const isRule = (rule: string | null) => /^[A-Z]+-\d+$/.test(rule ?? '');

export function Drops({ report: { drops } }: { report: PlanReport }) {
  const t = useText(text);
  const all = sum(drops);
  const [first] = drops;
  const shown = drops.slice(0, 12);
  const rest = all - sum(shown);
  const nameOf = (drop: PlanReport['drops'][number]) =>
    drop.title || drop.rule || t(drop.state === 'deferred' ? 'toDecide' : 'unnamed');
  return (
    <Section
      title={t('drops')}
      hint={
        first
          ? t('dropsSaid', {
              n: formatNumber(all),
              why: nameOf(first),
              share: formatPercent(first.touches / all),
            })
          : t('noDrops')
      }
    >
      {drops.length > 0 && (
        <Rows
          label={t('drops')}
          density="dense"
          rows={shown}
          rowKey={(drop) => `${drop.state} ${drop.rule} ${drop.before} ${drop.title}`}
          {...(rest > 0 && {
            totals: {
              rule: t('otherDrops', { n: drops.length - shown.length }),
              touches: formatNumber(rest),
            },
          })}
          columns={[
            {
              key: 'rule',
              title: t('rule'),
              wrap: true,
              render: (drop) => (
                <>
                  {nameOf(drop)}{' '}
                  {drop.title && isRule(drop.rule) && (
                    <small className={styles.code}>{drop.rule}</small>
                  )}
                </>
              ),
            },
            { key: 'state', title: t('whatBecame'), render: (drop) => t(drop.state) },
            {
              key: 'touches',
              title: t('touches'),
              align: 'right',
              render: (drop) => formatNumber(drop.touches),
            },
            {
              key: 'customers',
              title: t('customers'),
              align: 'right',
              render: (drop) => formatNumber(drop.customers),
            },
          ]}
        />
      )}
    </Section>
  );
}
