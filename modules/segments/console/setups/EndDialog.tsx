import { App, Input } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { endSetup, Review, type SetupDetail } from '../../contract.ts';
import { text } from './setup-text.ts';

/** Ends with a review: what one learned is worth more than what one did. */
export function EndDialog({ setup, close }: { setup: SetupDetail; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const end = useChange(endSetup);
  return (
    <FormDialog
      open
      close={close}
      id="segments.end"
      title={t('end')}
      consequences={[t('endWhat'), t('endThen')]}
      schema={Review}
      initial={{}}
      submit={t('end')}
      onSubmit={async (review) => {
        const { id, version } = setup;
        await end.mutateAsync({ params: { id }, body: { version, review } });
        message.success(t('ended'));
      }}
    >
      {(['goal', 'result', 'learned', 'reuse'] as const).map((key) => (
        <Field key={key} name={key} label={t(key)}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Field>
      ))}
    </FormDialog>
  );
}
