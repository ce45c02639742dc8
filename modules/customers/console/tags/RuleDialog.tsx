import { App, Input, InputNumber, Select } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { addTagRule, changeTagRule, listTags, type TagRule, TagRuleDraft } from '../../contract.ts';
import { text } from './text.ts';

export function RuleDialog({ rule, close }: { rule: TagRule | 'new' | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const add = useChange(addTagRule);
  const change = useChange(changeTagRule);
  const groups = useCall(listTags, {}, { enabled: rule !== null }).data?.groups ?? [];
  const old = rule === 'new' || rule === null ? null : rule;
  return (
    <FormDialog
      open={rule !== null}
      close={close}
      id={old ? `customers.tag-rule.${old.id}` : 'customers.tag-rule.new'}
      title={old ? old.name : t('addRule')}
      schema={TagRuleDraft}
      initial={old ?? { count: 1, withinDays: 30, confidence: 0.6 }}
      submit={t('save')}
      width={600}
      onSubmit={async (body) => {
        if (old)
          await change.mutateAsync({
            params: { id: old.id },
            body: { ...body, version: old.version },
          });
        else await add.mutateAsync({ body });
        message.success(t('saved'));
      }}
    >
      <Field name="name" label={t('ruleName')}>
        <Input maxLength={60} />
      </Field>
      <Field name="event" label={t('event')} hint={t('eventHint')} half>
        <Input maxLength={60} spellCheck={false} />
      </Field>
      <Field name="subject" label={t('subject')} hint={t('subjectHint')} optional half>
        <Input maxLength={120} />
      </Field>
      <Field name="count" label={t('count')} half>
        <InputNumber min={1} max={1000} precision={0} style={{ width: '100%' }} />
      </Field>
      <Field name="withinDays" label={t('withinDays')} half>
        <InputNumber min={1} max={366} precision={0} style={{ width: '100%' }} />
      </Field>
      <Field name="tag" label={t('tag')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={groups.map((group) => ({
            label: phrase(group.name),
            options: group.tags.map((tag) => ({ value: tag.code, label: phrase(tag.name) })),
          }))}
        />
      </Field>
      <Field name="confidence" label={t('confidence')} half>
        <InputNumber min={0.05} max={1} step={0.05} style={{ width: '100%' }} />
      </Field>
      <Field name="days" label={t('days')} hint={t('daysHint')} optional half>
        <InputNumber min={1} max={3660} precision={0} style={{ width: '100%' }} />
      </Field>
    </FormDialog>
  );
}
