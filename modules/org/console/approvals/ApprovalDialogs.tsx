import { App, Checkbox, Input } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import {
  type ApprovalDetail,
  decideApproval,
  submitApproval,
  withdrawApproval,
} from '../../contract.ts';
import { text } from './text.ts';

export type ApprovalAsk = 'approve' | 'return' | 'reject' | 'submit' | 'withdraw';

const Remark = z.object({ reason: z.string().trim().max(1000).optional() });
const Attested = Remark.extend({ attested: z.literal(true) });
const Reason = z.object({ reason: z.string().trim().min(1).max(1000) });

/** Deciding, submitting, withdrawing; each says what follows. A refusal needs its reason. */
export function ApprovalDialogs({
  approval,
  ask,
  close,
}: {
  approval: ApprovalDetail;
  ask: ApprovalAsk | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const decide = useChange(decideApproval);
  const submit = useChange(submitApproval);
  const withdraw = useChange(withdrawApproval);
  const { attest } = approval;
  const { semicolon } = useMarks();
  const params = { id: approval.id };
  const values = { title: approval.title, n: approval.round };

  const decided =
    (decision: 'approve' | 'return' | 'reject', words: string) =>
    async ({ reason, attested }: { reason?: string | undefined; attested?: boolean }) => {
      const after = await decide.mutateAsync({
        params,
        body: {
          ...{ decision, round: approval.round, attested: attested === true },
          ...(reason ? { reason } : {}),
        },
      });
      if (after.state === 'voided') message.warning(t('voided'));
      else message.success(words);
    };

  const shared = { close, initial: {} };
  return (
    <>
      <FormDialog
        {...shared}
        open={ask === 'approve'}
        id="org.approval.approve"
        title={t('approveTitle', values)}
        consequences={[t('approveNow'), t('approveBound', values)]}
        schema={attest.length > 0 ? Attested : Remark}
        submit={t('approve')}
        onSubmit={decided('approve', t('approved'))}
      >
        {attest.length > 0 && (
          <Field name="attested" label={t('attest')} valueProp="checked">
            <Checkbox>{attest.join(semicolon)}</Checkbox>
          </Field>
        )}
        <ReasonField label={t('approveNote')} optional />
      </FormDialog>
      <FormDialog
        {...shared}
        open={ask === 'return'}
        id="org.approval.return"
        title={t('returnTitle', values)}
        consequences={[t('returnWhat')]}
        schema={Reason}
        submit={t('return')}
        onSubmit={decided('return', t('returned'))}
      >
        <ReasonField label={t('reason')} />
      </FormDialog>
      <FormDialog
        {...shared}
        open={ask === 'reject'}
        id="org.approval.reject"
        title={t('rejectTitle', values)}
        consequences={[t('rejectWhat')]}
        schema={Reason}
        danger
        submit={t('reject')}
        onSubmit={decided('reject', t('rejected'))}
      >
        <ReasonField label={t('reason')} />
      </FormDialog>
      <FormDialog
        {...shared}
        open={ask === 'submit'}
        id="org.approval.submit"
        title={t('submitTitle', values)}
        consequences={[t('submitWhat')]}
        schema={Remark}
        submit={t('submit')}
        onSubmit={async ({ reason }) => {
          await submit.mutateAsync({ params, body: reason ? { note: reason } : {} });
          message.success(t('submitted'));
        }}
      >
        <ReasonField label={t('note')} optional />
      </FormDialog>
      <FormDialog
        {...shared}
        open={ask === 'withdraw'}
        id="org.approval.withdraw"
        title={t('withdrawTitle', values)}
        consequences={[t('withdrawWhat')]}
        schema={Remark}
        submit={t('withdraw')}
        onSubmit={async ({ reason }) => {
          await withdraw.mutateAsync({ params, body: reason ? { reason } : {} });
          message.success(t('withdrawn'));
        }}
      >
        <ReasonField label={t('optionalReason')} optional />
      </FormDialog>
    </>
  );
}

function ReasonField({ label, optional = false }: { label: string; optional?: boolean }) {
  const t = useText(text);
  return (
    <Field name="reason" label={label} optional={optional} hint={t('reasonHint')}>
      <Input.TextArea rows={3} maxLength={1000} autoFocus />
    </Field>
  );
}
