import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { MomentPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useComma, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import {
  type Delegation,
  delegateApprovals,
  endDelegation,
  findDelegates,
  listApprovalKinds,
  listDelegations,
} from '../../contract.ts';
import { text } from './text.ts';

export default function DelegationPage() {
  const t = useText(text);
  const delegations = useCall(listDelegations);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('addDelegation')}
    </Button>
  );
  return (
    <Page
      title={t('delegationTitle')}
      purpose={t('delegationPurpose')}
      crumbs={[{ label: t('approvals'), to: '/approvals' }, { label: t('delegation') }]}
      actions={add}
    >
      {delegations.isPending ? (
        <SkeletonText lines={5} />
      ) : delegations.isError ? (
        <ErrorNote error={delegations.error} retry={() => delegations.refetch()} />
      ) : (
        <>
          <Section title={t('given')}>
            {delegations.data.given.length === 0 ? (
              <Empty small title={t('noGiven')}>
                {t('noGivenHint')}
              </Empty>
            ) : (
              <Delegations rows={delegations.data.given} side="to" />
            )}
          </Section>
          <Section title={t('received')}>
            {delegations.data.received.length === 0 ? (
              <Empty small title={t('noReceived')} />
            ) : (
              <Delegations rows={delegations.data.received} side="from" />
            )}
          </Section>
        </>
      )}
      <AddDelegation open={adding} close={() => setAdding(false)} />
    </Page>
  );
}

const kinds: Record<Delegation['state'], StatusKind> = {
  coming: 'waiting',
  active: 'active',
  over: 'ended',
};

function Delegations({ rows, side }: { rows: readonly Delegation[]; side: 'from' | 'to' }) {
  const t = useText(text);
  const comma = useComma();
  const phone = usePhone();
  const { message } = App.useApp();
  const names = useKindNames();
  const [ending, setEnding] = useState<Delegation | null>(null);
  const end = useChange(endDelegation);
  const List = phone ? RowCards : Ledger;
  return (
    <>
      <List
        label={t(side === 'to' ? 'given' : 'received')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'who', title: t(side), render: (row) => row[side].name },
          {
            key: 'kinds',
            title: t('kinds'),
            wrap: true,
            render: (row) =>
              row.kinds.length === 0
                ? t('allKinds')
                : row.kinds.map((kind) => names.get(kind) ?? kind).join(comma),
          },
          {
            key: 'startsAt',
            title: t('startsAt'),
            render: (row) => <DateTime at={row.startsAt} />,
          },
          { key: 'endsAt', title: t('endsAt'), render: (row) => <DateTime at={row.endsAt} /> },
          { key: 'reason', title: t('reason'), render: (row) => row.reason },
          {
            key: 'state',
            title: t('state'),
            card: 'side',
            render: (row) => <Status kind={kinds[row.state]}>{t(row.state)}</Status>,
          },
        ]}
        rowActions={
          side === 'to'
            ? (row) =>
                row.state !== 'over' && (
                  <Button type="text" size="small" onClick={() => setEnding(row)}>
                    {t('end')}
                  </Button>
                )
            : undefined
        }
      />
      <Confirm
        open={ending !== null}
        close={() => setEnding(null)}
        title={t('endTitle', { name: ending?.to.name ?? '' })}
        consequences={[t('endWhat')]}
        verb={t('end')}
        run={async () => {
          if (ending) await end.mutateAsync({ params: { id: ending.id } });
          message.success(t('endedMessage'));
        }}
      />
    </>
  );
}

function useKindNames(): ReadonlyMap<string, string> {
  const known = useCall(listApprovalKinds).data?.items ?? [];
  return new Map(known.map(({ kind, name }) => [kind, name]));
}

const Asked = z
  .object({
    toId: z.uuid(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    kinds: z.array(z.string()).default([]),
    reason: z.string().trim().min(1).max(1000),
  })
  .refine((form) => form.startsAt < form.endsAt, {
    path: ['endsAt'],
    message: '结束时间要晚于开始时间|The end must lie after the start',
  });

function AddDelegation({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const delegate = useChange(delegateApprovals);
  const now = useBusinessNow();
  const [q, setQ] = useState('');
  const people = useCall(findDelegates, { query: q ? { q } : {} }, { enabled: open, keep: true });
  const names = useKindNames();
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.delegation"
      title={t('addDelegation')}
      schema={Asked}
      initial={{ startsAt: new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString() }}
      submit={t('delegate')}
      onSubmit={async (body) => {
        const made = await delegate.mutateAsync({ body });
        message.success(t('delegated', { name: made.to.name }));
      }}
    >
      <Field name="toId" label={t('to')} hint={t('toHint')}>
        <Select
          loading={people.isFetching}
          showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
          options={(people.data?.items ?? []).map(({ id, name, unit }) => ({
            value: id,
            label: unit ? `${name} · ${unit.name}` : name,
          }))}
        />
      </Field>
      <Field name="startsAt" label={t('startsAt')}>
        <MomentPicker notBefore={formatTime(now, 'day')} />
      </Field>
      <Field name="endsAt" label={t('endsAt')}>
        <MomentPicker notBefore={formatTime(now, 'day')} />
      </Field>
      <Field name="kinds" label={t('kinds')} hint={t('kindsHint')} optional>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          placeholder={t('allKinds')}
          options={[...names].map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Field name="reason" label={t('reason')} hint={t('delegationReasonHint')}>
        <Input maxLength={200} />
      </Field>
    </FormDialog>
  );
}
