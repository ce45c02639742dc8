import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import {
  type EnrolmentState,
  enrolmentStateText,
  type Letter,
  type RunState,
  runStateText,
  type VersionState,
  versionStateText,
} from '../contract.ts';
import styles from './sequences.module.css';

const versionKinds: Record<VersionState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  approved: 'active',
  replaced: 'ended',
};
export function VersionStatus({ state }: { state: VersionState }) {
  const phrase = usePhrase();
  return <Status kind={versionKinds[state]}>{phrase(versionStateText[state])}</Status>;
}

const runKinds: Record<RunState, StatusKind> = {
  draft: 'draft',
  submitted: 'waiting',
  running: 'running',
  paused: 'paused',
  ended: 'ended',
};
export function RunStatus({ state }: { state: RunState }) {
  const phrase = usePhrase();
  return <Status kind={runKinds[state]}>{phrase(runStateText[state])}</Status>;
}

const enrolmentKinds: Record<EnrolmentState, StatusKind> = {
  active: 'running',
  paused: 'paused',
  ended: 'ended',
};
export function EnrolmentStatus({ state }: { state: EnrolmentState }) {
  const phrase = usePhrase();
  return <Status kind={enrolmentKinds[state]}>{phrase(enrolmentStateText[state])}</Status>;
}

/** The letter of AIDA an item is of; the second A stands for action. */
export function LetterMark({ letter }: { letter: Letter }) {
  return (
    <span className={styles.letter} data-letter={letter}>
      {letter === 'A2' ? 'A₂' : letter}
    </span>
  );
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
