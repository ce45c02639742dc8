import { lazy } from 'react';
import { addCustomerTab } from '#modules/customers/console/index.ts';
import { addStaffLink, registerApprovalView } from '#modules/org/console/index.ts';
import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { bulkSendKind, outreachErrorTexts } from '../contract.ts';

registerErrorText(outreachErrorTexts);
addCustomerTab({
  key: 'contacts',
  label: ['触达', 'Contacts'],
  permission: 'outreach.decision.read',
  load: () => import('./calendar/ContactsTab.tsx'),
});
addStaffLink({
  label: ['触达日历', 'Contacts day by day'],
  permission: 'outreach.decision.read',
  to: (staffId) => `/outreach/staff/${staffId}`,
});

registerApprovalView(
  bulkSendKind,
  'outreach.plan.read',
  () => import('./approval/BulkApproval.tsx'),
);

/** For whoever speaks of a contact: what was planned, what each rule said, what happened. */
export const TouchDrawer = lazy(() =>
  import('./plans/TouchDrawer.tsx').then(({ TouchDrawer }) => ({ default: TouchDrawer })),
);

/** For whoever plans: the first way to reach an audience, and why. */
export const ChannelAdvice = lazy(() => import('./advice/ChannelAdvice.tsx'));

/** What may leave the bank, and what was decided about it. */
export const outreachRoom: Room = {
  key: 'outreach',
  capability: ['触达', 'Outreach'],
  nav: [
    {
      path: '/outreach/plans',
      label: ['触达计划', 'Plans'],
      icon: 'calendar',
      also: ['cd', 'jh', 'plan', 'touch'],
      permission: 'outreach.plan.read',
      page: () => import('./plans/PlanListPage.tsx'),
    },
    {
      path: '/outreach/bulk',
      label: ['群发', 'Bulk sends'],
      icon: 'people',
      also: ['qf', 'bulk', 'mass'],
      permission: 'outreach.plan.read',
      page: () => import('./bulk/BulkListPage.tsx'),
    },
    {
      path: '/outreach/handovers',
      label: ['下发与确认', 'Handed over'],
      icon: 'check',
      also: ['xf', 'qr', 'handover'],
      permission: 'outreach.handover.read',
      page: () => import('./handovers/HandoversPage.tsx'),
    },
    {
      path: '/outreach',
      label: ['触达闸门', 'Outreach gate'],
      icon: 'shield',
      also: ['cd', 'zm', 'gate', 'decision'],
      permission: 'outreach.decision.read',
      page: () => import('./GatePage.tsx'),
    },
    {
      path: '/outreach/sms',
      label: ['短信网关', 'SMS gateway'],
      icon: 'phone',
      also: ['dx', 'wg', 'sms', 'gateway'],
      permission: 'outreach.sms.manage',
      page: () => import('./settings/SmsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/outreach/plans/:id',
      permission: 'outreach.plan.read',
      page: () => import('./plans/PlanPage.tsx'),
    },
    {
      path: '/outreach/bulk/new',
      permission: 'outreach.bulk.manage',
      page: () => import('./bulk/BulkFormPage.tsx'),
    },
    {
      path: '/outreach/bulk/:id/edit',
      permission: 'outreach.bulk.manage',
      page: () => import('./bulk/BulkFormPage.tsx'),
    },
    {
      path: '/outreach/bulk/:id',
      permission: 'outreach.plan.read',
      page: () => import('./bulk/BulkPage.tsx'),
    },
    {
      path: '/outreach/customers/:customerId',
      permission: 'outreach.decision.read',
      page: () => import('./calendar/CustomerDaysPage.tsx'),
    },
    {
      path: '/outreach/staff/:staffId',
      permission: 'outreach.decision.read',
      page: () => import('./calendar/StaffDaysPage.tsx'),
    },
    {
      path: '/outreach/settings',
      permission: 'outreach.decision.read',
      page: () => import('./settings/SettingsPage.tsx'),
    },
    {
      path: '/outreach/try',
      permission: 'outreach.gate.test',
      page: () => import('./TestSendPage.tsx'),
    },
  ],
};
