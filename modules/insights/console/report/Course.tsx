import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { exitReasonText, type PlanReport } from '../../contract.ts';
import styles from './report.module.css';
import { text } from './text.ts';

export function Rounds({ report: { rounds, exits } }: { report: PlanReport }) {
  const t = useText(text);
  const phrase = usePhrase();
  const [first] = rounds;
  const left = exits.reduce((sum, { customers }) => sum + customers, 0);
  const words = (reason: string) => phrase(exitReasonText[reason] ?? [reason, reason]);
  return (
    <Section
      title={t('rounds')}
      hint={
        first &&
        t('roundsSaid', {
          entered: formatNumber(first.entered),
          completed: formatNumber(first.completed),
          share: formatPercent(first.entered > 0 ? first.completed / first.entered : 0),
        })
      }
    >
      <Bars
        sentence={
          exits[0]
            ? t('exitsSaid', {
                n: formatNumber(left),
                why: words(exits[0].reason),
                m: formatNumber(exits[0].customers),
              })
            : t('noExits')
        }
        bars={[
          ...rounds.map(({ round, entered, completed }) => ({
            key: `round ${round}`,
            label: t('roundName', { n: round }),
            value: completed,
            before: entered,
            shown: t('completedOf', {
              completed: formatNumber(completed),
              entered: formatNumber(entered),
            }),
          })),
          ...exits.map(({ reason, customers }) => ({
            key: reason,
            label: words(reason),
            value: customers,
            shown: t('stepPeople', { n: formatNumber(customers) }),
          })),
        ]}
      />
    </Section>
  );
}

const levels = ['low', 'mid', 'high'] as const;

/** Where customers stood at entry and stand now; one table, two figures a cell. */
export function Cells({ report: { cells } }: { report: PlanReport }) {
  const t = useText(text);
  const of = (need: string, recognition: string) =>
    cells.find(({ cell }) => cell === `${need}-${recognition}`);
  const recognising = (key: 'before' | 'after') =>
    formatNumber(
      cells.filter(({ cell }) => !cell.endsWith('-low')).reduce((sum, one) => sum + one[key], 0),
    );
  return (
    <Section
      title={t('cells')}
      hint={t('cellsSaid', { before: recognising('before'), after: recognising('after') })}
    >
      <table className={styles.cells}>
        <thead>
          <tr>
            <th scope="col">
              {t('need')} \ {t('recognition')}
            </th>
            {levels.map((recognition) => (
              <th key={recognition} scope="col">
                {t(recognition)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.toReversed().map((need) => (
            <tr key={need}>
              <th scope="row">{t(need)}</th>
              {levels.map((recognition) => {
                const cell = of(need, recognition);
                return (
                  <td key={recognition}>
                    <small>{formatNumber(cell?.before ?? 0)} →</small>{' '}
                    <b>{formatNumber(cell?.after ?? 0)}</b>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
