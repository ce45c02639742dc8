import { App, AutoComplete, Input } from 'antd';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { copySetup, type SetupDetail } from '../../contract.ts';
import type { PackShown } from './SetupPage.tsx';
import { text } from './setup-text.ts';

const Form = z.object({
  name: z.string().trim().min(1).max(60),
  unitId: z.uuid(),
  industry: z.string().trim().min(1).max(40),
});

export function CopyDialog({
  setup,
  pack,
  close,
}: {
  setup: SetupDetail;
  pack: PackShown;
  close: () => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const copy = useChange(copySetup);
  return (
    <FormDialog
      open
      close={close}
      id="segments.copy"
      title={t('copy')}
      consequences={[t('copyHint')]}
      schema={Form}
      initial={{ name: setup.name, unitId: setup.unit.id }}
      submit={t('copy')}
      onSubmit={async (body) => {
        const made = await copy.mutateAsync({ params: { id: setup.id }, body });
        message.success(t('copied'));
        navigate(`/segments/setups/${made.id}`);
      }}
    >
      <Field name="name" label={t('name')}>
        <Input maxLength={60} />
      </Field>
      <Field name="industry" label={t('industry')}>
        <AutoComplete
          maxLength={40}
          options={pack.content.research.industries.map((value) => ({ value }))}
        />
      </Field>
      <Field name="unitId" label={t('unit')}>
        <UnitSelect />
      </Field>
    </FormDialog>
  );
}
