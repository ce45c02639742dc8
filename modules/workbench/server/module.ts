import { usesRules } from '#modules/compliance/server/index.ts';
import { consentWithdrawn, poolHandedOver } from '#modules/customers/contract.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { touchesSettled, workItemsDue } from '#modules/outreach/contract.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { workbenchPermissions } from '../contract/permissions.ts';
import { askAssessments, wantAssessments } from './assessments/assessment.service.ts';
import { workbenchDataSets } from './data-sets.ts';
import { takePool } from './items/pool.service.ts';
import { dropSettled, dropWithdrawn, takeDue } from './items/take-due.service.ts';
import { type SidebarSettings, sidebarSignIn } from './sidebar/sign-in.routes.ts';
import { planCare } from './today/care.service.ts';
import { type WorkbenchSources, workbenchRoutes } from './workbench.routes.ts';

definePermissions(workbenchPermissions, {
  'workbench.own.use': ['relationship_manager', 'wecom_manager'],
  'workbench.unit.read': ['head_office_operator', 'branch_operator', 'auditor'],
  'workbench.settings.manage': ['head_office_operator'],
});
nameActions({
  'workbench.outcome-logged': ['登记待办结果', 'Outcome of a work item logged'],
  'workbench.outcome-taken-back': ['撤销待办结果', 'Outcome of a work item taken back'],
  'workbench.group-invited': ['登记邀请入群', 'Invitation into a group logged'],
  'workbench.settings-changed': ['修改工作台设置', 'Settings of the workbench changed'],
});

usesRules('workbench', {
  'CR-048': ['请客户经理提醒客户测评', 'RMs are asked to have customers assessed'],
  'CR-054': [
    '老年客户：考虑期满并回访后才登记成交',
    'The elderly: a deal only after time to think and a call back',
  ],
});

export interface WorkbenchModuleSettings extends WorkbenchSources {
  /** Sign-in inside WeCom; without it the page offers the ordinary one. */
  readonly signIn?: SidebarSettings;
}

export function workbenchModule({ signIn, ...sources }: WorkbenchModuleSettings): AppModule {
  return {
    name: 'workbench',
    routes: (app) => {
      workbenchRoutes(app, sources);
      if (signIn) sidebarSignIn(app, signIn);
    },
    subscriptions: [
      on(workItemsDue, 'workbench.take-due', takeDue),
      on(poolHandedOver, 'workbench.take-pool', takePool),
      on(touchesSettled, 'workbench.drop-settled', dropSettled),
      on(touchesSettled, 'workbench.want-assessments', wantAssessments),
      on(consentWithdrawn, 'workbench.drop-withdrawn', dropWithdrawn),
    ],
    tickers: [planCare, askAssessments],
    dataSets: workbenchDataSets,
  };
}
