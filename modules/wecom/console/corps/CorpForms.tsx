import { App as AntApp, Form, Input, InputNumber, Select } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  AppDraft,
  addApp,
  appKinds,
  appKindText,
  type Corp,
  CorpChange,
  updateCorp,
} from '../../contract.ts';
import { text } from './text.ts';

interface Dialog {
  corp: Corp;
  open: boolean;
  close: () => void;
}

const Change = CorpChange.pick({ name: true, baseUrl: true }).required();

export function ChangeCorpDialog({ corp, open, close }: Dialog) {
  const t = useText(text);
  const { message } = AntApp.useApp();
  const change = useChange(updateCorp);
  return (
    <FormDialog
      open={open}
      close={close}
      id="wecom.corp.change"
      title={t('changeTitle', { name: corp.name })}
      schema={Change}
      initial={{ name: corp.name, baseUrl: corp.baseUrl }}
      submit={t('change')}
      onSubmit={async (body) => {
        await change.mutateAsync({
          params: { id: corp.id },
          body: { ...body, version: corp.version },
        });
        message.success(t('changed'));
      }}
    >
      <Field name="name" label={t('name')}>
        <Input maxLength={60} />
      </Field>
      <Field name="baseUrl" label={t('baseUrl')}>
        <Input maxLength={200} spellCheck={false} />
      </Field>
    </FormDialog>
  );
}

/** Another credential. The kinds are WeCom's own; there is none for a person's account. */
export function AppDialog({ corp, open, close }: Dialog) {
  const t = useText(text);
  const { message } = AntApp.useApp();
  const add = useChange(addApp);
  return (
    <FormDialog
      open={open}
      close={close}
      id="wecom.app"
      title={t('addApp')}
      schema={AppDraft}
      initial={{ kind: 'self_built' }}
      submit={t('addApp')}
      onSubmit={async (body) => {
        await add.mutateAsync({ params: { id: corp.id }, body });
        message.success(t('added', { name: body.name }));
      }}
    >
      <AppFields />
    </FormDialog>
  );
}

function AppFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const kind = Form.useWatch('kind') ?? 'self_built';
  return (
    <>
      <Field name="kind" label={t('kind')} hint={t('kindHint')}>
        <Select options={appKinds.map((value) => ({ value, label: phrase(appKindText[value]) }))} />
      </Field>
      <Field name="name" label={t('appName')}>
        <Input maxLength={60} />
      </Field>
      {kind === 'self_built' && (
        <Field name="agentId" label={t('agentId')} hint={t('agentIdHint')}>
          <InputNumber min={1} precision={0} controls={false} style={{ width: '100%' }} />
        </Field>
      )}
      <Field name="secret" label={t('secret')} hint={t('secretHint')}>
        <Input.Password maxLength={512} autoComplete="new-password" spellCheck={false} />
      </Field>
    </>
  );
}
