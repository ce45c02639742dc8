import { App, Button, Form, Input, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { type ProjectDetail, type Resources, recordActual } from '../../contract.ts';
import { text } from './text.ts';

/** Planned against actual, and in a sentence what it lacks. */
export function ProjectResources({
  project,
  resources,
}: {
  project: ProjectDetail;
  resources: Resources;
}) {
  const t = useText(text);
  const [recording, setRecording] = useState(false);
  const yuan = (fen: number) => formatNumber(Math.round(fen / 100));
  const { budgetFen, spentFen } = resources;
  return (
    <Section
      title={t('resources')}
      hint={t('resourcesHint')}
      actions={
        project.can.manage && <Button onClick={() => setRecording(true)}>{t('record')}</Button>
      }
    >
      <StatRow>
        <Stat
          label={t('headcount')}
          value={resources.actualHeadcount}
          unit={t('people')}
          period={t('plannedPeople', { n: formatNumber(resources.plannedHeadcount) })}
          exact
        />
        <Stat
          label={t('spent')}
          value={Math.round(spentFen / 100)}
          unit={t('yuan')}
          period={t('plannedSpend', { n: yuan(resources.plannedSpendFen) })}
        />
        <Stat
          label={t('budget')}
          value={Math.round(budgetFen / 100)}
          unit={t('yuan')}
          period={
            budgetFen > 0 ? t('usedShare', { share: formatPercent(spentFen / budgetFen, 0) }) : '—'
          }
        />
      </StatRow>
      {resources.underResourced ? (
        <Callout tone="warn" title={t('shortTitle')}>
          {resources.reasons.map((reason) => (
            <div key={reason}>{reason}</div>
          ))}
        </Callout>
      ) : (
        <p>{t(project.state === 'running' ? 'resourcesFine' : 'resourcesLater')}</p>
      )}
      <Actuals project={project} />
      <Record project={project} open={recording} close={() => setRecording(false)} />
    </Section>
  );
}

function Actuals({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phone = usePhone();
  const List = phone ? RowCards : Ledger;
  if (project.actuals.length === 0) return <Empty small title={t('noActuals')} />;
  return (
    <List
      label={t('actuals')}
      rows={project.actuals}
      rowKey={(entry) => entry.id}
      columns={[
        { key: 'on', title: t('recordOn'), render: (entry) => entry.on },
        {
          key: 'kind',
          title: t('recordKind'),
          render: (entry) => t(entry.kind === 'headcount' ? 'recordHeadcount' : 'recordSpend'),
        },
        {
          key: 'amount',
          title: t('amount'),
          align: 'right',
          card: 'side',
          render: (entry) =>
            entry.kind === 'headcount'
              ? `${formatNumber(entry.amount)} ${t('people')}`
              : `${formatNumber(entry.amount / 100)} ${t('yuan')}`,
        },
        { key: 'note', title: t('recordNote'), render: (entry) => entry.note ?? '—' },
        { key: 'by', title: t('by'), render: (entry) => entry.by.name },
      ]}
    />
  );
}

const Actual = z.object({
  kind: z.enum(['headcount', 'spend']),
  on: z.iso.date(),
  amount: z.number().min(0).max(1_000_000_000),
  note: z.string().trim().max(200).optional(),
});

function Record({
  project,
  open,
  close,
}: {
  project: ProjectDetail;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const now = useBusinessNow();
  const record = useChange(recordActual);
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.project.actual"
      title={t('recordTitle')}
      schema={Actual}
      initial={{ kind: 'headcount', on: formatTime(now, 'day') }}
      submit={t('record')}
      onSubmit={async ({ kind, on, amount, note }) => {
        await record.mutateAsync({
          params: { id: project.id },
          body: {
            kind,
            on,
            amount: kind === 'spend' ? Math.round(amount * 100) : Math.round(amount),
            ...(note ? { note } : {}),
          },
        });
        message.success(t('recorded'));
      }}
    >
      <RecordFields />
    </FormDialog>
  );
}

function RecordFields() {
  const t = useText(text);
  const spend = Form.useWatch('kind') === 'spend';
  return (
    <>
      <Field name="kind" label={t('recordKind')}>
        <Segmented
          options={[
            { value: 'headcount', label: t('recordHeadcount') },
            { value: 'spend', label: t('recordSpend') },
          ]}
        />
      </Field>
      <Field name="on" label={t('recordOn')}>
        <DayPicker />
      </Field>
      <Field
        name="amount"
        label={t(spend ? 'recordYuan' : 'recordPeople')}
        hint={spend ? undefined : t('recordPeopleHint')}
      >
        <InputNumber min={0} precision={spend ? 2 : 0} style={{ width: '100%' }} />
      </Field>
      <Field name="note" label={t('recordNote')} optional>
        <Input maxLength={200} />
      </Field>
    </>
  );
}
