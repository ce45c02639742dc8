import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import {
  changePlanState,
  modeText,
  type Plan,
  type PlanId,
  type PlanKind,
  type PlanState,
  planKindText,
  planPage,
  touchClassText,
  touchStateText,
} from '../../contract.ts';
import styles from '../outreach.module.css';
import { PlanStatus } from './status.tsx';
import { TouchTable } from './TouchTable.tsx';
import { text } from './text.ts';

type Found = Reply<typeof planPage>;

/** One plan: how far it is, what was stopped and why, and every contact behind the figures. */
export default function PlanPage() {
  const t = useText(text);
  const { id } = useParams();
  const found = useCall(planPage, { params: { id: id as PlanId } }, { every: 15 });
  const crumbs = [{ label: t('plans'), to: '/outreach/plans' }];
  if (found.isPending) return <SkeletonPage />;
  if (found.isError)
    return (
      <Page title={t('plans')} crumbs={crumbs}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  const { plan } = found.data;
  return (
    <Page
      title={plan.name}
      aside={<PlanStatus plan={plan} />}
      crumbs={[...crumbs, { label: plan.name }]}
      actions={
        <>
          <Elsewhere plan={plan} />
          <Actions plan={plan} />
        </>
      }
    >
      {plan.state === 'paused' && (
        <Callout tone="warn" title={plan.stateReason ?? ''}>
          {t('pauseWhat')}
        </Callout>
      )}
      <Figures {...found.data} />
      <PlanFacts plan={plan} />
      <Reasons {...found.data} />
      <Shares {...found.data} />
      <Section title={t('touches')}>
        <TouchTable planId={plan.id} />
      </Section>
    </Page>
  );
}

function Figures({ states, arms, plan }: Found) {
  const t = useText(text);
  const phrase = usePhrase();
  const of = (state: string) => states.find((s) => s.state === state)?.count ?? 0;
  const all = states.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <StatRow>
        <Stat label={t('planned')} value={all} unit={t('times')} period={t('sinceStart')} />
        <Stat
          label={t('delivered')}
          value={of('delivered')}
          unit={t('times')}
          period={t('sinceStart')}
        />
        <Stat
          label={t('refused')}
          value={of('refused')}
          unit={t('times')}
          period={t('sinceStart')}
          better="less"
        />
        <Stat
          label={t('reached')}
          value={arms.reached}
          unit={t('people')}
          period={t('sinceStart')}
        />
        {plan.controlShare > 0 && (
          <Stat
            label={t('control')}
            value={arms.control}
            unit={t('people')}
            period={t('sinceStart')}
          />
        )}
      </StatRow>
      {states.length > 0 && (
        <Section title={t('flow')}>
          <Bars
            bars={states.map(({ state, count }) => ({
              key: state,
              label: phrase(touchStateText[state]),
              value: count,
              shown: formatNumber(count),
            }))}
            sentence={t('flowSentence', {
              planned: formatNumber(all),
              delivered: formatNumber(of('delivered')),
              refused: formatNumber(of('refused')),
            })}
          />
        </Section>
      )}
    </>
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Facts
      items={[
        ...(plan.need ? [{ label: t('need'), value: plan.need }] : []),
        { label: t('kind'), value: phrase(planKindText[plan.kind]) },
        { label: t('class'), value: phrase(touchClassText[plan.class]) },
        { label: t('purpose'), value: t(plan.purpose) },
        {
          label: t('project'),
          value: <Link to={`/projects/${plan.projectId}`}>{plan.projectName}</Link>,
        },
        { label: t('unit'), value: plan.unit.name },
        {
          label: t('controlShare'),
          value: (
            <span title={t('controlHint')}>
              {plan.controlShare > 0 ? formatPercent(plan.controlShare) : t('noLimit')}
            </span>
          ),
        },
        {
          label: t('deletionLimit'),
          value: plan.deletionLimit === null ? t('noLimit') : formatPercent(plan.deletionLimit),
        },
        { label: t('createdBy'), value: plan.createdBy },
      ]}
    />
  );
}

/** What did not get through, reason by reason: in sum the states above. */
function Reasons({ reasons, states }: Found) {
  const t = useText(text);
  const phrase = usePhrase();
  const [, setSearch] = useSearchParams();
  const all = states.reduce((sum, { count }) => sum + count, 0);
  const delivered = states.find(({ state }) => state === 'delivered')?.count ?? 0;
  const stopped = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section
      title={t('why')}
      hint={
        stopped > 0
          ? t('whySentence', {
              planned: formatNumber(all),
              delivered: formatNumber(delivered),
              stopped: formatNumber(stopped),
              open: formatNumber(all - delivered - stopped),
            })
          : undefined
      }
    >
      {reasons.length === 0 ? (
        <Empty small title={t('noneStopped')} />
      ) : (
        <ul className={styles.reasons}>
          {reasons.map(({ state, rule, name, count }) => (
            <li key={`${state}/${rule}/${name}`}>
              <button type="button" onClick={() => setSearch(rule ? { state, rule } : { state })}>
                <Tag tone={state === 'refused' ? 'warn' : 'plain'}>
                  {phrase(touchStateText[state])}
                </Tag>
                <span>
                  {name} {rule && <code>{rule}</code>}
                </span>
                <b>{formatNumber(count)}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Shares({ modes, days }: Found) {
  const t = useText(text);
  const phrase = usePhrase();
  if (days.length === 0) return null;
  return (
    <div className={styles.pair}>
      <Section title={t('modes')}>
        <Bars
          bars={modes.map(({ mode, count, delivered }) => ({
            key: mode ?? 'none',
            label: mode ? phrase(modeText[mode]) : t('noMode'),
            value: count,
            before: delivered,
            shown: formatNumber(count),
          }))}
          sentence={t('modesSentence')}
        />
      </Section>
      <Section title={t('days')}>
        <Bars
          bars={days.slice(-14).map(({ day, count }) => ({
            key: day,
            label: day.slice(5),
            value: count,
            shown: formatNumber(count),
          }))}
          sentence={t('daysSentence', {
            from: days.slice(-14)[0]!.day,
            to: days.at(-1)!.day,
            top: formatNumber(Math.max(...days.slice(-14).map(({ count }) => count))),
          })}
        />
      </Section>
    </div>
  );
}

/** Kinds whose results are reported. */
const reported: readonly PlanKind[] = ['sequence', 'bulk'];

/** What defined the plan, and what came of it. */
function Elsewhere({ plan }: { plan: Plan }) {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  // What a run has followed up is a plan of the same run: `<run>/follow-up`.
  const [run] = plan.subjectId.split('/');
  const places = [
    [
      'seeRun',
      plan.kind === 'sequence' && may('sequences.sequence.read'),
      `/sequences/runs/${run}`,
    ],
    ['seeBulk', plan.kind === 'bulk', `/outreach/bulk/${plan.subjectId}`],
    [
      'seeReport',
      reported.includes(plan.kind) && may('insights.plan-report.read'),
      `/insights/plans/${plan.id}`,
    ],
  ] as const;
  return places.map(
    ([word, there, to]) =>
      there && (
        <Button key={word} onClick={() => navigate(to)}>
          {t(word)}
        </Button>
      ),
  );
}

const turns: Readonly<Record<PlanState, readonly PlanState[]>> = {
  running: ['paused', 'ended'],
  paused: ['running', 'ended'],
  ended: [],
};
const verbs = {
  running: ['resume', 'resumeTitle', 'resumeWhat'],
  paused: ['pause', 'pauseTitle', 'pauseWhat'],
  ended: ['end', 'endTitle', 'endWhat'],
} as const;

function Actions({ plan }: { plan: Plan }) {
  const t = useText(text);
  const may = useMay();
  const { message } = App.useApp();
  const change = useChange(changePlanState);
  const [to, setTo] = useState<PlanState | null>(null);
  if (!may('outreach.plan.manage')) return null;
  const words = verbs[to ?? 'paused'];
  return (
    <>
      {turns[plan.state].map((state) => (
        <Button key={state} danger={state === 'ended'} onClick={() => setTo(state)}>
          {t(verbs[state][0])}
        </Button>
      ))}
      <Confirm
        open={to !== null}
        close={() => setTo(null)}
        title={t(words[1], { name: plan.name })}
        consequences={[t(words[2])]}
        verb={t(words[0])}
        danger={to === 'ended'}
        reason={t('reason')}
        run={async (reason) => {
          await change.mutateAsync({ params: { id: plan.id }, body: { state: to!, reason } });
          message.success(t('changed'));
        }}
      />
    </>
  );
}
