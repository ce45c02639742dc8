import { App, Input, Radio } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import {
  deactivateStaff,
  endStaffSessions,
  issuePassword,
  reactivateStaff,
  resetTotp,
  type SessionId,
  type StaffDetail,
} from '../../contract.ts';
import { IssuedPassword } from './IssuedPassword.tsx';
import { text } from './text.ts';

export type StaffAsk =
  | 'deactivate'
  | 'reactivate'
  | 'issue-password'
  | 'reset-totp'
  | 'end-sessions'
  | { endSession: SessionId };

/** What an administrator does to a person's access, each with what will happen and a reason. */
export function StaffDialogs({
  staff,
  ask,
  close,
}: {
  staff: StaffDetail;
  ask: StaffAsk | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const [issued, setIssued] = useState<{ account: string; password: string } | null>(null);
  const reactivate = useChange(reactivateStaff);
  const issue = useChange(issuePassword);
  const reset = useChange(resetTotp);
  const end = useChange(endStaffSessions);
  const params = { id: staff.id };
  const one = typeof ask === 'object' && ask !== null ? ask.endSession : undefined;
  const name = staff.name;
  return (
    <>
      <Deactivate staff={staff} open={ask === 'deactivate'} close={close} />
      <Confirm
        open={ask === 'reactivate'}
        close={close}
        title={t('reactivateTitle', { name })}
        consequences={[t('reactivateWhat')]}
        verb={t('reactivate')}
        reason={t('reason')}
        run={async (reason) => {
          await reactivate.mutateAsync({ params, body: { reason, version: staff.version } });
          message.success(t('reactivated', { name }));
        }}
      />
      <Confirm
        open={ask === 'issue-password'}
        close={close}
        title={t('issueTitle', { name })}
        consequences={[
          ...(staff.account.hasPassword ? [t('issueOld')] : []),
          t('issueOnce'),
          t('issueMust'),
        ]}
        verb={t('issuePassword')}
        reason={t('reason')}
        run={async (reason) => setIssued(await issue.mutateAsync({ params, body: { reason } }))}
      />
      <IssuedPassword issued={issued} done={() => setIssued(null)} />
      <Confirm
        open={ask === 'reset-totp'}
        close={close}
        title={t('resetTotpTitle', { name })}
        consequences={[t('resetTotpWhat')]}
        verb={t('resetTotp')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          await reset.mutateAsync({ params, body: { reason } });
          message.success(t('resetTotpDone'));
        }}
      />
      <Confirm
        open={ask === 'end-sessions' || one !== undefined}
        close={close}
        title={one ? t('endSessionTitle') : t('endSessionsTitle', { name })}
        consequences={[t('endSessionsWhat')]}
        verb={one ? t('endSession') : t('endSessions')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          await end.mutateAsync({ params, body: { reason, ...(one ? { sessionId: one } : {}) } });
          message.success(t('ended'));
        }}
      />
    </>
  );
}

const Deactivation = z.object({
  state: z.enum(['suspended', 'left']),
  reason: z.string().trim().min(2).max(200),
});

function Deactivate({
  staff,
  open,
  close,
}: {
  staff: StaffDetail;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const marks = useMarks();
  const { message } = App.useApp();
  const deactivate = useChange(deactivateStaff);
  const sessions = staff.account.openSessions;
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.staff.deactivate"
      title={t('deactivateTitle', { name: staff.name })}
      consequences={[
        sessions > 0 ? t('deactivateSessions', { n: sessions }) : t('deactivateNoSessions'),
        t('deactivateApprovals'),
        t('deactivateHandover'),
        t('deactivateKept'),
      ]}
      schema={Deactivation}
      initial={{ state: 'suspended' }}
      danger
      submit={t('deactivateDo')}
      onSubmit={async (body) => {
        await deactivate.mutateAsync({
          params: { id: staff.id },
          body: { ...body, version: staff.version },
        });
        message.success(t('deactivated', { name: staff.name }));
      }}
    >
      <Field name="state" label={t('deactivateKind')}>
        <Radio.Group
          vertical
          options={[
            { value: 'suspended', label: `${t('suspend')}${marks.colon}${t('suspendWhat')}` },
            { value: 'left', label: `${t('leave')}${marks.colon}${t('leaveWhat')}` },
          ]}
        />
      </Field>
      <Field name="reason" label={t('reason')} hint={t('deactivateReasonHint')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Field>
    </FormDialog>
  );
}
