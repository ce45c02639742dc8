import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useComma, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  createPersona,
  listPersonas,
  Persona,
  personaChangeKind,
  personaTypes,
  placeName,
  type ShownPersona,
} from '../../contract.ts';
import styles from './personas.module.css';
import { text } from './text.ts';

/** Who speaks for the bank: its one figure, and kinds of RMs. */
export default function PersonasPage() {
  const t = useText(text);
  const may = useMay();
  const manage = may('content.item.manage');
  const personas = useCall(listPersonas);
  const [editing, setEditing] = useState<ShownPersona | 'new' | null>(null);
  if (personas.isPending) return <SkeletonPage />;
  const items = personas.data?.items ?? [];
  return (
    <Page
      title={t('personas')}
      purpose={t('purpose')}
      actions={
        manage && (
          <Button type="primary" onClick={() => setEditing('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      {personas.isError && <ErrorNote error={personas.error} retry={() => personas.refetch()} />}
      {personas.isSuccess && items.length === 0 && <Empty title={t('none')} />}
      <div className={styles.cards}>
        {items.map((persona) => (
          <Card
            key={persona.id}
            persona={persona}
            edit={manage ? () => setEditing(persona) : null}
          />
        ))}
      </div>
      {editing && (
        <PersonaDialog
          persona={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

const kinds = { draft: 'draft', approved: 'active', withdrawn: 'stopped' } as const;

function Card({ persona, edit }: { persona: ShownPersona; edit: (() => void) | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const marks = useMarks();
  const { voice } = persona;
  // What is filled in for each colleague is called by its name.
  const named = (intro: string) =>
    intro.replace(/\{(\w+)\}/g, (_, place: string) =>
      phrase(['【{name}】', '[{name}]'], { name: phrase(placeName(place)) }),
    );
  return (
    <section className={styles.card} aria-label={persona.name}>
      <header>
        <h2>{persona.name}</h2>
        <Status kind={kinds[persona.state]}>{t(persona.state)}</Status>
      </header>
      <p className={styles.type}>{phrase(personaTypes[persona.type])}</p>
      {persona.intro && <p>{named(persona.intro)}</p>}
      <dl>
        {voice.self && (
          <>
            <dt>{t('self')}</dt>
            <dd>{voice.self}</dd>
          </>
        )}
        {voice.avoid.length > 0 && (
          <>
            <dt>{t('avoid')}</dt>
            <dd>{voice.avoid.join(comma)}</dd>
          </>
        )}
        {persona.topics.length > 0 && (
          <>
            <dt>{t('topics')}</dt>
            <dd>{persona.topics.join(comma)}</dd>
          </>
        )}
        {persona.boundaries.length > 0 && (
          <>
            <dt>{t('boundaries')}</dt>
            <dd>{persona.boundaries.join(marks.semicolon)}</dd>
          </>
        )}
      </dl>
      {persona.pendingApprovalId ? (
        <Link to={`/approvals/${persona.pendingApprovalId}`}>{t('pending')}</Link>
      ) : (
        edit && <Actions persona={persona} edit={edit} />
      )}
    </section>
  );
}

function Actions({ persona, edit }: { persona: ShownPersona; edit: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const ask = async (state: 'approved' | 'withdrawn') => {
    const { id, version } = persona;
    const payload = { id, version, state, persona: Persona.parse(persona) };
    await request.mutateAsync({ body: { kind: personaChangeKind, payload } });
    message.success(t('submitted'));
  };
  return (
    <footer>
      {request.isError && <ErrorNote error={request.error} />}
      <Button onClick={edit}>{t('change')}</Button>
      {persona.state === 'approved' ? (
        <Button danger loading={request.isPending} onClick={() => ask('withdrawn')}>
          {t('takeOut')}
        </Button>
      ) : (
        <Button type="primary" loading={request.isPending} onClick={() => ask('approved')}>
          {t('submit')}
        </Button>
      )}
    </footer>
  );
}

function PersonaDialog({ persona, close }: { persona: ShownPersona | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const create = useChange(createPersona);
  const request = useChange(requestApproval);
  return (
    <FormDialog
      open
      close={close}
      width={640}
      title={persona ? t('changeTitle', { name: persona.name }) : t('add')}
      consequences={[t(persona ? 'changeDecided' : 'draftKept')]}
      id={`content.persona.${persona?.id ?? 'new'}`}
      schema={Persona}
      initial={persona ? Persona.parse(persona) : { type: 'unified_ip', voice: {} }}
      submit={t(persona ? 'submit' : 'save')}
      onSubmit={async (given) => {
        if (persona) {
          const { id, version } = persona;
          const payload = { id, version, state: 'approved', persona: given };
          await request.mutateAsync({ body: { kind: personaChangeKind, payload } });
        } else await create.mutateAsync({ body: given });
        message.success(t(persona ? 'submitted' : 'saved'));
      }}
    >
      <Field name="name" label={t('name')} half>
        <Input maxLength={30} />
      </Field>
      <Field name="type" label={t('type')} half>
        <Select
          options={Object.entries(personaTypes).map(([value, name]) => ({
            value,
            label: phrase(name),
          }))}
        />
      </Field>
      <Field name="intro" label={t('intro')} optional>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={200} />
      </Field>
      <Field name={['voice', 'self']} label={t('self')} hint={t('selfHint')} optional half>
        <Input maxLength={12} />
      </Field>
      <Field name={['voice', 'ending']} label={t('ending')} optional half>
        <Input maxLength={60} />
      </Field>
      <Field name={['voice', 'avoid']} label={t('avoid')} hint={t('avoidHint')} optional>
        <Select mode="tags" maxCount={50} />
      </Field>
      <Field name="topics" label={t('topics')} optional>
        <Select mode="tags" maxCount={20} />
      </Field>
      <Field name="boundaries" label={t('boundaries')} optional>
        <Select mode="tags" maxCount={20} />
      </Field>
    </FormDialog>
  );
}
