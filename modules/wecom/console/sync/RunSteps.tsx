import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  mirrorKindText,
  type SyncRun,
  type SyncStep,
  type SyncStepState,
  syncStepStateText,
} from '../../contract.ts';
import styles from './sync.module.css';
import { text } from './text.ts';

const kinds: Record<SyncStepState, StatusKind> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  skipped: 'ended',
  cancelled: 'stopped',
};

/** Kind by kind: how far it is, what was read, why it did not go on. */
export function RunSteps({ run }: { run: SyncRun }) {
  return (
    <ol className={styles.steps}>
      {run.steps.map((step) => (
        <Step key={step.kind} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: SyncStep }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { kind, state, done, total, records, changed, problem } = step;
  const read = t('stepRecords', {
    records: formatNumber(records),
    changed: formatNumber(changed),
  });
  const far =
    total === null
      ? ''
      : t(kind === 'customers' ? 'colleagues' : 'stepDone', {
          done: formatNumber(done),
          total: formatNumber(total),
        });
  const over = state === 'done';
  const share = over
    ? 1
    : total === null || total === 0
      ? state === 'running'
        ? null
        : 0
      : done / total;
  return (
    <li>
      <div className={styles.stepHead}>
        <span>{phrase(mirrorKindText[kind])}</span>
        <Status kind={kinds[state]}>{phrase(syncStepStateText[state])}</Status>
      </div>
      <ProgressLine
        share={share}
        tone={state === 'failed' ? 'bad' : over ? 'good' : 'accent'}
        sentence={[far, read].filter(Boolean).join(marks.clause)}
      />
      <div className={styles.stepFoot}>
        <span>{read}</span>
        <span>{far}</span>
      </div>
      {problem && (
        <p className={styles.problem}>
          <code>{problem.code}</code> {problem.meaning}
          {marks.colon}
          {problem.remedy}
        </p>
      )}
    </li>
  );
}
