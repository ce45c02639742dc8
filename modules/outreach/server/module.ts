import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { outreachPermissions } from '../contract.ts';
import { outreachDataSets } from './data-sets.ts';
import { createGate } from './gate.ts';
import { outreachRoutes } from './outreach.routes.ts';
import { policies as ruling } from './policies/index.ts';
import type { Policy } from './policy.ts';
import type { Sender } from './senders/sender.ts';

definePermissions(outreachPermissions, {
  'outreach.gate.test': ['compliance_officer', 'head_office_operator'],
  'outreach.decision.read': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'outreach.touch.check': [
    'relationship_manager',
    'branch_operator',
    'head_office_operator',
    'compliance_officer',
  ],
  'outreach.plan.read': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'outreach.plan.manage': ['compliance_officer', 'head_office_operator'],
  'outreach.bulk.manage': ['head_office_operator', 'branch_operator'],
  'outreach.bulk.approve': ['compliance_officer'],
  'outreach.setting.manage': ['compliance_officer'],
  'outreach.handover.read': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
});
nameActions({ 'outreach.test-proposed': ['试发', 'Test send proposed'] });

export interface OutreachSettings {
  /** The rules of the gate; those of the product unless said otherwise. */
  readonly policies?: readonly Policy[];
  /** What reaches outside, one for each channel that is connected. */
  readonly senders?: readonly Sender[];
}

export function outreachModule({
  policies = ruling,
  senders = [],
}: OutreachSettings = {}): AppModule {
  const gate = createGate(policies);
  return {
    name: 'outreach',
    dataSets: outreachDataSets,
    routes: (app) => outreachRoutes(app, gate, senders),
  };
}
