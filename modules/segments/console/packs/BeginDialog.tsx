import { Input } from 'antd';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { createSetup, type Pack } from '../../contract.ts';
import { text } from '../text.ts';

const Form = z.object({ name: z.string().trim().min(1).max(60), unitId: z.uuid() });

export function BeginDialog({ pack, close }: { pack: Pack; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const create = useChange(createSetup);
  return (
    <FormDialog
      open
      close={close}
      id="segments.begin"
      title={t('beginTitle', { name: phrase(pack.content.name) })}
      schema={Form}
      initial={{ name: phrase(pack.content.name) }}
      submit={t('beginDo')}
      onSubmit={async ({ name, unitId }) => {
        const made = await create.mutateAsync({ body: { packKey: pack.key, name, unitId } });
        navigate(`/segments/setups/${made.id}`);
      }}
    >
      <Field name="name" label={t('setupName')}>
        <Input maxLength={60} autoFocus />
      </Field>
      <Field name="unitId" label={t('unit')}>
        <UnitSelect />
      </Field>
    </FormDialog>
  );
}
