import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { usePhrase } from '#platform/web/text/lang.ts';
import { type PlanState, planStateText, type TouchState, touchStateText } from '../../contract.ts';

const ofPlan: Record<PlanState, StatusKind> = {
  running: 'active',
  paused: 'paused',
  ended: 'ended',
};

export function PlanStatus({ plan }: { plan: { state: PlanState; stateReason: string | null } }) {
  const phrase = usePhrase();
  return (
    <span title={plan.stateReason ?? undefined}>
      <Status kind={ofPlan[plan.state]}>{phrase(planStateText[plan.state])}</Status>
    </span>
  );
}

const ofTouch: Record<TouchState, StatusKind> = {
  proposed: 'waiting',
  refused: 'failed',
  deferred: 'paused',
  reserved: 'waiting',
  handed_over: 'running',
  confirmed: 'running',
  delivered: 'done',
  failed: 'failed',
  withdrawn: 'ended',
  expired: 'ended',
  displaced: 'paused',
};

export function TouchStatus({ state }: { state: TouchState }) {
  const phrase = usePhrase();
  return <Status kind={ofTouch[state]}>{phrase(touchStateText[state])}</Status>;
}
