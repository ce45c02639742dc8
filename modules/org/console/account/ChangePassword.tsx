import { App, Input } from 'antd';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { changePassword } from '../../contract.ts';
import { text } from './text.ts';

const Passwords = z
  .object({
    current: z.string().min(1).max(200),
    next: z.string().min(10).max(200),
    again: z.string().min(1).max(200),
  })
  .refine((form) => form.next === form.again, {
    path: ['again'],
    message: '两次输入不一致|The two differ',
  });

export function ChangePassword({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const change = useChange(changePassword);
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.password"
      title={t('changePassword')}
      consequences={[t('passwordOthers')]}
      schema={Passwords}
      initial={{}}
      submit={t('changePassword')}
      onSubmit={async ({ current, next }) => {
        await change.mutateAsync({ body: { current, next } });
        message.success(t('passwordChanged'));
      }}
    >
      <Field name="current" label={t('current')}>
        <Input.Password autoComplete="current-password" autoFocus />
      </Field>
      <Field name="next" label={t('next')} hint={t('nextHint')}>
        <Input.Password autoComplete="new-password" />
      </Field>
      <Field name="again" label={t('again')}>
        <Input.Password autoComplete="new-password" />
      </Field>
    </FormDialog>
  );
}
