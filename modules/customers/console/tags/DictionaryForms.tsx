import { App, Checkbox, Input, InputNumber, Select } from 'antd';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  addTag,
  addTagGroup,
  changeTag,
  GroupKind,
  listTags,
  type Tag,
  TagDraft,
  TagGroupDraft,
} from '../../contract.ts';
import { text } from './text.ts';

export function GroupDialog({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const add = useChange(addTagGroup);
  return (
    <FormDialog
      open={open}
      close={close}
      id="customers.tag-group"
      title={t('addGroup')}
      schema={TagGroupDraft}
      initial={{ kind: 'other', exclusive: false, recommends: false }}
      submit={t('save')}
      onSubmit={async (body) => {
        await add.mutateAsync({ body });
        message.success(t('saved'));
      }}
    >
      <NameFields />
      <Field name="code" label={t('code')} hint={t('codeHint')} half>
        <Input maxLength={48} spellCheck={false} />
      </Field>
      <Field name="kind" label={t('kind')} half>
        <Select options={GroupKind.options.map((value) => ({ value, label: t(value) }))} />
      </Field>
      <Field name="exclusive" label={t('exclusive')} hint={t('exclusiveHint')} valueProp="checked">
        <Checkbox>{t('exclusive')}</Checkbox>
      </Field>
      <Field
        name="recommends"
        label={t('recommends')}
        hint={t('recommendsHint')}
        valueProp="checked"
      >
        <Checkbox>{t('recommends')}</Checkbox>
      </Field>
    </FormDialog>
  );
}

function NameFields() {
  const t = useText(text);
  return (
    <>
      <Field name={['name', 0]} label={t('nameZh')} half>
        <Input maxLength={60} />
      </Field>
      <Field name={['name', 1]} label={t('nameEn')} half>
        <Input maxLength={60} />
      </Field>
    </>
  );
}

/** What an existing tag may still become; its group and code stay. */
const Changed = TagDraft.omit({ code: true, groupId: true });
const Either = z.union([TagDraft, Changed]);

export function TagFormDialog({ tag, close }: { tag: Tag | 'new' | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const add = useChange(addTag);
  const change = useChange(changeTag);
  const groups = useCall(listTags, {}, { enabled: tag === 'new' }).data?.groups ?? [];
  const old = tag === 'new' || tag === null ? null : tag;
  return (
    <FormDialog
      open={tag !== null}
      close={close}
      id={old ? `customers.tag.${old.code}` : 'customers.tag.new'}
      title={old ? t('changeTag', { name: phrase(old.name) }) : t('addTag')}
      schema={(old ? Changed : TagDraft) as unknown as typeof Either}
      initial={
        old
          ? { name: old.name, description: old.description, days: old.days, pushName: old.pushName }
          : {}
      }
      submit={t('save')}
      onSubmit={async (body) => {
        if (old)
          await change.mutateAsync({
            params: { code: old.code },
            body: { ...Changed.parse(body), version: old.version },
          });
        else await add.mutateAsync({ body: TagDraft.parse(body) });
        message.success(t('saved'));
      }}
    >
      {!old && (
        <>
          <Field name="groupId" label={t('group')} half>
            <Select options={groups.map(({ id, name }) => ({ value: id, label: phrase(name) }))} />
          </Field>
          <Field name="code" label={t('code')} hint={t('codeHint')} half>
            <Input maxLength={48} spellCheck={false} />
          </Field>
        </>
      )}
      <NameFields />
      <Field name="description" label={t('description')} optional>
        <Input maxLength={200} />
      </Field>
      <Field name="days" label={t('days')} hint={t('daysHint')} optional half>
        <InputNumber min={1} max={3660} precision={0} style={{ width: '100%' }} />
      </Field>
      <Field name="pushName" label={t('pushName')} hint={t('pushHint')} optional half>
        <Input maxLength={30} />
      </Field>
    </FormDialog>
  );
}
