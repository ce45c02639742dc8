import { Input } from 'antd';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { Entry } from '../contract.ts';
import { text } from './text.ts';

const Service = Entry.options[3];

/** An entry to a service of the bank's: what it is called, and where it opens. */
export function LinkDialog({ close, add }: { close: () => void; add: (entry: Entry) => void }) {
  const t = useText(text);
  return (
    <FormDialog
      open
      close={close}
      title={t('addLink')}
      consequences={[t('linkHint')]}
      id="zones.link"
      schema={Service}
      initial={{ kind: 'link' }}
      submit={t('put')}
      onSubmit={async (entry) => add(entry)}
    >
      <Field name="title" label={t('linkTitle')}>
        <Input maxLength={20} placeholder={t('linkTitlePlace')} />
      </Field>
      <Field name="note" label={t('linkNote')} optional>
        <Input maxLength={40} placeholder={t('linkNotePlace')} />
      </Field>
      <Field name="url" label={t('linkUrl')} hint={t('linkUrlHint')}>
        <Input maxLength={2000} placeholder="https://" inputMode="url" />
      </Field>
    </FormDialog>
  );
}
