import { App, Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  changeSequence,
  checkSequence,
  getSequence,
  newSequenceVersion,
  releaseKind,
  type SequenceDetail,
  type SequenceId,
} from '../../contract.ts';
import { check } from '../../definition/check.ts';
import { VersionStatus } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { Compare } from './Compare.tsx';
import { addItem, changeItem, moveItem, removeItem } from './edit.ts';
import { ItemDrawer } from './ItemDrawer.tsx';
import { Meters } from './Meters.tsx';
import { Method } from './Method.tsx';
import { Timeline } from './Timeline.tsx';

export default function SequencePage() {
  const t = useText(text);
  const { id } = useParams();
  const [search] = useSearchParams();
  const version = search.get('version');
  const sequence = useCall(getSequence, {
    params: { id: id as SequenceId },
    query: version ? { version: Number(version) } : {},
  });
  if (sequence.isPending) return <SkeletonPage />;
  if (sequence.isError)
    return (
      <Page title={t('sequence')} crumbs={[{ label: t('sequences'), to: '/sequences' }]}>
        <ErrorNote error={sequence.error} retry={() => sequence.refetch()} />
      </Page>
    );
  const { shown, versions } = sequence.data;
  const revision = versions.find((v) => v.version === shown)?.revision;
  return <Editor key={`${id}/${shown}/${revision}`} sequence={sequence.data} />;
}

function Editor({ sequence }: { sequence: SequenceDetail }) {
  const t = useText(text);
  const may = useMay();
  const version = sequence.versions.find((v) => v.version === sequence.shown)!;
  const editable = sequence.can.change && version.state === 'draft';
  const [definition, setDefinition] = useState(sequence.definition);
  const [chosen, setChosen] = useState<string | null>(null);
  const [held, setHeld] = useState<string | null>(null);
  const [comparing, setComparing] = useState<number | null>(null);
  const dirty = definition !== sequence.definition;
  const settled = useSettled(definition, 300);
  const checked = useCall(
    checkSequence,
    { body: { definition: settled } },
    { enabled: dirty, keep: true },
  );
  const contents = (dirty && checked.data?.contents) || sequence.contents;
  const findings = useMemo(() => check(definition, contents), [definition, contents]);
  const item = definition.items.find((one) => one.id === chosen) ?? null;
  const rounds = Array.from({ length: definition.method.rounds }, (_, i) => i + 1);
  return (
    <Page
      title={definition.title}
      purpose={definition.description}
      aside={<VersionStatus state={version.state} />}
      crumbs={[{ label: t('sequences'), to: '/sequences' }, { label: sequence.name }]}
      actions={
        <Actions
          sequence={sequence}
          definition={definition}
          dirty={dirty}
          editable={editable}
          errors={findings.filter((f) => f.level === 'error').length}
        />
      }
    >
      <LeaveGuard when={dirty} />
      {sequence.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${sequence.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      <Meters definition={definition} findings={findings} />
      <Section
        title={t('timeline')}
        hint={editable ? t('moveHint') : undefined}
        actions={<VersionTools sequence={sequence} comparing={comparing} compare={setComparing} />}
      >
        {comparing !== null && (
          <Compare id={sequence.id} with={comparing} definition={definition} />
        )}
        {rounds.map((round) => (
          <Timeline
            key={round}
            definition={definition}
            findings={findings}
            round={round}
            actions={{
              editable,
              chosen,
              held,
              open: setChosen,
              move: (id, day, lane) => {
                setHeld(id);
                setDefinition(moveItem(definition, id, day, lane));
              },
              add: (day, lane) => {
                const [next, id] = addItem(definition, day, lane, t('item'));
                setDefinition(next);
                setChosen(id);
              },
            }}
          />
        ))}
      </Section>
      <Method definition={definition} editable={editable} change={setDefinition} />
      {may('content.item.read') && (
        <ItemDrawer
          definition={definition}
          item={item}
          findings={findings}
          contents={contents}
          editable={editable}
          close={() => setChosen(null)}
          change={(change) => setDefinition(changeItem(definition, item!.id, change))}
          replace={setDefinition}
          remove={() => {
            setChosen(null);
            setDefinition(removeItem(definition, item!.id));
          }}
        />
      )}
    </Page>
  );
}

function VersionTools({
  sequence,
  comparing,
  compare,
}: {
  sequence: SequenceDetail;
  comparing: number | null;
  compare: (version: number | null) => void;
}) {
  const t = useText(text);
  const navigate = useNavigate();
  const others = sequence.versions.filter((v) => v.version !== sequence.shown);
  return (
    <div className={styles.tools}>
      <Select
        aria-label={t('versionLabel')}
        value={sequence.shown}
        options={sequence.versions.map((v) => ({
          value: v.version,
          label: t('version', { n: v.version }),
        }))}
        onChange={(version) => navigate(`/sequences/${sequence.id}?version=${version}`)}
      />
      {others.length > 0 && (
        <Select
          aria-label={t('compare')}
          placeholder={t('compare')}
          allowClear
          value={comparing}
          options={others.map((v) => ({
            value: v.version,
            label: t('compareWith', { n: v.version }),
          }))}
          onChange={(version?: number) => compare(version ?? null)}
        />
      )}
    </div>
  );
}

function Actions({
  sequence,
  definition,
  dirty,
  editable,
  errors,
}: {
  sequence: SequenceDetail;
  definition: SequenceDetail['definition'];
  dirty: boolean;
  editable: boolean;
  errors: number;
}) {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const change = useChange(changeSequence);
  const begin = useChange(newSequenceVersion);
  const request = useChange(requestApproval);
  const version = sequence.versions.find((v) => v.version === sequence.shown)!;
  const { id } = sequence;
  const save = async () => {
    const { revision } = version;
    const body = { version: sequence.shown, revision, name: definition.title, definition };
    const saved = await change.mutateAsync({ params: { id }, body });
    message.success(t('saved'));
    return saved.versions.find((v) => v.version === sequence.shown)!;
  };
  const submit = async () => {
    const { revision } = dirty ? await save() : version;
    const payload = { id, version: sequence.shown, revision };
    const made = await request.mutateAsync({ body: { kind: releaseKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  return (
    <>
      {dirty && <span className={styles.unsaved}>{t('unsaved')}</span>}
      {editable && (
        <>
          <Button disabled={!dirty} loading={change.isPending} onClick={save}>
            {t('save')}
          </Button>
          <Button type="primary" disabled={errors > 0} loading={request.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      )}
      {sequence.can.change && sequence.open === null && (
        <Button
          loading={begin.isPending}
          onClick={async () => {
            const made = await begin.mutateAsync({ params: { id } });
            navigate(`/sequences/${id}?version=${made.shown}`);
          }}
        >
          {t('newVersion')}
        </Button>
      )}
      {may('sequences.run.manage') && sequence.usable !== null && !editable && (
        <Button type="primary" onClick={() => navigate(`/sequences/runs/new?sequence=${id}`)}>
          {t('run')}
        </Button>
      )}
      {change.isError && <ErrorNote error={change.error} />}
      {request.isError && <ErrorNote error={request.error} />}
    </>
  );
}
