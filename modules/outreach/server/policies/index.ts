import type { Phrase } from '#platform/contract/text.ts';
import { gateSteps } from '../../contract/gate.ts';
import type { Policy } from '../rules/policy.ts';
import { consent, contactable, optOut } from './consent.policy.ts';
import { approvedContent, disclosures, lexicon, validContent } from './content.policy.ts';
import { cooling } from './cooling.policy.ts';
import { eligibility } from './eligibility.policy.ts';
import {
  arbitration,
  callCap,
  fatigue,
  lastMember,
  ownCap,
  platformCap,
} from './frequency.policy.ts';
import { groupOwner } from './group.policy.ts';
import { callHours, elderlyHours, quietHours, stop } from './hours.policy.ts';
import { licence } from './licence.policy.ts';
import { productList, protectedPersons, suitability } from './person.policy.ts';
import { controlArm, planState, projectScope } from './scope.policy.ts';

const all: readonly Policy[] = [
  planState,
  projectScope,
  controlArm,
  groupOwner,
  consent,
  contactable,
  optOut,
  protectedPersons,
  suitability,
  productList,
  licence,
  eligibility,
  cooling,
  approvedContent,
  validContent,
  lexicon,
  disclosures,
  stop,
  elderlyHours,
  quietHours,
  callHours,
  ownCap,
  callCap,
  fatigue,
  platformCap,
  lastMember,
  arbitration,
];

/** Every rule a contact is judged by, in the order of the steps: the first that does not pass decides. */
export const policies: readonly Policy[] = all.toSorted(
  (a, b) => gateSteps.indexOf(a.step) - gateSteps.indexOf(b.step),
);

/** What the policy behind a rule is called; null: none of them goes by it. */
export const policyName = (rule: string): Phrase | null =>
  policies.find(({ rules }) => rules.includes(rule))?.name ?? null;
