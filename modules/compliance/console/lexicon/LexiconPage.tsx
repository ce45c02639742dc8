import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  draftLexicon,
  type LexiconState,
  lexiconStateText,
  listLexiconVersions,
} from '../../contract.ts';
import { TestBench } from './TestBench.tsx';
import { TryText } from './TryText.tsx';
import { text } from './text.ts';

type Version = Reply<typeof listLexiconVersions>['items'][number];

const kinds: Record<LexiconState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  in_force: 'active',
  replaced: 'ended',
  discarded: 'stopped',
};

export function LexiconStatus({ state }: { state: LexiconState }) {
  const phrase = usePhrase();
  return <Status kind={kinds[state]}>{phrase(lexiconStateText[state])}</Status>;
}

export default function LexiconPage() {
  const t = useText(text);
  const may = useMay();
  const versions = useCall(listLexiconVersions);
  const [drafting, setDrafting] = useState(false);
  const items = versions.data?.items ?? [];
  const open = items.find(({ state }) => state === 'draft' || state === 'submitted');
  return (
    <Page
      title={t('lexicon')}
      purpose={t('purpose')}
      actions={
        may('compliance.lexicon.manage') &&
        versions.isSuccess &&
        !open && (
          <Button type="primary" onClick={() => setDrafting(true)}>
            {t('draft')}
          </Button>
        )
      }
    >
      {may('compliance.text.check') && (
        <Section title={t('tryIt')} hint={t('tryHint')}>
          <TryText versions={items} />
        </Section>
      )}
      <Section title={t('versions')}>
        {versions.isError ? (
          <ErrorNote error={versions.error} retry={() => versions.refetch()} />
        ) : (
          <Versions items={items} waiting={versions.isPending ? 3 : 0} />
        )}
      </Section>
      <Section title={t('bench')} hint={t('benchHint')}>
        <TestBench />
      </Section>
      <DraftDialog open={drafting} close={() => setDrafting(false)} />
    </Page>
  );
}

function Versions({ items, waiting }: { items: readonly Version[]; waiting: number }) {
  const t = useText(text);
  const navigate = useNavigate();
  const columns: Column<Version>[] = [
    { key: 'version', title: t('version'), render: (v) => t('versionNo', { n: v.version }) },
    { key: 'note', title: t('note'), wrap: true, render: (v) => v.note },
    { key: 'state', title: t('state'), render: (v) => <LexiconStatus state={v.state} /> },
    { key: 'terms', title: t('terms'), align: 'right', render: (v) => formatNumber(v.terms) },
    {
      key: 'exceptions',
      title: t('exceptions'),
      align: 'right',
      render: (v) => formatNumber(v.exceptions),
    },
    {
      key: 'since',
      title: t('since'),
      render: (v) => (v.inForceFrom ? <DateTime at={v.inForceFrom} /> : '—'),
    },
    {
      key: 'by',
      title: t('by'),
      render: (v) => (v.createdBy === 'system' ? t('product') : v.createdBy),
    },
  ];
  return (
    <Rows
      label={t('versions')}
      columns={columns}
      rows={items}
      waiting={waiting}
      rowKey={(v) => String(v.version)}
      onOpen={(v) => navigate(`/compliance/lexicon/${v.version}`)}
    />
  );
}

function DraftDialog({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const begin = useChange(draftLexicon);
  return (
    <FormDialog
      id="compliance.lexicon-draft"
      open={open}
      close={close}
      title={t('draftTitle')}
      consequences={[t('draftConsequence')]}
      schema={z.object({ note: z.string().trim().min(1).max(200) })}
      initial={{}}
      submit={t('draft')}
      onSubmit={async (body) => {
        const made = await begin.mutateAsync({ body });
        message.success(t('saved'));
        navigate(`/compliance/lexicon/${made.version}`);
      }}
    >
      <Field name="note" label={t('draftNote')}>
        <Input maxLength={200} autoFocus />
      </Field>
    </FormDialog>
  );
}
