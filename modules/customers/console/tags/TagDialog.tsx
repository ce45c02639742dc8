import { App, Form, Input, Segmented, Select } from 'antd';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { dayEnd } from '#platform/web/text/time.ts';
import { type CustomerId, listTags, startTagBatch, TagCode, tagCustomer } from '../../contract.ts';
import { text } from './text.ts';

const Asked = z.object({
  act: z.enum(['add', 'remove']),
  tags: z.array(TagCode).min(1).max(20),
  until: z.iso.date().optional(),
  note: z.string().trim().max(120).default(''),
});

/** Tags for one customer at once, for many as a task whose result is shown. */
export function TagDialog({
  customerIds,
  close,
  then,
}: {
  customerIds: readonly CustomerId[] | null;
  close: () => void;
  then?: () => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const one = useChange(tagCustomer);
  const many = useChange(startTagBatch);
  const ids = customerIds ?? [];
  const single = ids.length === 1 ? ids[0] : undefined;
  return (
    <FormDialog
      open={customerIds !== null}
      close={close}
      id="customers.tag"
      title={single ? t('tagOne') : t('tagTitle', { n: ids.length })}
      consequences={single ? [] : [t('bulkWhat')]}
      schema={Asked}
      initial={{ act: 'add' }}
      submit={t('doTag')}
      onSubmit={async ({ act, tags, until, note }) => {
        const expiresAt = until ? dayEnd(until) : null;
        if (single) {
          const change = act === 'add' ? { add: tags } : { remove: tags };
          await one.mutateAsync({ params: { id: single }, body: { ...change, expiresAt, note } });
          message.success(t('tagged'));
        } else {
          const { id } = await many.mutateAsync({
            body: { act, tags, customerIds: [...ids], expiresAt, note },
          });
          message.success(t('started'));
          navigate(`/customers/tag-batches/${id}`);
        }
        then?.();
      }}
    >
      <TagFields />
    </FormDialog>
  );
}

function TagFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const act = Form.useWatch('act') ?? 'add';
  const groups = useCall(listTags).data?.groups ?? [];
  return (
    <>
      <Field name="act" label={t('act')}>
        <Segmented
          options={[
            { value: 'add', label: t('add') },
            { value: 'remove', label: t('remove') },
          ]}
        />
      </Field>
      <Field name="tags" label={t('which')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={groups.map((group) => ({
            label: phrase(group.name),
            options: group.tags.map((tag) => ({ value: tag.code, label: phrase(tag.name) })),
          }))}
        />
      </Field>
      {act === 'add' && (
        <Field name="until" label={t('until')} hint={t('untilHint')} optional>
          <DayPicker />
        </Field>
      )}
      <Field name="note" label={t('note')} hint={t('noteHint')} optional>
        <Input maxLength={120} />
      </Field>
    </>
  );
}
