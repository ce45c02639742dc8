import { App, Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Wizard } from '#platform/web/form/Wizard.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import {
  changeRun,
  createRun,
  getRun,
  getSequence,
  type RunDetail,
  RunDraft,
  type RunId,
  type SequenceId,
  startKind,
} from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { CheckStep } from './CheckStep.tsx';
import { TempoStep, WhatStep, WhoStep, WordsStep } from './SetupSteps.tsx';

/** What is chosen so far; becomes a draft when everything is there. */
export type Choices = Partial<RunDraft>;

export default function RunSetupPage() {
  const { id } = useParams();
  const run = useCall(getRun, { params: { id: id as RunId } }, { enabled: id !== undefined });
  if (id === undefined) return <Setup />;
  if (run.isPending) return <SkeletonPage />;
  if (run.isError) return <ErrorNote error={run.error} retry={() => run.refetch()} />;
  return <Setup run={run.data} />;
}

const dayText = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

function Setup({ run }: { run?: RunDetail }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const lang = useLang();
  const [search] = useSearchParams();
  const now = useBusinessNow();
  const [step, setStep] = useState(0);
  const [chosen, setChoices] = useState<Choices>(
    () =>
      run?.draft ?? {
        name: '',
        productLine: 'deposit',
        controlShare: 0.1,
        followAudience: true,
        values: {},
        ...(search.get('sequence') ? { sequenceId: search.get('sequence') as SequenceId } : {}),
        ...(search.get('audience') ? { audienceId: search.get('audience') as never } : {}),
      },
  );
  // The bank's day, which is not known before the first answer of the server.
  const choices = { startsOn: dayText(now), ...chosen };
  const set = (more: Choices) => setChoices((before) => ({ ...before, ...more }));
  const sequence = useCall(
    getSequence,
    { params: { id: choices.sequenceId as SequenceId } },
    { enabled: choices.sequenceId !== undefined },
  );
  const usable = sequence.data?.usable ?? undefined;
  const draft = RunDraft.safeParse({ ...choices, version: choices.version ?? usable });
  const create = useChange(createRun);
  const change = useChange(changeRun);
  const request = useChange(requestApproval);
  const steps = [
    { key: 'who', title: t('stepWho') },
    { key: 'what', title: t('stepWhat') },
    { key: 'how', title: t('stepHow') },
    { key: 'words', title: t('stepWords') },
    { key: 'check', title: t('stepCheck') },
  ];
  const missing = [
    [
      !choices.name?.trim() && t('runName'),
      !choices.need?.trim() && t('need'),
      !choices.audienceId && t('audience'),
    ],
    [!(choices.sequenceId && usable) && t('sequence')],
    [!choices.projectId && t('project'), !choices.startsOn && t('startsOn')],
    [],
    [],
  ][step]!.filter((name) => name !== false);
  const ready = step === 4 ? draft.success : missing.length === 0;
  const saved = (draft: RunDraft) =>
    run
      ? change.mutateAsync({ params: { id: run.id }, body: { revision: run.revision, draft } })
      : create.mutateAsync({ body: draft });
  const save = async () => {
    if (!draft.success) return;
    const { id } = await saved(draft.data);
    message.success(t('saved'));
    navigate(`/sequences/runs/${id}`);
  };
  const submit = async () => {
    if (!draft.success) return;
    const { id, revision } = await saved(draft.data);
    try {
      const body = { kind: startKind, payload: { id, revision } };
      const made = await request.mutateAsync({ body });
      message.success(t('submitted'));
      navigate(`/approvals/${made.id}`);
    } catch (error) {
      // Kept, and not submitted: it says why where it can be mended.
      message.error(errorText(error, lang), 8);
      navigate(`/sequences/runs/${id}`);
    }
  };
  const definition = sequence.data?.definition;
  return (
    <Page
      title={run ? run.name : t('createRun')}
      purpose={t('noRunsHint')}
      width="reading"
      crumbs={[{ label: t('runs'), to: '/sequences/runs' }, { label: t('createRun') }]}
    >
      <Wizard
        steps={steps}
        current={step}
        onStep={setStep}
        canNext={ready}
        busy={create.isPending || change.isPending || request.isPending}
        {...(step === 4 ? { next: t('submitRun') } : {})}
        aside={
          step === 4 ? (
            <Button disabled={!ready} onClick={() => void save()}>
              {t('save')}
            </Button>
          ) : (
            missing.length > 0 && (
              <span className={styles.missing}>
                {t('stillMissing', { fields: missing.join(t('and')) })}
              </span>
            )
          )
        }
        onNext={() => (step === 4 ? void submit() : setStep(step + 1))}
      >
        {step === 0 && <WhoStep choices={choices} set={set} />}
        {step === 1 && <WhatStep choices={choices} set={set} />}
        {step === 2 && <TempoStep choices={choices} set={set} />}
        {step === 3 && definition && (
          <WordsStep
            choices={choices}
            set={set}
            definition={definition}
            contents={sequence.data!.contents}
          />
        )}
        {step === 4 && draft.success && <CheckStep draft={draft.data} />}
        {create.isError && <ErrorNote error={create.error} />}
        {change.isError && <ErrorNote error={change.error} />}
      </Wizard>
    </Page>
  );
}
