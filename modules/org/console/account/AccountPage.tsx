import { Button } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Session, whoAmI } from '../../contract.ts';
import { Authenticator } from './Authenticator.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { MySessions } from './MySessions.tsx';
import { text } from './text.ts';

/** One's own account: password, second factor, where one is signed in. */
export default function AccountPage() {
  const t = useText(text);
  const session = useCall(whoAmI);
  if (session.isPending) return <SkeletonPage />;
  if (session.isError)
    return (
      <Page title={t('me')}>
        <ErrorNote error={session.error} retry={() => session.refetch()} />
      </Page>
    );
  return (
    <Page title={t('me')} purpose={t('mePurpose')} width="reading">
      <About session={session.data} />
      <Password session={session.data} />
      <Authenticator session={session.data} />
      <MySessions />
    </Page>
  );
}

function About({ session }: { session: Session }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const { staff, roles } = session;
  return (
    <Facts
      items={[
        { label: t('number'), value: <PersonTag name={staff.name} detail={staff.number} /> },
        { label: t('unit'), value: staff.unit.name },
        { label: t('title'), value: staff.title ?? '—' },
        { label: t('bank'), value: session.bank.name },
        {
          label: t('roles'),
          value:
            roles.length === 0
              ? t('noRoles')
              : roles
                  .map(({ name, unit }) => t('roleAt', { role: phrase(name), unit: unit.name }))
                  .join(comma),
          wide: true,
        },
        { label: t('signedInAt'), value: <DateTime at={session.signedInAt} /> },
        {
          label: t('expiresAt'),
          value: (
            <>
              <DateTime at={session.expiresAt} />
              <br />
              {t('idle', { n: session.idleMinutes })}
            </>
          ),
        },
      ]}
    />
  );
}

function Password({ session }: { session: Session }) {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('password')}
      hint={t('passwordHint')}
      actions={
        session.hasPassword && <Button onClick={() => setOpen(true)}>{t('changePassword')}</Button>
      }
    >
      {session.hasPassword ? (
        <Status kind="done">{t('passwordSet')}</Status>
      ) : (
        <Status kind="ended">{t('passwordNone')}</Status>
      )}
      <ChangePassword open={open} close={() => setOpen(false)} />
    </Section>
  );
}
