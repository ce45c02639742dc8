import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  enterRolloutStage,
  meetCriterion,
  openCriteria,
  type ProjectDetail,
  type Rollout,
  type RolloutStage,
  readyCriteria,
  rolloutStageText,
  setRollout,
  stageNow,
} from '../../contract.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

const numbers = [1, 2, 3] as const;
const Lines = z.string().trim().min(2).max(1000);
const Form = z.object({
  entry1: Lines,
  exit1: Lines,
  entry2: Lines,
  exit2: Lines,
  entry3: Lines,
  exit3: Lines,
});

/** The three stages of a roll-out with what lets one in and out. */
export function ProjectRollout({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const [asking, setAsking] = useState(false);
  const { rollout, can, state } = project;
  if (!rollout && !can.manage) return null;
  const changeable = can.manage && (state === 'draft' || state === 'running');
  return (
    <Section
      title={t('rollout')}
      hint={t(rollout ? 'rolloutHint' : 'rolloutNone')}
      actions={
        changeable && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t(rollout ? 'rolloutChange' : 'rolloutSet')}
          </Button>
        )
      }
    >
      {rollout && <Stages project={project} rollout={rollout} changeable={changeable} />}
      <Criteria project={project} open={asking} close={() => setAsking(false)} />
    </Section>
  );
}

function Stages({
  project,
  rollout,
  changeable,
}: {
  project: ProjectDetail;
  rollout: Rollout;
  changeable: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const meet = useChange(meetCriterion);
  const enter = useChange(enterRolloutStage);
  const now = stageNow(rollout);
  const params = { id: project.id };
  const go = async (stage: RolloutStage) => {
    await enter.mutateAsync({ params, body: { stage } });
    message.success(t('stageEntered', { stage: phrase(rolloutStageText[stage].name) }));
  };
  return (
    <ol className={styles.stages}>
      {rollout.stages.map((one) => {
        const { stage, enteredAt, enteredBy } = one;
        const next = stage === now + 1;
        const open = openCriteria(rollout, stage);
        return (
          <li key={stage} data-now={stage === now || undefined}>
            <header>
              <strong>{phrase(rolloutStageText[stage].name)}</strong>
              {stage === now && <Tag tone="accent">{t('phaseNow')}</Tag>}
            </header>
            <small>{phrase(rolloutStageText[stage].meaning)}</small>
            {(['entry', 'exit'] as const).map((side) => {
              const over = side === 'entry' ? stage <= now : stage < now;
              return (
                <fieldset key={side} disabled={!changeable || over}>
                  <legend>{t(side === 'entry' ? 'entryCriteria' : 'exitCriteria')}</legend>
                  {one[side].map((criterion, index) => (
                    <Checkbox
                      key={criterion.text}
                      checked={criterion.metAt !== null}
                      disabled={!changeable || over || meet.isPending}
                      onChange={({ target }) =>
                        meet.mutate({ params, body: { stage, side, index, met: target.checked } })
                      }
                    >
                      {criterion.text}
                      {criterion.metAt && (
                        <small>
                          {' '}
                          {criterion.metBy} · <DateTime at={criterion.metAt} />
                        </small>
                      )}
                    </Checkbox>
                  ))}
                </fieldset>
              );
            })}
            {enteredAt && (
              <small>
                {t('stageSince', { who: enteredBy ?? '' })} <DateTime at={enteredAt} />
              </small>
            )}
            {next && changeable && project.state === 'running' && (
              <div>
                <Button
                  size="small"
                  type="primary"
                  disabled={open.length > 0}
                  loading={enter.isPending}
                  onClick={() => go(stage)}
                >
                  {t('enterStage')}
                </Button>{' '}
                {open.length > 0 && <small>{t('criteriaOpen', { n: open.length })}</small>}
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** One line a criterion. */
function Criteria({
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
  const change = useChange(setRollout);
  const { id, version, rollout } = project;
  const said = (stage: RolloutStage, side: 'entry' | 'exit') =>
    rollout
      ? rollout.stages[stage - 1]![side].map((criterion) => criterion.text).join('\n')
      : readyCriteria[stage][side].map((text) => phrase(text)).join('\n');
  const lines = (value: string) =>
    value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  return (
    <FormDialog
      open={open}
      close={close}
      id="org.project.rollout"
      title={t('rolloutSet')}
      consequences={[t('rolloutWhat')]}
      schema={Form}
      initial={{
        ...{ entry1: said(1, 'entry'), exit1: said(1, 'exit') },
        ...{ entry2: said(2, 'entry'), exit2: said(2, 'exit') },
        ...{ entry3: said(3, 'entry'), exit3: said(3, 'exit') },
      }}
      submit={t('save')}
      onSubmit={async (form) => {
        const stages = numbers.map((stage) => ({
          stage,
          entry: lines(form[`entry${stage}`]),
          exit: lines(form[`exit${stage}`]),
        }));
        await change.mutateAsync({ params: { id }, body: { version, stages } });
        message.success(t('rolloutSaved'));
        close();
      }}
    >
      {numbers.flatMap((stage) =>
        (['entry', 'exit'] as const).map((side) => (
          <Field
            key={`${side}${stage}`}
            name={`${side}${stage}`}
            label={`${phrase(rolloutStageText[stage].name)} · ${t(side === 'entry' ? 'entryCriteria' : 'exitCriteria')}`}
          >
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1000} />
          </Field>
        )),
      )}
    </FormDialog>
  );
}
