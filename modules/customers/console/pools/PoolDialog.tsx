import { App, InputNumber, Radio, Switch } from 'antd';
import { z } from 'zod';
import { StaffSelect } from '#modules/org/console/index.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Pool, savePool } from '../../contract.ts';
import { text } from './text.ts';

const Form = z.object({
  unitId: z.uuid(),
  staffId: z.uuid(),
  state: z.enum(['on', 'paused']),
  consultation: z.boolean(),
  complaint: z.boolean(),
  tier: z.boolean(),
  aum: z.number().positive().nullish(),
});

/** Sets a pool up, or changes the one there is: its account, and when a person takes over. */
export function PoolDialog({ pool, close }: { pool: Pool | null; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const save = useChange(savePool);
  const rules = pool?.rules;
  return (
    <FormDialog
      open
      close={close}
      id="customers.pool"
      version={String(pool?.version ?? 0)}
      title={pool ? pool.unit.name : t('newPool')}
      consequences={[t('joins'), t('leaves')]}
      schema={Form}
      initial={{
        unitId: pool?.unit.id,
        staffId: pool?.holder.id,
        state: pool?.state ?? 'on',
        consultation: rules?.consultation ?? true,
        complaint: rules?.complaint ?? true,
        tier: rules?.tier ?? true,
        aum: rules ? (rules.aumFrom === null ? null : rules.aumFrom / 100) : null,
      }}
      submit={t('save')}
      onSubmit={async ({ unitId, staffId, state, aum, ...given }) => {
        await save.mutateAsync({
          params: { unitId },
          body: {
            staffId,
            state,
            rules: { ...given, aumFrom: aum ? Math.round(aum * 100) : null },
            version: pool?.version ?? 0,
          },
        });
        message.success(t('saved'));
      }}
    >
      <Field name="unitId" label={t('unit')}>
        <UnitSelect disabled={pool !== null} />
      </Field>
      <Field name="staffId" label={t('holder')}>
        <StaffSelect />
      </Field>
      <Field name="state" label={t('state')}>
        <Radio.Group
          options={(['on', 'paused'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </Field>
      <Field name="complaint" label={t('ruleComplaint')} valueProp="checked">
        <Switch />
      </Field>
      <Field name="consultation" label={t('ruleConsultation')} valueProp="checked">
        <Switch />
      </Field>
      <Field name="tier" label={t('ruleTier')} valueProp="checked">
        <Switch />
      </Field>
      <Field name="aum" label={t('ruleAum')} hint={t('ruleAumHint')} optional>
        <InputNumber min={1} precision={0} style={{ width: '100%' }} />
      </Field>
    </FormDialog>
  );
}
