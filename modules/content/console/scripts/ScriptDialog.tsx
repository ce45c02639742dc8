import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { requestApproval } from '#modules/org/contract.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  createScript,
  Script,
  type ShownScript,
  scriptChangeKind,
  scriptLevels,
  scriptPlaces,
} from '../../contract.ts';
import styles from './scripts.module.css';
import { text } from './text.ts';

/** A new script, kept as a draft; a change goes to another person at once. */
export function ScriptDialog({
  script,
  close,
  done,
}: {
  script: ShownScript | null;
  close: () => void;
  done: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const create = useChange(createScript);
  const request = useChange(requestApproval);
  return (
    <FormDialog
      open
      close={close}
      width={680}
      title={script ? t('changeTitle', { name: script.situation }) : t('add')}
      consequences={[t(script ? 'changeDecided' : 'draftKept')]}
      id={`content.script.${script?.id ?? 'new'}`}
      schema={Script}
      initial={
        script ? Script.parse(script) : { level: 'L1', lines: [{ place: 'private', text: '' }] }
      }
      submit={t(script ? 'submit' : 'save')}
      onSubmit={async (given) => {
        if (script) {
          const payload = {
            id: script.id,
            version: script.version,
            state: 'approved',
            script: given,
          };
          await request.mutateAsync({ body: { kind: scriptChangeKind, payload } });
        } else await create.mutateAsync({ body: given });
        message.success(t(script ? 'submitted' : 'saved'));
        done();
      }}
    >
      <Fields />
    </FormDialog>
  );
}

function Fields() {
  const t = useText(text);
  const phrase = usePhrase();
  const options = (all: Readonly<Record<string, readonly [string, string]>>) =>
    Object.entries(all).map(([value, name]) => ({ value, label: phrase(name) }));
  return (
    <>
      <Field name="situation" label={t('situation')}>
        <Input maxLength={40} />
      </Field>
      <Field name="keywords" label={t('keywords')} hint={t('keywordsHint')} optional>
        <Select mode="tags" maxCount={30} />
      </Field>
      <Field name="level" label={t('level')} half>
        <Select options={options(scriptLevels)} />
      </Field>
      <Field name="firstReplyMinutes" label={t('firstReply')} optional half>
        <InputNumber min={1} max={1_440} style={{ width: '100%' }} />
      </Field>
      <Form.Item label={t('lines')}>
        <Form.List name="lines">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className={styles.edited}>
                  <Form.Item name={[name, 'place']} noStyle>
                    <Select aria-label={t('where')} options={options(scriptPlaces)} />
                  </Form.Item>
                  <Form.Item name={[name, 'text']} noStyle>
                    <Input.TextArea
                      aria-label={t('lines')}
                      autoSize={{ minRows: 2 }}
                      maxLength={1_000}
                    />
                  </Form.Item>
                  {fields.length > 1 && <Button onClick={() => remove(name)}>{t('drop')}</Button>}
                </div>
              ))}
              <Button onClick={() => add({ place: 'group', text: '' })}>{t('addLine')}</Button>
            </>
          )}
        </Form.List>
      </Form.Item>
      <Field name="never" label={t('never')} hint={t('neverHint')}>
        <Select mode="tags" maxCount={20} />
      </Field>
      <Field name="remedies" label={t('remedies')} optional>
        <Select mode="tags" maxCount={20} />
      </Field>
      <Field name="escalate" label={t('escalate')} optional>
        <Input maxLength={300} />
      </Field>
    </>
  );
}
