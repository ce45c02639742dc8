import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Lane,
  lanes,
  laneText,
  listStaff,
  type ProjectDetail,
  setStakeholders,
} from '../../contract.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

/** Who answers in each function of the bank, and who is missing before launch. */
export function ProjectStakeholders({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const [naming, setNaming] = useState(false);
  return (
    <Section
      title={t('stakeholders')}
      hint={t('stakeholdersHint')}
      actions={
        project.can.manage &&
        (project.state === 'draft' || project.state === 'running') && (
          <Button onClick={() => setNaming(true)}>{t('setStakeholders')}</Button>
        )
      }
    >
      <dl className={styles.stakeholders}>
        {lanes.map((lane) => {
          const people = peopleOf(project, lane);
          const required = project.requiredLanes.includes(lane);
          return (
            <div key={lane}>
              <dt>
                {phrase(laneText[lane])}
                {required && <Tag>{t('required')}</Tag>}
              </dt>
              <dd>
                {people.length > 0 ? (
                  people.map(({ name }) => name).join(comma)
                ) : required ? (
                  <Status kind="warning">{t('missing')}</Status>
                ) : (
                  '—'
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <NameOwners project={project} open={naming} close={() => setNaming(false)} />
    </Section>
  );
}

const peopleOf = (project: ProjectDetail, lane: Lane) =>
  project.stakeholders.filter((one) => one.lane === lane).map(({ person }) => person);

const Owners = z.object(
  Object.fromEntries(
    lanes.map((lane) => [lane, z.array(z.string()).default([])]),
  ) as unknown as Record<Lane, z.ZodDefault<z.ZodArray<z.ZodString>>>,
);

function NameOwners({
  project,
  open,
  close,
}: {
  project: ProjectDetail;
  open: boolean;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const change = useChange(setStakeholders);
  const initial = Object.fromEntries(
    lanes.map((lane) => [lane, peopleOf(project, lane).map(({ id }) => id)]),
  ) as Record<Lane, string[]>;
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.project.stakeholders"
      title={t('setStakeholders')}
      schema={Owners}
      initial={initial}
      submit={t('save')}
      onSubmit={async (owners) => {
        await change.mutateAsync({
          params: { id: project.id },
          body: {
            version: project.version,
            stakeholders: lanes.flatMap((lane) =>
              owners[lane].map((staffId) => ({ lane, staffId })),
            ),
          },
        });
        message.success(t('stakeholdersSet'));
      }}
    >
      {lanes.map((lane) => (
        <Field
          key={lane}
          name={lane}
          label={t('lanePeople', { lane: phrase(laneText[lane]) })}
          optional={!project.requiredLanes.includes(lane)}
        >
          <People known={peopleOf(project, lane)} />
        </Field>
      ))}
    </FormDialog>
  );
}

function People({
  id,
  value,
  onChange,
  known,
}: {
  id?: string;
  value?: string[];
  onChange?: (people: string[]) => void;
  known: readonly { id: string; name: string }[];
}) {
  const [q, setQ] = useState('');
  const [seen, setSeen] = useState(() => new Map(known.map((one) => [one.id, one.name])));
  const found = useCall(
    listStaff,
    { query: { ...(q ? { q } : {}), state: 'active', size: 20, sort: 'name' } },
    { keep: true },
  );
  const options = new Map(
    (found.data?.items ?? []).map((one) => [one.id as string, `${one.name} · ${one.unit.name}`]),
  );
  for (const chosen of value ?? [])
    if (!options.has(chosen)) options.set(chosen, seen.get(chosen) ?? '…');
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={value ?? []}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      options={[...options].map(([person, label]) => ({ value: person, label }))}
      onChange={(next: string[]) => {
        setSeen(new Map([...seen, ...next.map((one) => [one, options.get(one) ?? '…'] as const)]));
        setQ('');
        onChange?.(next);
      }}
    />
  );
}
