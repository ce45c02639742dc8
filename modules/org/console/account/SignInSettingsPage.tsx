import { App, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  changeSignInSettings,
  finishOidc,
  getSignInSettings,
  type SignInSettings,
  type SignInSettingsChange,
} from '../../contract.ts';
import { text } from './text.ts';

const SettingsForm = z
  .object({
    secondFactor: z.enum(['optional', 'required']),
    idleMinutes: z.int().min(5).max(720),
    sessionHours: z.int().min(1).max(24),
    oidcOn: z.boolean(),
    name: z.string().trim().max(40).optional(),
    issuer: z.url().optional(),
    clientId: z.string().trim().max(200).optional(),
    clientSecret: z.string().max(500).optional(),
    claim: z.string().trim().max(60).optional(),
    matches: z.enum(['number', 'email']).optional(),
  })
  .superRefine((form, check) => {
    if (!form.oidcOn) return;
    for (const field of ['name', 'issuer', 'clientId', 'claim', 'matches'] as const)
      if (!form[field])
        check.addIssue({ code: 'custom', path: [field], message: '请填写|Please fill in' });
  });
type SettingsForm = z.output<typeof SettingsForm>;

export default function SignInSettingsPage() {
  const t = useText(text);
  const { message } = App.useApp();
  const settings = useCall(getSignInSettings);
  const change = useChange(changeSignInSettings);
  if (settings.isPending) return <SkeletonPage />;
  if (settings.isError)
    return (
      <Page title={t('settings')}>
        <ErrorNote error={settings.error} retry={() => settings.refetch()} />
      </Page>
    );
  return (
    <Page title={t('settings')} purpose={t('settingsPurpose')} width="reading">
      <FormPanel
        key={JSON.stringify(settings.data)}
        id="org.sign-in-settings"
        schema={SettingsForm}
        initial={fromSettings(settings.data)}
        submit={t('save')}
        onSubmit={async (form) => {
          await change.mutateAsync({ body: toChange(form) });
          message.success(t('saved'));
        }}
      >
        <SettingsFields hasSecret={settings.data.oidc?.hasSecret ?? false} />
      </FormPanel>
    </Page>
  );
}

function SettingsFields({ hasSecret }: { hasSecret: boolean }) {
  const t = useText(text);
  const on = Form.useWatch('oidcOn') === true;
  return (
    <>
      <FieldGroup title={t('sessionGroup')} hint={t('sessionGroupHint')}>
        <Field name="secondFactor" label={t('secondFactor')}>
          <Radio.Group
            vertical
            options={[
              { value: 'optional', label: t('secondOptional') },
              { value: 'required', label: t('secondRequired') },
            ]}
          />
        </Field>
        <Field name="idleMinutes" label={t('idleMinutes')} half>
          <InputNumber min={5} max={720} suffix={t('minutes')} style={{ width: '100%' }} />
        </Field>
        <Field name="sessionHours" label={t('sessionHours')} half>
          <InputNumber min={1} max={24} suffix={t('hours')} style={{ width: '100%' }} />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('oidcGroup')} hint={t('oidcGroupHint')}>
        <Form.Item name="oidcOn" valuePropName="checked">
          <Checkbox>{t('oidcOn')}</Checkbox>
        </Form.Item>
        {on && (
          <>
            <Field name="name" label={t('oidcName')} hint={t('oidcNameHint')}>
              <Input maxLength={40} />
            </Field>
            <Field name="issuer" label={t('issuer')} hint={t('issuerHint')}>
              <Input inputMode="url" autoComplete="off" />
            </Field>
            <Field name="clientId" label={t('clientId')} half>
              <Input maxLength={200} autoComplete="off" />
            </Field>
            <Field name="clientSecret" label={t('clientSecret')} optional half>
              <Input.Password
                autoComplete="new-password"
                {...(hasSecret ? { placeholder: t('secretKept') } : {})}
              />
            </Field>
            <Field name="claim" label={t('claim')} hint={t('claimHint')} half>
              <Input maxLength={60} />
            </Field>
            <Field name="matches" label={t('matches')} half>
              <Select
                options={[
                  { value: 'number', label: t('matchNumber') },
                  { value: 'email', label: t('matchEmail') },
                ]}
              />
            </Field>
            <Form.Item label={t('redirect')}>
              <CopyText text={`${location.origin}${finishOidc.path}`} />
            </Form.Item>
          </>
        )}
      </FieldGroup>
    </>
  );
}

const fromSettings = ({ oidc, ...rest }: SignInSettings): z.input<typeof SettingsForm> => ({
  ...rest,
  oidcOn: oidc !== null,
  ...(oidc
    ? {
        name: oidc.name,
        issuer: oidc.issuer,
        clientId: oidc.clientId,
        claim: oidc.claim,
        matches: oidc.matches,
      }
    : { claim: 'sub', matches: 'number' as const }),
});

const toChange = (form: SettingsForm): SignInSettingsChange => ({
  secondFactor: form.secondFactor,
  idleMinutes: form.idleMinutes,
  sessionHours: form.sessionHours,
  oidc: form.oidcOn
    ? {
        name: form.name ?? '',
        issuer: form.issuer ?? '',
        clientId: form.clientId ?? '',
        claim: form.claim ?? '',
        matches: form.matches ?? 'number',
        ...(form.clientSecret ? { clientSecret: form.clientSecret } : {}),
      }
    : null,
});
