import { App as AntApp, Input } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type App, AppDraft, type Corp, setAppSecret } from '../../contract.ts';
import { text } from './text.ts';

const NewSecret = z.object({ secret: AppDraft.shape.secret });

/** A new secret for an app; the old one cannot be seen. */
export function SecretDialog({
  corp,
  app,
  close,
  then,
}: {
  corp: Corp;
  app: App | null;
  close: () => void;
  /** What is done with it right away. */
  then?: () => Promise<unknown>;
}) {
  const t = useText(text);
  const { message } = AntApp.useApp();
  const replace = useChange(setAppSecret);
  return (
    <FormDialog
      open={app !== null}
      close={close}
      id="wecom.secret"
      title={t('replaceSecretTitle', { name: app?.name ?? '' })}
      consequences={[t('replaceSecretWhat'), t('replaceSecretTest')]}
      schema={NewSecret}
      initial={{}}
      submit={t('replaceSecret')}
      onSubmit={async ({ secret }) => {
        if (!app) return;
        await replace.mutateAsync({
          params: { id: corp.id, appId: app.id },
          body: { secret, version: app.version },
        });
        message.success(t('secretReplaced'));
        await then?.();
      }}
    >
      <Field name="secret" label={t('secret')} hint={t('secretHint')}>
        <Input.Password maxLength={512} autoComplete="new-password" spellCheck={false} />
      </Field>
    </FormDialog>
  );
}
