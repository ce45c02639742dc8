import { defineAudienceUse } from '#modules/audiences/server/index.ts';
import { itemApproved } from '#modules/content/contract.ts';
import { usesContent } from '#modules/content/server/index.ts';
import { consentWithdrawn } from '#modules/customers/contract.ts';
import { bringNames } from '#modules/customers/server/index.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { outreachPermissions } from '../contract.ts';
import { runBulkSends } from './bulk/bulk.service.ts';
import { audienceUses, contentUses } from './bulk/use.repo.ts';
import { outreachDataSets } from './data-sets.ts';
import './bulk/bulk-send.kind.ts';
import { decideBanks } from './decide/decide.service.ts';
import { deliveryDeps, deliveryParts } from './delivery.ts';
import { nextAt } from './due.repo.ts';
import { sayWhatIsAsked } from './explain/asked-rules.ts';
import type { HandoverDeps } from './handover/deps.ts';
import { outreachRoutes } from './outreach.routes.ts';
import { namesOfPlans } from './plans/names.repo.ts';
import { SMS_SECRET } from './senders/sms/connection.repo.ts';
import { type SmsSettings, smsRoutes } from './senders/sms/sms.routes.ts';
import { replaceContent } from './touches/replace-content.service.ts';
import { withdrawUnconsented } from './touches/withdraw.service.ts';

bringNames(namesOfPlans);
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
  'outreach.sms.manage': ['bank_it'],
  'outreach.handover.read': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
});
nameActions({
  'outreach.test-proposed': ['试发', 'Test send proposed'],
  'outreach.handed-over': ['下发触达', 'Handover given out'],
  'outreach.plan-state': ['变更触达计划状态', 'State of a plan changed'],
  'outreach.sms-connected': ['设置短信网关', 'Gateway for text messages set'],
  'outreach.settings-changed': ['调整触达设置', 'Settings of outreach changed'],
  'outreach.bulk-drafted': ['起草群发', 'Bulk send drafted'],
  'outreach.bulk-changed': ['修改群发', 'Bulk send changed'],
  'outreach.bulk-cancelled': ['取消群发', 'Bulk send cancelled'],
});
sayWhatIsAsked();
usesContent('outreach', contentUses);
defineAudienceUse(audienceUses);

/** What hands over and hears: the product's own unless a test or a bench puts another in place. */
export function outreachModule({
  delivery,
  ...sms
}: { delivery?: HandoverDeps } & SmsSettings = {}): AppModule {
  const deps = delivery ?? deliveryDeps();
  const { routes, jobs, subscriptions, tickers } = deliveryParts(deps);
  return {
    name: 'outreach',
    dataSets: outreachDataSets,
    encrypted: [
      { table: 'outreach.sms_gateway', key: ['org_id'], column: 'secret', place: SMS_SECRET },
    ],
    routes: (app) => {
      outreachRoutes(app, new Set(deps.senders.keys()));
      routes(app);
      smsRoutes(app, sms);
    },
    jobs,
    subscriptions: [
      on(consentWithdrawn, 'outreach.withdraw-unconsented', withdrawUnconsented),
      on(itemApproved, 'outreach.content-replaced', replaceContent),
      ...subscriptions,
    ],
    tickers: [
      { name: 'outreach.bulk-sends', run: runBulkSends, nextAt: nextAt.bulkSends },
      { name: 'outreach.decide', run: decideBanks, nextAt: nextAt.decide },
      ...tickers,
    ],
  };
}
