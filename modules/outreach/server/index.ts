export { chatsOfSend, startRehearsedSend } from './bulk/rehearse.service.ts';
export { type DecideOptions, decideDue, type Tally } from './decide/decide.service.ts';
export { type DeliverySettings, deliveryDeps } from './delivery.ts';
export { customerCalendar } from './explain/calendar.service.ts';
export { explainTouch } from './explain/explain.service.ts';
export { precheck } from './explain/precheck.service.ts';
export { failureText } from './handover/failure.ts';
export { handOverDue } from './handover/hand-over.service.ts';
export { deletionRates } from './hear/deletion.repo.ts';
export { optOut } from './hear/opt-out.service.ts';
export { reportOutcome } from './hear/outcome.service.ts';
export { outreachOwned } from './merge/owned.ts';
export type { PlanInput } from './plans/plan.repo.ts';
export { assignArms, definePlan, setPlanState } from './plans/plan.service.ts';
export { policyName } from './policies/index.ts';
export { type PlanLike, previewReach } from './preview/preview.service.ts';
export { readResults } from './results/read.service.ts';
export { recallPlanned } from './results/recall.service.ts';
export { momentsLeft } from './senders/moments-quota.ts';
export { connectSimulatedSms } from './senders/sms/connect-simulated-sms.ts';
export { ownPlanBeside } from './sidebar/own-plan.service.ts';
export {
  confirmOwnSend,
  type OpenedSend,
  type OwnSend,
  openOwnSend,
} from './sidebar/own-send.service.ts';
export { type Proposed, propose } from './touches/propose.service.ts';
export { type Withdrawal, withdraw } from './touches/withdraw.service.ts';
