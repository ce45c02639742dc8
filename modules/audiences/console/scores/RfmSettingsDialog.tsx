import { App, Input, InputNumber, Select } from 'antd';
import { z } from 'zod';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { type rfmOverview, ruleVocabulary, saveRfmSettings } from '../../contract.ts';
import { rfmText } from './rfm-text.ts';
import { text } from './text.ts';

const four = z
  .string()
  .trim()
  .optional()
  .transform((given) => (given ? given.split(/[,，\s]+/).map(Number) : null))
  .refine(
    (cuts) =>
      cuts === null || (cuts.length === 4 && cuts.every((c, i) => i === 0 || c > cuts[i - 1]!)),
    { error: '请填四个由小到大的数，用逗号隔开|Four numbers, growing, with commas' },
  );
const Form = z
  .object({
    kinds: z.array(z.string()).min(1),
    days: z.int().min(30).max(1_825),
    recency: four,
    frequency: four,
    monetary: four,
  })
  .refine(
    ({ recency, frequency, monetary }) =>
      new Set([recency, frequency, monetary].map((cuts) => cuts === null)).size === 1,
    { path: ['monetary'], error: '三组分界要么都填，要么都不填|All three, or none' },
  );

/** What counts as a purchase, and the bank's own cut points or fifths of its customers. */
export function RfmSettingsDialog({
  rfm,
  close,
}: {
  rfm: Reply<typeof rfmOverview>;
  close: () => void;
}) {
  const t = useText(text);
  const r = useText(rfmText);
  const marks = useMarks();
  const { message } = App.useApp();
  const save = useChange(saveRfmSettings);
  const events = useCall(ruleVocabulary).data?.events ?? [];
  const { kinds, days, cuts } = rfm.settings;
  const list = (of: readonly number[] | undefined, unit = 1) =>
    of?.map((cut) => cut / unit).join(', ');
  return (
    <FormDialog
      open
      close={close}
      id="audiences.rfm"
      version={String(rfm.version)}
      title={t('settings')}
      consequences={[r('consequence')]}
      schema={Form}
      initial={{
        kinds,
        days,
        recency: list(cuts?.recency),
        frequency: list(cuts?.frequency),
        monetary: list(cuts?.monetary, 100),
      }}
      submit={t('save')}
      onSubmit={async ({ recency, frequency, monetary, ...settings }) => {
        type Four = [number, number, number, number];
        const own =
          recency && frequency && monetary
            ? {
                recency: recency as Four,
                frequency: frequency as Four,
                monetary: monetary.map((yuan) => yuan * 100) as Four,
              }
            : null;
        await save.mutateAsync({
          body: { version: rfm.version, settings: { ...settings, cuts: own } },
        });
        message.success(t('savedNow'));
      }}
    >
      <Field name="kinds" label={t('countedKinds')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={events.map(({ key, name }) => ({
            value: key,
            label: `${name}${marks.aside(key)}`,
          }))}
        />
      </Field>
      <Field name="days" label={t('countedDays')}>
        <InputNumber min={30} max={1825} precision={0} style={{ width: '100%' }} />
      </Field>
      <Field name="recency" label={r('recencyCuts')} hint={r('cutsHint')} optional>
        <Input placeholder="7, 30, 90, 180" />
      </Field>
      <Field name="frequency" label={r('frequencyCuts')} optional>
        <Input placeholder="1, 2, 4, 8" />
      </Field>
      <Field name="monetary" label={r('monetaryCuts')} optional>
        <Input placeholder="100, 500, 2000, 10000" />
      </Field>
    </FormDialog>
  );
}
