import { App, Input, InputNumber } from 'antd';
import { z } from 'zod';
import {
  type Hold,
  placeHold,
  type RetentionRule,
  releaseHold,
  setRetention,
} from '#platform/contract/retention.ts';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { dayStart } from '#platform/web/text/time.ts';
import { text } from './retention-text.ts';

export type RetentionAsk =
  | { kind: 'set'; rule: RetentionRule }
  | { kind: 'hold'; rule: RetentionRule }
  | { kind: 'release'; hold: Hold };

const reason = z.string().trim().min(4).max(200);
const Setting = z.object({ days: z.int().min(1).max(36_500), reason });
const Holding = z.object({ since: z.iso.date().optional(), reason });
const Releasing = z.object({ reason });

/** Each needs a reason and says what may be lost. */
export function RetentionDialogs({ ask, close }: { ask: RetentionAsk | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const set = useChange(setRetention);
  const place = useChange(placeHold);
  const release = useChange(releaseHold);
  const rule = ask && 'rule' in ask ? ask.rule : undefined;
  const hold = ask?.kind === 'release' ? ask.hold : undefined;
  const title = rule ? phrase(rule.title) : '';
  return (
    <>
      <FormDialog
        open={ask?.kind === 'set'}
        close={close}
        id="platform.retention.set"
        title={t('setTitle', { title })}
        consequences={[t('setShorter'), t('setLonger')]}
        schema={Setting}
        initial={rule ? { days: rule.days } : {}}
        submit={t('setDo')}
        onSubmit={async (body) => {
          if (rule) await set.mutateAsync({ params: { record: rule.record }, body });
          message.success(t('setDone'));
        }}
      >
        <Field name="days" label={t('setDays')}>
          <InputNumber
            min={rule?.least ?? 1}
            {...(rule?.most ? { max: rule.most } : {})}
            style={{ width: '100%' }}
          />
        </Field>
        <Reason />
      </FormDialog>
      <FormDialog
        open={ask?.kind === 'hold'}
        close={close}
        id="platform.retention.hold"
        title={t('holdTitle', { title })}
        consequences={[t('holdWhat')]}
        schema={Holding}
        initial={{}}
        submit={t('hold')}
        onSubmit={async ({ since, reason }) => {
          if (rule)
            await place.mutateAsync({
              params: { record: rule.record },
              body: { reason, ...(since ? { since: dayStart(since) } : {}) },
            });
          message.success(t('holdDone'));
        }}
      >
        <Field name="since" label={t('holdSince')} hint={t('holdSinceHint')} optional>
          <DayPicker />
        </Field>
        <Reason />
      </FormDialog>
      <FormDialog
        open={hold !== undefined}
        close={close}
        id="platform.retention.release"
        title={t('releaseTitle')}
        consequences={[t('releaseWhat')]}
        schema={Releasing}
        initial={{}}
        danger
        submit={t('release')}
        onSubmit={async (body) => {
          if (hold) await release.mutateAsync({ params: { id: hold.id }, body });
          message.success(t('released'));
        }}
      >
        <Reason />
      </FormDialog>
    </>
  );
}

function Reason() {
  const t = useText(text);
  return (
    <Field name="reason" label={t('reason')}>
      <Input.TextArea rows={2} maxLength={200} />
    </Field>
  );
}
