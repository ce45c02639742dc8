import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { z } from 'zod';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useComma, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { download } from '#platform/web/transfer.ts';
import {
  discardLexicon,
  exportLexicon,
  getLexiconVersion,
  importLexicon,
  type LexiconCategory,
  type LexiconDetail,
  lexiconChangeKind,
  lexiconLevelText,
  lexiconScopes,
  removeLexiconCategory,
} from '../../contract.ts';
import styles from '../compliance.module.css';
import { CategoryDialog } from './CategoryDialog.tsx';
import { LexiconStatus } from './LexiconPage.tsx';
import { TestBench } from './TestBench.tsx';
import { text } from './text.ts';

export default function VersionPage() {
  const t = useText(text);
  const { version = '' } = useParams();
  const found = useCall(getLexiconVersion, { params: { version } });
  if (found.isPending) return <SkeletonPage />;
  if (found.isError)
    return (
      <Page title={t('lexicon')} crumbs={[{ label: t('lexicon'), to: '/compliance/lexicon' }]}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  return <OneVersion key={version} detail={found.data} />;
}

type Asking = 'import' | 'discard' | 'category' | null;

function OneVersion({ detail }: { detail: LexiconDetail }) {
  const t = useText(text);
  const may = useMay();
  const [asking, setAsking] = useState<Asking>(null);
  const [edited, setEdited] = useState<LexiconCategory | null>(null);
  const change = may('compliance.lexicon.manage') && detail.state === 'draft';
  const close = () => setAsking(null);
  const edit = (category: LexiconCategory | null) => {
    setEdited(category);
    setAsking('category');
  };
  return (
    <Page
      title={t('versionNo', { n: detail.version })}
      purpose={detail.note}
      aside={<LexiconStatus state={detail.state} />}
      crumbs={[
        { label: t('lexicon'), to: '/compliance/lexicon' },
        { label: t('versionNo', { n: detail.version }) },
      ]}
      actions={<Actions detail={detail} change={change} ask={setAsking} add={() => edit(null)} />}
    >
      {detail.state === 'submitted' && <Callout>{t('pendingNote')}</Callout>}
      <Facts
        items={[
          { label: t('terms'), value: formatNumber(detail.terms) },
          { label: t('patterns'), value: formatNumber(detail.patterns) },
          { label: t('exceptions'), value: formatNumber(detail.exceptions) },
          {
            label: t('by'),
            value: detail.createdBy === 'system' ? t('product') : detail.createdBy,
          },
        ]}
      />
      <div>
        {detail.lexicon.categories.map((category) => (
          <Category
            key={category.key}
            detail={detail}
            category={category}
            edit={change ? () => edit(category) : undefined}
          />
        ))}
      </div>
      <Section title={t('bench')} hint={t('benchHint')}>
        <TestBench version={detail.version} />
      </Section>
      <CategoryDialog draft={detail} category={edited} open={asking === 'category'} close={close} />
      <ImportDialog draft={detail} open={asking === 'import'} close={close} />
      <Discard draft={detail} open={asking === 'discard'} close={close} />
    </Page>
  );
}

function Actions({
  detail,
  change,
  ask,
  add,
}: {
  detail: LexiconDetail;
  change: boolean;
  ask: (what: Asking) => void;
  add: () => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const { version, revision, note } = detail;
  const submit = async () => {
    const payload = { version, revision };
    const made = await request.mutateAsync({ body: { kind: lexiconChangeKind, payload, note } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  return (
    <>
      <Button
        onClick={() => download(exportLexicon, { params: { version } }, `lexicon-${version}`)}
      >
        {t('download')}
      </Button>
      {change && (
        <>
          <Button onClick={() => ask('discard')}>{t('discard')}</Button>
          <Button onClick={() => ask('import')}>{t('import')}</Button>
          <Button onClick={add}>{t('addCategory')}</Button>
          <Button type="primary" loading={request.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      )}
    </>
  );
}

const SHOWN = 24;

function Category({
  detail,
  category,
  edit,
}: {
  detail: LexiconDetail;
  category: LexiconCategory;
  edit: (() => void) | undefined;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const marks = useMarks();
  const { message } = App.useApp();
  const remove = useChange(removeLexiconCategory);
  const [all, setAll] = useState(false);
  const [removing, setRemoving] = useState(false);
  const words = all ? category.terms : category.terms.slice(0, SHOWN);
  const name = phrase([category.name, category.nameEn]);
  return (
    <section className={styles.category}>
      <header>
        <h3>{name}</h3>
        <Tag>{phrase(lexiconLevelText[category.level])}</Tag>
        <small>{category.scopes.map((scope) => phrase(lexiconScopes[scope])).join(comma)}</small>
        {edit && (
          <span>
            <Button size="small" type="text" danger onClick={() => setRemoving(true)}>
              {t('remove')}
            </Button>
            <Button size="small" onClick={edit}>
              {t('edit')}
            </Button>
          </span>
        )}
      </header>
      <p>
        {category.suggestion} {category.basis}
      </p>
      <div className={styles.words}>
        {words.map((word) => (
          <Tag key={word}>{word}</Tag>
        ))}
        {category.patterns.map((pattern) => (
          <Tag key={pattern}>
            <code>{pattern}</code>
          </Tag>
        ))}
        {category.terms.length > SHOWN && (
          <Button size="small" type="link" onClick={() => setAll(!all)}>
            {all ? t('fewer') : t('more', { n: category.terms.length - SHOWN })}
          </Button>
        )}
      </div>
      {category.exceptions.length > 0 && (
        <p>{`${t('exceptions')}${marks.colon}${category.exceptions.join(comma)}`}</p>
      )}
      <Confirm
        open={removing}
        close={() => setRemoving(false)}
        title={t('removeTitle', { name })}
        consequences={[]}
        verb={t('remove')}
        danger
        run={async () => {
          await remove.mutateAsync({
            params: { version: detail.version },
            body: { revision: detail.revision, key: category.key },
          });
          message.success(t('removed'));
        }}
      />
    </section>
  );
}

function ImportDialog({
  draft,
  open,
  close,
}: {
  draft: LexiconDetail;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const send = useChange(importLexicon);
  return (
    <FormDialog
      id="compliance.lexicon-import"
      open={open}
      close={close}
      width={640}
      title={t('import')}
      schema={z.object({ file: z.string().trim().min(1) })}
      initial={{}}
      submit={t('import')}
      onSubmit={async ({ file }) => {
        const { added, already } = await send.mutateAsync({
          params: { version: draft.version },
          body: { revision: draft.revision, file, mode: 'merge' },
        });
        message.success(t('imported', { added, already }));
      }}
    >
      <Field name="file" label={t('importText')} hint={t('importHint')}>
        <Input.TextArea rows={10} />
      </Field>
    </FormDialog>
  );
}

function Discard({
  draft,
  open,
  close,
}: {
  draft: LexiconDetail;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const discard = useChange(discardLexicon);
  return (
    <Confirm
      open={open}
      close={close}
      title={t('discardTitle', { n: draft.version })}
      consequences={[t('discardConsequence')]}
      verb={t('discard')}
      danger
      run={async () => {
        await discard.mutateAsync({ params: { version: draft.version } });
        message.success(t('discarded'));
        navigate('/compliance/lexicon');
      }}
    />
  );
}
