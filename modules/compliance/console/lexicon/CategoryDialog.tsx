import { App, Input, Radio, Select } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  LexiconCategory,
  type LexiconDetail,
  LexiconScope,
  lexiconLevels,
  lexiconLevelText,
  lexiconScopes,
  setLexiconCategory,
} from '../../contract.ts';
import { text } from './text.ts';

const Lines = z.string().default('');
const CategoryForm = LexiconCategory.pick({
  key: true,
  name: true,
  nameEn: true,
  level: true,
  basis: true,
  suggestion: true,
  exceptionMode: true,
}).extend({
  scopes: z.array(LexiconScope).min(1),
  terms: Lines,
  patterns: Lines,
  exceptions: Lines,
});

const linesOf = (value: string) => [
  ...new Set(
    value
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** A category of a draft: new, or changed. */
export function CategoryDialog({
  draft,
  category,
  open,
  close,
}: {
  draft: LexiconDetail;
  category: LexiconCategory | null;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const save = useChange(setLexiconCategory);
  return (
    <FormDialog
      id="compliance.lexicon-category"
      open={open}
      close={close}
      width={680}
      title={category ? category.name : t('addCategory')}
      schema={CategoryForm}
      initial={
        category
          ? {
              ...category,
              terms: category.terms.join('\n'),
              patterns: category.patterns.join('\n'),
              exceptions: category.exceptions.join('\n'),
            }
          : { level: 'block', scopes: ['*'], exceptionMode: 'span', basis: '', suggestion: '' }
      }
      submit={t('save')}
      onSubmit={async ({ terms, patterns, exceptions, ...rest }) => {
        await save.mutateAsync({
          params: { version: draft.version },
          body: {
            revision: draft.revision,
            category: {
              ...rest,
              terms: linesOf(terms),
              patterns: linesOf(patterns),
              exceptions: linesOf(exceptions),
            },
          },
        });
        message.success(t('saved'));
      }}
    >
      <Field name="name" label={t('name')} half>
        <Input maxLength={40} />
      </Field>
      <Field name="nameEn" label={t('nameEn')} half>
        <Input maxLength={80} />
      </Field>
      <Field name="key" label={t('key')} hint={t('keyHint')} half>
        <Input maxLength={40} disabled={category !== null} />
      </Field>
      <Field name="level" label={t('level')} half>
        <Select
          options={lexiconLevels.map((value) => ({
            value,
            label: phrase(lexiconLevelText[value]),
          }))}
        />
      </Field>
      <Field name="scopes" label={t('scopesField')}>
        <Select
          mode="multiple"
          options={Object.entries(lexiconScopes).map(([value, name]) => ({
            value,
            label: phrase(name),
          }))}
        />
      </Field>
      <Field name="terms" label={t('terms')} hint={t('oneALine')}>
        <Input.TextArea rows={8} />
      </Field>
      <Field name="patterns" label={t('patterns')} hint={t('patternHint')} optional>
        <Input.TextArea rows={3} />
      </Field>
      <Field name="exceptions" label={t('exceptions')} hint={t('oneALine')} optional>
        <Input.TextArea rows={4} />
      </Field>
      <Field name="exceptionMode" label={t('exceptionMode')}>
        <Radio.Group
          options={[
            { value: 'span', label: t('modeSpan') },
            { value: 'sentence', label: t('modeSentence') },
          ]}
        />
      </Field>
      <Field name="suggestion" label={t('suggestion')} optional>
        <Input maxLength={300} />
      </Field>
      <Field name="basis" label={t('basis')} optional>
        <Input maxLength={300} />
      </Field>
    </FormDialog>
  );
}
