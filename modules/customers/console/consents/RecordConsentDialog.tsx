import { App, Checkbox, Form, Input, Select } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  ConsentChannel,
  ConsentPurpose,
  type CustomerId,
  channelsOf,
  consentChannelText,
  consentPurposes,
  consentPurposeText,
  Evidence,
  recordConsent,
  recordWithdrawal,
} from '../../contract.ts';
import { text } from './text.ts';

const Withdrawal = z.object({
  purpose: ConsentPurpose.optional(),
  channels: z.array(ConsentChannel).min(1).max(7).optional(),
  evidence: Evidence,
});
const Consent = Withdrawal.required({ purpose: true, channels: true });

/** What a customer said to somebody of the bank, on evidence. */
export function RecordConsentDialog({
  customerId,
  act,
  close,
}: {
  customerId: CustomerId | null;
  act: 'give' | 'withdraw';
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const give = useChange(recordConsent);
  const withdraw = useChange(recordWithdrawal);
  const gives = act === 'give';
  return (
    <FormDialog
      open={customerId !== null}
      close={close}
      id={`customers.consent.${act}`}
      title={t(act)}
      consequences={gives ? [t('giveHint')] : [t('withdrawHint'), t('withdrawAll')]}
      schema={(gives ? Consent : Withdrawal) as unknown as typeof Withdrawal}
      initial={{ evidence: { kind: 'counter', id: '' } }}
      danger={!gives}
      submit={t(act)}
      onSubmit={async (body) => {
        if (!customerId) return;
        const params = { id: customerId };
        if (gives) await give.mutateAsync({ params, body: Consent.parse(body) });
        else await withdraw.mutateAsync({ params, body });
        message.success(t('recorded'));
      }}
    >
      <Fields gives={gives} />
    </FormDialog>
  );
}

function Fields({ gives }: { gives: boolean }) {
  const t = useText(text);
  const phrase = usePhrase();
  const form = Form.useFormInstance();
  const purpose: ConsentPurpose | undefined = Form.useWatch('purpose');
  const channels = purpose ? channelsOf(purpose) : [];
  return (
    <>
      <Field name="purpose" label={t('purpose')} optional={!gives}>
        <Select
          allowClear={!gives}
          onChange={(next: ConsentPurpose | undefined) =>
            form.setFieldValue('channels', next ? [...channelsOf(next)] : undefined)
          }
          options={consentPurposes.map((value) => ({
            value,
            label: phrase(consentPurposeText[value]),
          }))}
        />
      </Field>
      {channels.length > 1 && (
        <Field name="channels" label={t('channels')}>
          <Checkbox.Group
            options={channels.map((value) => ({ value, label: phrase(consentChannelText[value]) }))}
          />
        </Field>
      )}
      {channels.length === 1 && (
        <Field name="channels" label={t('channels')}>
          <Any />
        </Field>
      )}
      <Field name={['evidence', 'kind']} label={t('evidenceKind')} half>
        <Select
          options={(['counter', 'paper', 'call', 'sms', 'message'] as const).map((value) => ({
            value,
            label: t(value),
          }))}
        />
      </Field>
      <Field name={['evidence', 'id']} label={t('evidenceId')} hint={t('evidenceHint')} half>
        <Input maxLength={120} />
      </Field>
      <Field name={['evidence', 'note']} label={t('note')} optional>
        <Input maxLength={200} />
      </Field>
    </>
  );
}

/** A purpose that knows no way: said, not chosen. */
function Any() {
  const phrase = usePhrase();
  return <span>{phrase(consentChannelText.any)}</span>;
}
