import { App, Input, Radio } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Account,
  AccountDraft,
  type AccountKind,
  accountKinds,
  addMiniProgram,
  addOfficialAccount,
  changeMiniProgram,
  changeOfficialAccount,
  officialTypes,
} from '../../contract.ts';
import { text } from './text.ts';

const Form = AccountDraft.extend({ state: z.enum(['active', 'stopped']).default('active') });

export function AccountDialog({
  kind,
  account,
  close,
}: {
  kind: AccountKind;
  /** Null: a new one. */
  account: Account | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const add = useChange(kind === 'official' ? addOfficialAccount : addMiniProgram);
  const change = useChange(kind === 'official' ? changeOfficialAccount : changeMiniProgram);
  return (
    <FormDialog
      open
      close={close}
      id={`wecom.${kind}`}
      title={account?.name ?? t('add', { kind: phrase(accountKinds[kind]) })}
      schema={Form}
      initial={account ?? { state: 'active', type: kind === 'official' ? 'service' : null }}
      submit={t('save')}
      onSubmit={async ({ appid, state, ...settings }) => {
        if (account)
          await change.mutateAsync({
            params: { accountId: account.id },
            body: { ...settings, state, version: account.version },
          });
        else await add.mutateAsync({ body: { ...settings, appid } });
        message.success(t('saved'));
      }}
    >
      <Field name="name" label={t('name')}>
        <Input maxLength={60} autoFocus />
      </Field>
      <Field name="appid" label={t('appid')} hint={t('appidHint')}>
        <Input maxLength={18} disabled={account !== null} />
      </Field>
      {kind === 'official' && (
        <Field name="type" label={t('type')}>
          <Radio.Group
            options={Object.entries(officialTypes).map(([value, name]) => ({
              value,
              label: phrase(name),
            }))}
          />
        </Field>
      )}
      <Field name="unitId" label={t('unit')}>
        <UnitSelect />
      </Field>
      <Field name="purpose" label={t('use')} optional>
        <Input maxLength={200} />
      </Field>
      {account && (
        <Field name="state" label={t('state')}>
          <Radio.Group
            options={(['active', 'stopped'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Field>
      )}
    </FormDialog>
  );
}
