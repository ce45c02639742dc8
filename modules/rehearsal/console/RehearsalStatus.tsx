import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Rehearsal } from '../contract.ts';
import { text } from './text.ts';

export const statusKind: Readonly<Record<Rehearsal['state'], StatusKind>> = {
  queued: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};
export const statusWord = {
  queued: 'queued',
  running: 'runningNow',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

export function RehearsalStatus({ state }: { state: Rehearsal['state'] }) {
  const t = useText(text);
  return <Status kind={statusKind[state]}>{t(statusWord[state])}</Status>;
}
