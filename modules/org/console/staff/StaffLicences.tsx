import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import type { Column } from '#platform/web/table/column.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import {
  type Licence,
  LicenceDraft,
  type LicenceKind,
  licenceKinds,
  licenceKindText,
  recordLicence,
  removeLicence,
  type StaffDetail,
} from '../../contract.ts';
import { LicenceStatus } from './LicenceStatus.tsx';
import { licenceWords } from './licence-text.ts';

interface Row {
  readonly kind: LicenceKind;
  readonly licence: Licence | null;
}
type Ask = { readonly record: Row } | { readonly remove: Licence };

/** Empty days are left out of the form. */
const LicenceForm = LicenceDraft.extend({ validTo: LicenceDraft.shape.validTo.optional() });

/** What a person is registered to sell, and what is missing. */
export function StaffLicences({ staff }: { staff: StaffDetail }) {
  const t = useText(licenceWords);
  const phone = usePhone();
  const manage = useMay()('org.staff.manage');
  const [ask, setAsk] = useState<Ask | null>(null);
  const columns = useLicenceColumns();
  const List = phone ? RowCards : Ledger;
  const rows = licenceKinds.map(
    (kind): Row => ({ kind, licence: staff.licences.find((one) => one.kind === kind) ?? null }),
  );
  const actions = (row: Row) => (
    <>
      <Button type="text" size="small" onClick={() => setAsk({ record: row })}>
        {t(row.licence ? 'change' : 'record')}
      </Button>
      {row.licence && (
        <Button
          type="text"
          size="small"
          danger
          onClick={() => row.licence && setAsk({ remove: row.licence })}
        >
          {t('remove')}
        </Button>
      )}
    </>
  );
  return (
    <Section title={t('licences')} hint={t('hint')}>
      <List
        label={t('licences')}
        columns={columns}
        rows={rows}
        rowKey={({ kind }) => kind}
        rowActions={manage ? actions : undefined}
      />
      <LicenceDialogs staff={staff} ask={ask} close={() => setAsk(null)} />
    </Section>
  );
}

function useLicenceColumns(): Column<Row>[] {
  const t = useText(licenceWords);
  const phrase = usePhrase();
  return [
    {
      key: 'kind',
      title: t('kind'),
      fixed: true,
      render: ({ kind }) => phrase(licenceKindText[kind]),
    },
    {
      key: 'number',
      title: t('number'),
      render: ({ licence }) => <span className="figures">{licence?.number ?? '—'}</span>,
    },
    {
      key: 'validFrom',
      title: t('validFrom'),
      render: ({ licence }) => <span className="figures">{licence?.validFrom ?? '—'}</span>,
    },
    {
      key: 'validTo',
      title: t('validTo'),
      render: ({ licence }) => (
        <span className="figures">{licence ? (licence.validTo ?? t('noEnd')) : '—'}</span>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      card: 'side',
      render: ({ licence }) => <LicenceStatus state={licence?.state ?? null} />,
    },
  ];
}

function LicenceDialogs({
  staff,
  ask,
  close,
}: {
  staff: StaffDetail;
  ask: Ask | null;
  close: () => void;
}) {
  const t = useText(licenceWords);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const record = useChange(recordLicence);
  const remove = useChange(removeLicence);
  const recorded = ask && 'record' in ask ? ask.record : undefined;
  const removed = ask && 'remove' in ask ? ask.remove : undefined;
  const kind = recorded?.kind ?? removed?.kind;
  const values = { name: staff.name, kind: kind ? phrase(licenceKindText[kind]) : '' };
  const held = recorded?.licence;
  return (
    <>
      <FormDialog
        open={recorded !== undefined}
        close={close}
        id="org.licence"
        title={t(held ? 'changeTitle' : 'recordTitle', values)}
        schema={LicenceForm}
        initial={
          held
            ? {
                number: held.number,
                validFrom: held.validFrom,
                ...(held.validTo ? { validTo: held.validTo } : {}),
              }
            : {}
        }
        submit={t('save')}
        onSubmit={async ({ validTo = null, ...draft }) => {
          if (recorded)
            await record.mutateAsync({
              params: { id: staff.id, kind: recorded.kind },
              body: { ...draft, validTo },
            });
          message.success(t('recorded'));
        }}
      >
        <Field name="number" label={t('number')}>
          <Input maxLength={60} autoFocus />
        </Field>
        <Field name="validFrom" label={t('validFrom')}>
          <DayPicker />
        </Field>
        <Field name="validTo" label={t('validTo')} hint={t('validToHint')} optional>
          <DayPicker />
        </Field>
      </FormDialog>
      <Confirm
        open={removed !== undefined}
        close={close}
        title={t('removeTitle', values)}
        consequences={[t('removeWhat')]}
        verb={t('remove')}
        danger
        reason={t('reason')}
        run={async (reason) => {
          if (removed)
            await remove.mutateAsync({
              params: { id: staff.id, kind: removed.kind },
              body: { reason },
            });
          message.success(t('removed'));
        }}
      />
    </>
  );
}
