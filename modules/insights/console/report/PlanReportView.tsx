import { Callout } from '#platform/web/show/Callout.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import type { PlanReport } from '../../contract.ts';
import { Assets, NothingOfAssets } from './Assets.tsx';
import { Hooked, Reactivated, Tiers } from './Compared.tsx';
import { Cells, Rounds } from './Course.tsx';
import { Deletions } from './Deletions.tsx';
import { Drops, Funnel } from './Funnel.tsx';
import { Groups } from './Groups.tsx';
import { Load } from './Load.tsx';
import { Modes, Quota } from './Modes.tsx';
import { Pipeline, StageScores } from './Pipeline.tsx';
import styles from './report.module.css';
import { text } from './text.ts';

/** Everything a plan brought, each figure with its unit and each chart with a sentence. */
export default function PlanReportView({ report }: { report: PlanReport }) {
  const t = useText(text);
  const proposed = report.funnel.find(({ step }) => step === 'proposed');
  const [from, to] = [report.from, report.to].map((at) => formatTime(at, 'day'));
  const period = report.from > report.to || from === to ? to! : `${from} – ${to}`;
  const rehearsed = report.source === 'rehearsed';
  // What went to group chats alone says nothing of single customers.
  const toGroups = report.groups !== null && (proposed?.customers ?? 0) === 0;
  return (
    <div className={styles.report}>
      {rehearsed && <Callout tone="note">{t('simulated')}</Callout>}
      {report.plan.need && (
        <p className={styles.need}>
          <b>{t('answeredNeed')}</b>
          {report.plan.need}
        </p>
      )}
      {toGroups ? (
        <GroupStats report={report} period={period} />
      ) : (
        <PeopleStats report={report} period={period} />
      )}
      <div className={styles.pair}>
        <Funnel report={report} />
        <Drops report={report} />
      </div>
      <Groups report={report} />
      {toGroups ? (
        <Modes report={report} />
      ) : (
        <>
          {rehearsed ? <NothingOfAssets /> : <Assets report={report} />}
          <Modes report={report} />
          <Quota report={report} />
          <Deletions report={report} />
        </>
      )}
      {(report.rounds.length > 0 || report.exits.length > 0) && (
        <div className={styles.pair}>
          <Rounds report={report} />
          <Cells report={report} />
        </div>
      )}
      {report.stages.length > 0 && (
        <>
          <div className={styles.pair}>
            <Pipeline report={report} />
            <Reactivated report={report} />
          </div>
          <StageScores report={report} />
        </>
      )}
      <Hooked report={report} />
      {report.tiers.length > 0 && <Tiers report={report} />}
      <Load report={report} />
    </div>
  );
}

interface StatsProps {
  readonly report: PlanReport;
  readonly period: string;
}

function PeopleStats({ report, period }: StatsProps) {
  const t = useText(text);
  const { people, deletions, funnel } = report;
  const delivered = funnel.find(({ step }) => step === 'delivered');
  const { all } = deletions;
  return (
    <StatRow>
      <Stat
        label={t('touchedPeople')}
        value={people.touched}
        unit={t('people')}
        period={period}
        better="neither"
      >
        <small>{t('ofReached', { n: formatNumber(people.reached) })}</small>
      </Stat>
      <Stat
        label={t('heldOut')}
        value={people.control}
        unit={t('people')}
        period={period}
        better="neither"
      >
        <small>{t('heldOutHint')}</small>
      </Stat>
      <Stat
        label={t('delivered')}
        value={delivered?.touches ?? 0}
        unit={t('times')}
        period={period}
      >
        <small>{t('deliveredHint')}</small>
      </Stat>
      <Stat
        label={t('deletionRate')}
        value={all.of === 0 ? null : Math.round(all.share * 10_000) / 100}
        unit="%"
        period={period}
        better="less"
      >
        {all.of > 0 && (
          <small>
            {t('deletionHint', {
              part: formatNumber(all.part),
              of: formatNumber(all.of),
              low: formatPercent(all.low),
              high: formatPercent(all.high),
            })}
          </small>
        )}
      </Stat>
    </StatRow>
  );
}

function GroupStats({ report: { groups }, period }: StatsProps) {
  const t = useText(text);
  const unit = t('chats');
  if (!groups) return null;
  const stats = [
    ['groupsPlanned', groups.proposed],
    ['groupsHanded', groups.handedOver],
    ['groupsConfirmed', groups.confirmed],
    ['groupsArrived', groups.delivered],
  ] as const;
  return (
    <StatRow>
      {stats.map(([label, value]) => (
        <Stat key={label} label={t(label)} value={value} unit={unit} period={period} />
      ))}
    </StatRow>
  );
}
