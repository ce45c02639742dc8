import { App, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import type { AnyEndpoint, Reply } from '#platform/contract/endpoint.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  closeUnit,
  createUnit,
  moveUnit,
  reopenUnit,
  type UnitDetail,
  UnitDraft,
  UnitId,
  type UnitKind,
  unitKindText,
  updateUnit,
} from '../../contract.ts';
import { text } from './text.ts';

export type UnitAsk = 'create' | 'rename' | 'move' | 'close' | 'reopen';

interface Asked {
  unit: UnitDetail;
  open: boolean;
  close: () => void;
}

/** Everything that changes a unit, each with what will happen. */
export function UnitDialogs({
  unit,
  ask,
  close,
}: {
  unit: UnitDetail;
  ask: UnitAsk | null;
  close: () => void;
}) {
  const asked = { unit, close };
  return (
    <>
      <CreateUnit {...asked} open={ask === 'create'} />
      <RenameUnit {...asked} open={ask === 'rename'} />
      <MoveUnit {...asked} open={ask === 'move'} />
      <CloseUnit {...asked} open={ask === 'close'} />
      <ReopenUnit {...asked} open={ask === 'reopen'} />
    </>
  );
}

/** Says that it went well, in the words of the reply. */
function useDone<E extends AnyEndpoint>(endpoint: E, words: (reply: Reply<E>) => string) {
  const { message } = App.useApp();
  return useChange(endpoint, { onSuccess: (reply) => void message.success(words(reply)) });
}

/** What may stand below what; the server has the last word. */
const below: Record<UnitKind, readonly Exclude<UnitKind, 'head_office'>[]> = {
  head_office: ['branch', 'department', 'outlet'],
  branch: ['outlet', 'department', 'branch'],
  outlet: ['department'],
  department: ['department'],
};

function CreateUnit({ unit, open, close }: Asked) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const create = useDone(createUnit, (made) => t('created', { name: made.name }));
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.unit.create"
      title={t('createHere', { name: unit.name })}
      schema={UnitDraft}
      initial={{ kind: below[unit.kind][0], parentId: unit.id }}
      submit={t('createDo')}
      onSubmit={async (body) => {
        const made = await create.mutateAsync({ body });
        navigate(`/units/${made.id}`);
      }}
    >
      <Field name="name" label={t('name')}>
        <Input autoFocus maxLength={60} />
      </Field>
      <Field name="code" label={t('code')} hint={t('codeHint')}>
        <Input maxLength={32} />
      </Field>
      <Field name="kind" label={t('kind')}>
        <Select
          options={below[unit.kind].map((kind) => ({
            value: kind,
            label: phrase(unitKindText[kind]),
          }))}
        />
      </Field>
      <Field name="parentId" label={t('parent')}>
        <UnitSelect />
      </Field>
    </FormDialog>
  );
}

const Renaming = UnitDraft.pick({ name: true, code: true });

function RenameUnit({ unit, open, close }: Asked) {
  const t = useText(text);
  const change = useDone(updateUnit, (made) => t('renamed', { name: made.name }));
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.unit.rename"
      title={t('renameTitle', { name: unit.name })}
      consequences={[t('renameHint')]}
      schema={Renaming}
      initial={{ name: unit.name, code: unit.code }}
      submit={t('renameDo')}
      onSubmit={(body) =>
        change.mutateAsync({ params: { id: unit.id }, body: { ...body, version: unit.version } })
      }
    >
      <Field name="name" label={t('name')}>
        <Input autoFocus maxLength={60} />
      </Field>
      <Field name="code" label={t('code')} hint={t('codeHint')}>
        <Input maxLength={32} />
      </Field>
    </FormDialog>
  );
}

const Moving = z.object({ parentId: UnitId });

function MoveUnit({ unit, open, close }: Asked) {
  const t = useText(text);
  const move = useDone(moveUnit, (made) =>
    t('moved', { name: made.name, parent: made.parentName ?? '' }),
  );
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.unit.move"
      title={t('moveTitle', { name: unit.name })}
      consequences={[t('moveWith', { n: unit.staffBelow }), t('moveScope'), t('moveHistory')]}
      schema={Moving}
      initial={{}}
      submit={t('moveDo')}
      onSubmit={(body) =>
        move.mutateAsync({ params: { id: unit.id }, body: { ...body, version: unit.version } })
      }
    >
      <Field name="parentId" label={t('moveTo')}>
        <UnitSelect placeholder={unit.parentName ?? ''} />
      </Field>
    </FormDialog>
  );
}

const ClosingInhabited = z.object({ reason: z.string().trim().min(1).max(200), moveTo: UnitId });
const Closing = ClosingInhabited.partial({ moveTo: true });

function CloseUnit({ unit, open, close }: Asked) {
  const t = useText(text);
  const shut = useDone(closeUnit, (made) => t('closed', { name: made.name }));
  const inhabited = unit.staffCount > 0 || unit.childCount > 0;
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.unit.close"
      title={t('closeTitle', { name: unit.name })}
      consequences={[
        inhabited
          ? t('closeReceive', { staff: unit.staffCount, children: unit.childCount })
          : t('closeEmpty'),
        t('closeNothingNew'),
        t('closeKept'),
      ]}
      schema={inhabited ? ClosingInhabited : Closing}
      initial={{}}
      danger
      submit={t('closeDo')}
      onSubmit={(body) =>
        shut.mutateAsync({ params: { id: unit.id }, body: { ...body, version: unit.version } })
      }
    >
      {inhabited && (
        <Field name="moveTo" label={t('receiver')}>
          <UnitSelect />
        </Field>
      )}
      <Field name="reason" label={t('closeReason')} hint={t('closeReasonHint')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Field>
    </FormDialog>
  );
}

function ReopenUnit({ unit, open, close }: Asked) {
  const t = useText(text);
  const reopen = useDone(reopenUnit, (made) => t('reopened', { name: made.name }));
  return (
    <Confirm
      open={open}
      close={close}
      title={t('reopenTitle', { name: unit.name })}
      consequences={[t('reopenWhat')]}
      verb={t('reopen')}
      run={() => reopen.mutateAsync({ params: { id: unit.id }, body: { version: unit.version } })}
    />
  );
}
