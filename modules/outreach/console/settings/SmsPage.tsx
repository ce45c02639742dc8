import { App, Button, Form, Input, InputNumber, Switch } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  checkSmsConnection,
  getSmsConnection,
  type SmsConnection,
  setSmsConnection,
} from '../../contract.ts';
import { text } from './sms-text.ts';

/** Where bank IT connects the gateway for text messages. */
export default function SmsPage() {
  const t = useText(text);
  const found = useCall(getSmsConnection);
  if (found.isPending) return <SkeletonPage />;
  if (found.isError)
    return (
      <Page title={t('title')}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  const { connection } = found.data;
  return <Connection key={connection?.version ?? 0} connection={connection} />;
}

function Connection({ connection }: { connection: SmsConnection | null }) {
  const t = useText(text);
  const { message } = App.useApp();
  const change = useChange(setSmsConnection);
  const check = useChange(checkSmsConnection);
  const ask = async () => {
    const { answers } = await check.mutateAsync({});
    if (answers) message.success(t('answers'));
    else message.error(t('silent'));
  };
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      width="reading"
      actions={
        connection && (
          <Button onClick={ask} loading={check.isPending}>
            {t('check')}
          </Button>
        )
      }
    >
      {connection ? (
        <>
          {!connection.on && <Callout tone="warn" title={t('off')} />}
          <Facts
            items={[
              { label: t('callback'), value: connection.callbackUrl ?? t('noAddress'), wide: true },
              {
                label: t('changedBy'),
                value: connection.changedBy === 'system' ? t('bySystem') : connection.changedBy,
              },
              { label: t('changedAt'), value: <DateTime at={connection.changedAt} /> },
            ]}
          />
        </>
      ) : (
        <Callout tone="note" title={t('none')}>
          {t('noneHint')}
        </Callout>
      )}
      <FormPanel
        id="outreach.sms"
        version={String(connection?.version ?? 0)}
        schema={setSmsConnection.body}
        initial={
          connection
            ? {
                url: connection.url,
                appId: connection.appId,
                sign: connection.sign,
                on: connection.on,
                version: connection.version,
              }
            : { on: true, version: 0 }
        }
        submit={t('save')}
        onSubmit={async (body) => {
          await change.mutateAsync({ body: { ...body, version: connection?.version ?? 0 } });
          message.success(t('saved'));
        }}
      >
        <Form.Item name="version" hidden>
          <InputNumber />
        </Form.Item>
        <FieldGroup title={t('gateway')}>
          <Field name="url" label={t('url')} hint={t('urlHint')}>
            <Input maxLength={300} placeholder="https://sms.bank.example" />
          </Field>
          <Field name="appId" label={t('appId')} half>
            <Input maxLength={60} />
          </Field>
          <Field
            name="secret"
            label={t('secret')}
            hint={t(connection ? 'secretKept' : 'secretHint')}
            optional={connection !== null}
            half
          >
            <Input.Password maxLength={200} autoComplete="new-password" />
          </Field>
          <Field name="sign" label={t('sign')} hint={t('signHint')} half>
            <Input maxLength={20} prefix="【" suffix="】" />
          </Field>
          <Field name="on" label={t('on')} valueProp="checked" half>
            <Switch />
          </Field>
        </FieldGroup>
      </FormPanel>
    </Page>
  );
}
