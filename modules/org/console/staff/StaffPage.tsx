import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { call, useCall } from '#platform/web/api.ts';
import { Reveal } from '#platform/web/overlay/Reveal.tsx';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { useMay, usePerson } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { UnitPath } from '#platform/web/show/UnitPath.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  getStaff,
  revealStaff,
  type StaffDetail,
  type StaffId,
  staffStateText,
} from '../../contract.ts';
import { moreLinks } from './more-links.ts';
import { StaffAccount } from './StaffAccount.tsx';
import { type StaffAsk, StaffDialogs } from './StaffDialogs.tsx';
import { StaffGrants } from './StaffGrants.tsx';
import { StaffLicences } from './StaffLicences.tsx';
import { StaffStatus } from './StaffStatus.tsx';
import { StaffTrail } from './StaffTrail.tsx';
import { text } from './text.ts';

export default function StaffPage() {
  const t = useText(text);
  const { id } = useParams();
  const staff = useCall(getStaff, { params: { id: id as StaffId } });
  if (staff.isPending) return <SkeletonPage />;
  if (staff.isError)
    return (
      <Page title={t('staff')} crumbs={[{ label: t('staff'), to: '/staff' }]}>
        <ErrorNote error={staff.error} retry={() => staff.refetch()} />
      </Page>
    );
  return <Person key={id} staff={staff.data} />;
}

function Person({ staff }: { staff: StaffDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const may = useMay();
  const me = usePerson()?.id === staff.id;
  const navigate = useNavigate();
  const [ask, setAsk] = useState<StaffAsk | null>(null);
  const manage = may('org.staff.manage');
  const active = staff.state === 'active';
  return (
    <Page
      title={staff.name}
      aside={<StaffStatus state={staff.state} />}
      purpose={<UnitPath names={[...staff.above.map((one) => one.name), staff.unit.name]} />}
      crumbs={[{ label: t('staff'), to: '/staff' }, { label: staff.number }]}
      actions={
        <>
          {active && !me && may('org.role.manage') && (
            <Button type="primary" onClick={() => navigate(`/grants/new?staff=${staff.id}`)}>
              {t('grant')}
            </Button>
          )}
          {moreLinks()
            .filter(({ permission }) => may(permission))
            .map(({ label, to }) => (
              <Button key={label[0]} onClick={() => navigate(to(staff.id))}>
                {phrase(label)}
              </Button>
            ))}
          {manage && (
            <Button onClick={() => navigate(`/staff/${staff.id}/edit`)}>{t('edit')}</Button>
          )}
          {manage && active && !me && (
            <Button danger onClick={() => setAsk('deactivate')}>
              {t('deactivate')}
            </Button>
          )}
          {manage && !active && (
            <Button onClick={() => setAsk('reactivate')}>{t('reactivate')}</Button>
          )}
        </>
      }
    >
      {!active && (
        <Callout
          tone="warn"
          title={t('inactiveNote', { state: phrase(staffStateText[staff.state]) })}
        >
          <DateTime at={staff.stateSince} show="both" />
          {staff.stateReason && ` · ${t('stateReason')}${marks.colon}${staff.stateReason}`}
        </Callout>
      )}
      {me && <Callout>{t('selfNote')}</Callout>}
      <About staff={staff} />
      {may('org.role.read') && <StaffGrants staff={staff} />}
      <StaffLicences staff={staff} />
      {may('org.access.manage') && <StaffAccount staff={staff} ask={setAsk} />}
      {may('org.audit.read') && <StaffTrail staff={staff} />}
      <StaffDialogs staff={staff} ask={ask} close={() => setAsk(null)} />
    </Page>
  );
}

function About({ staff }: { staff: StaffDetail }) {
  const t = useText(text);
  return (
    <Facts
      items={[
        { label: t('name'), value: <PersonTag name={staff.name} detail={staff.number} /> },
        { label: t('unit'), value: staff.unit.name },
        { label: t('title'), value: staff.title ?? t('notSet') },
        { label: t('phone'), value: <Contact staff={staff} field="phone" /> },
        { label: t('email'), value: <Contact staff={staff} field="email" /> },
        { label: t('wecom'), value: staff.wecomUserId ?? t('notBound') },
        {
          label: t('lastSignIn'),
          value: staff.lastSignInAt ? <DateTime at={staff.lastSignInAt} show="both" /> : t('never'),
        },
        { label: t('created'), value: <DateTime at={staff.createdAt} style="day" /> },
      ]}
    />
  );
}

function Contact({ staff, field }: { staff: StaffDetail; field: 'phone' | 'email' }) {
  const t = useText(text);
  const may = useMay();
  const masked = staff[field];
  if (masked === null) return t('notSet');
  return (
    <Reveal
      masked={masked}
      label={t(field)}
      allowed={may('org.staff.reveal')}
      reveal={async (reason) => {
        const { value } = await call(revealStaff, {
          params: { id: staff.id },
          body: { field, reason },
        });
        return value;
      }}
    />
  );
}
