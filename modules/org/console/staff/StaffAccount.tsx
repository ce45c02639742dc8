import { App, Button } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type StaffDetail, staffSessions, unlockStaff } from '../../contract.ts';
import { SessionLedger } from '../parts/SessionLedger.tsx';
import type { StaffAsk } from './StaffDialogs.tsx';
import { text } from './text.ts';

/** How a person signs in and where they are signed in now; what an administrator of access may do about it. */
export function StaffAccount({
  staff,
  ask,
}: {
  staff: StaffDetail;
  ask: (what: StaffAsk) => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const sessions = useCall(staffSessions, { params: { id: staff.id } });
  const unlock = useChange(unlockStaff, {
    onSuccess: () => void message.success(t('unlocked')),
  });
  const { account } = staff;
  const active = staff.state === 'active';
  return (
    <Section
      title={t('account')}
      hint={t('accountHint')}
      actions={
        active && (
          <>
            <Button onClick={() => ask('issue-password')}>{t('issuePassword')}</Button>
            {account.totpEnabled && (
              <Button onClick={() => ask('reset-totp')}>{t('resetTotp')}</Button>
            )}
            {account.openSessions > 0 && (
              <Button onClick={() => ask('end-sessions')}>{t('endSessions')}</Button>
            )}
          </>
        )
      }
    >
      {account.lockedUntil && (
        <Callout
          tone="warn"
          title={t('lockedNote', { until: formatTime(account.lockedUntil) })}
          action={
            <Button
              loading={unlock.isPending}
              onClick={() => unlock.mutate({ params: { id: staff.id } })}
            >
              {t('unlock')}
            </Button>
          }
        />
      )}
      {unlock.isError && <ErrorNote error={unlock.error} />}
      <Facts
        items={[
          {
            label: t('password'),
            value: !account.hasPassword ? (
              <Status kind="draft">{t('passwordNone')}</Status>
            ) : account.mustChangePassword ? (
              <Status kind="waiting">{t('passwordInitial')}</Status>
            ) : (
              <Status kind="done">{t('passwordSet')}</Status>
            ),
          },
          {
            label: t('totp'),
            value: account.totpEnabled ? (
              <Status kind="done">{t('totpOn')}</Status>
            ) : (
              <Status kind="draft">{t('totpOff')}</Status>
            ),
          },
          { label: t('openSessions'), value: t('sessionsCount', { n: account.openSessions }) },
          {
            label: t('lastSignIn'),
            value: staff.lastSignInAt ? (
              <DateTime at={staff.lastSignInAt} show="both" />
            ) : (
              t('never')
            ),
          },
        ]}
      />
      {sessions.isError ? (
        <ErrorNote error={sessions.error} retry={() => sessions.refetch()} />
      ) : (
        (sessions.data?.items.length ?? 0) > 0 && (
          <SessionLedger
            sessions={sessions.data?.items ?? []}
            end={(session) => ask({ endSession: session.id })}
          />
        )
      )}
    </Section>
  );
}
