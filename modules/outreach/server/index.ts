export { type DecideOptions, decideDue, type Tally } from './decide/decide.service.ts';
export { explainTouch } from './explain/explain.service.ts';
export { precheck } from './explain/precheck.service.ts';
export type { PlanInput } from './plans/plan.repo.ts';
export { assignArms, definePlan, setPlanState } from './plans/plan.service.ts';
export { type PlanLike, previewReach } from './preview/preview.service.ts';
export { type Proposed, propose } from './touches/propose.service.ts';
export { type Withdrawal, withdraw } from './touches/withdraw.service.ts';
