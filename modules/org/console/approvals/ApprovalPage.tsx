import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { useMay, usePerson } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage, SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useComma, useLang, useMarks, useText } from '#platform/web/text/lang.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import { type ApprovalDetail, type ApprovalId, getApproval } from '../../contract.ts';
import { type ApprovalAsk, ApprovalDialogs } from './ApprovalDialogs.tsx';
import { ApprovalHistory } from './ApprovalHistory.tsx';
import { ApprovalStatus } from './ApprovalStatus.tsx';
import { approvalForm } from './approval-forms.ts';
import { approvalView } from './approval-views.ts';
import { text } from './text.ts';
import { WhatChanges } from './WhatChanges.tsx';

export default function ApprovalPage() {
  const t = useText(text);
  const { id } = useParams();
  // Another person may decide while this one reads.
  const approval = useCall(getApproval, { params: { id: id as ApprovalId } }, { every: 20 });
  if (approval.isPending) return <SkeletonPage />;
  if (!approval.data)
    return (
      <Page title={t('approvals')} crumbs={[{ label: t('approvals'), to: '/approvals' }]}>
        <ErrorNote error={approval.error} retry={() => approval.refetch()} />
      </Page>
    );
  return <OneApproval key={id} approval={approval.data} />;
}

function OneApproval({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const [ask, setAsk] = useState<ApprovalAsk | null>(null);
  return (
    <Page
      title={approval.title}
      aside={<ApprovalStatus state={approval.state} />}
      crumbs={[{ label: t('approvals'), to: '/approvals' }, { label: approval.kindName }]}
      actions={<Abilities approval={approval} ask={setAsk} />}
    >
      <Standing approval={approval} />
      <About approval={approval} />
      <WhatChanges approval={approval} />
      <Seen approval={approval} />
      <ApprovalHistory approval={approval} />
      <ApprovalDialogs approval={approval} ask={ask} close={() => setAsk(null)} />
    </Page>
  );
}

/** Only what would not be refused. */
function Abilities({
  approval,
  ask,
}: {
  approval: ApprovalDetail;
  ask: (what: ApprovalAsk) => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const { can } = approval;
  const form = can.revise ? approvalForm(approval) : undefined;
  return (
    <>
      {can.decide && (
        <>
          <Button type="primary" onClick={() => ask('approve')}>
            {t('approve')}
          </Button>
          <Button onClick={() => ask('return')}>{t('return')}</Button>
          <Button danger onClick={() => ask('reject')}>
            {t('reject')}
          </Button>
        </>
      )}
      {form && (
        <Button type="primary" onClick={() => navigate(form)}>
          {t('revise')}
        </Button>
      )}
      {can.submit && <Button onClick={() => ask('submit')}>{t('submit')}</Button>}
      {can.withdraw && <Button onClick={() => ask('withdraw')}>{t('withdraw')}</Button>}
    </>
  );
}

/** What it waits for, or how it ended, before anything else. */
function Standing({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const lang = useLang();
  const comma = useComma();
  const now = useBusinessNow();
  const me = usePerson()?.id === approval.maker.id;
  const { people, total } = approval.checkers;
  if (approval.state === 'submitted') {
    const due = approval.dueAt && relativeTime(approval.dueAt, now, lang);
    return (
      <Callout
        tone={total === 0 ? 'warn' : 'note'}
        title={approval.can.decide ? t('decideNow') : t('waitNote')}
      >
        <div>
          {approval.can.decide
            ? t('decideHint')
            : total === 0
              ? t('nobodyDecides')
              : `${me ? t('ownNote') : ''}${t('whoDecides', {
                  names: people.map((one) => one.name).join(comma),
                })}${total > people.length ? t('andMore', { n: total }) : ''}`}
        </div>
        {due && <div>{t('dueSoon', { when: due })}</div>}
      </Callout>
    );
  }
  if (approval.reason && approval.state !== 'draft')
    return (
      <Callout
        tone={approval.state === 'approved' ? 'good' : 'warn'}
        title={t('refusal', { reason: approval.reason })}
      >
        {approval.checker?.name}
      </Callout>
    );
  return null;
}

function About({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const marks = useMarks();
  const { subject, checker, onBehalfOf } = approval;
  return (
    <Facts
      items={[
        {
          label: t('subject'),
          value: (
            <>
              {subject.version > 0
                ? t('subjectVersion', { name: subject.name, n: subject.version })
                : subject.name}{' '}
              {approval.link && <Link to={approval.link}>{t('seeSubject')}</Link>}
            </>
          ),
        },
        { label: t('unit'), value: approval.unit?.name ?? t('wholeBank') },
        { label: t('maker'), value: approval.maker.name },
        {
          label: t('checker'),
          value: checker
            ? `${checker.name}${onBehalfOf ? marks.aside(t('onBehalfOf', { name: onBehalfOf.name })) : ''}`
            : '—',
        },
        {
          label: t('round'),
          value: approval.round > 0 ? t('roundNo', { n: approval.round }) : t('notSubmitted'),
        },
        { label: t('submittedAt'), value: <DateTime at={approval.submittedAt} show="both" /> },
        { label: t('dueAt'), value: <DateTime at={approval.dueAt} show="both" /> },
        { label: t('decidedAt'), value: <DateTime at={approval.decidedAt} show="both" /> },
        ...(approval.note ? [{ label: t('note'), value: approval.note, wide: true }] : []),
      ]}
    />
  );
}

/** Whom it concerns and what it says, so that nobody leaves the page to decide. */
function Seen({ approval }: { approval: ApprovalDetail }) {
  const may = useMay();
  const view = approvalView(approval.kind);
  if (!view || !may(view.permission)) return null;
  return (
    <Suspense fallback={<SkeletonText lines={6} />}>
      <view.View approval={approval} />
    </Suspense>
  );
}
