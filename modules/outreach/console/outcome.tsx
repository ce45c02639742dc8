import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Verdict } from '../contract.ts';
import { text } from './text.ts';

const ofVerdict: Record<Verdict['outcome'], StatusKind> = {
  pass: 'done',
  refuse: 'failed',
  defer: 'paused',
  skip: 'ended',
};

export function VerdictOutcome({ outcome }: { outcome: Verdict['outcome'] }) {
  const t = useText(text);
  return <Status kind={ofVerdict[outcome]}>{t(outcome)}</Status>;
}
