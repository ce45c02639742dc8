import { staffDeactivated, staffJoined } from '#modules/org/contract.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { trackingRecorded } from '#modules/tracking/contract.ts';
import { contactsMirrored, customerDeleted, transferFailed } from '#modules/wecom/contract.ts';
import { on } from '#platform/server/events.ts';
import { handleOutside } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { customersChanged } from '../contract/events.ts';
import { customerPermissions } from '../contract/permissions.ts';
import { customerActions } from './action-names.ts';
import { customerRoutes } from './customer.routes.ts';
import { encryptedColumns } from './encrypted.ts';
import { handoverRoutes } from './handover/handover.routes.ts';
import { beginHandover } from './handover/handover.service.ts';
import { hearTransfer, moveInWecom, transfersDue } from './handover/transfer.job.ts';
import { moveRelationships } from './handover/transfer.service.ts';
import { type KnownSettings, known } from './known.ts';
import { knownRows } from './known-owned.ts';
import type { CustomerOwned } from './merge/customer-owned.ts';
import { ownRows } from './merge/owned.ts';
import { followPools, hearPools, sweepPools } from './pools/membership.service.ts';
import { poolRoutes } from './pools/pool.routes.ts';
import { learnStaff } from './relationships/learn-staff.service.ts';
import { takeContacts } from './relationships/take-contacts.service.ts';
import { noteTwoWay } from './relationships/two-way.service.ts';

const inHeadOffice = ['head_office_operator'];
const operators = [...inHeadOffice, 'branch_operator'];
const withCustomers = ['relationship_manager', 'wecom_manager'];

definePermissions(customerPermissions, {
  'customers.customer.read': [...operators, ...withCustomers, 'compliance_officer', 'auditor'],
  'customers.unit.read': [...operators, 'compliance_officer', 'auditor'],
  'customers.customer.manage': operators,
  'customers.customer.reveal': [...operators, ...withCustomers],
  'customers.customer.import': inHeadOffice,
  'customers.customer.export': operators,
  'customers.merge.manage': operators,
  'customers.handover.manage': operators,
  'customers.pool.manage': operators,
});

nameActions(customerActions);

export interface CustomersSettings extends KnownSettings {
  /** Rows of other modules that follow a customer who is merged. */
  readonly owned?: readonly CustomerOwned[];
}

export function customersModule({
  owned: others = [],
  ...settings
}: CustomersSettings = {}): AppModule {
  const more = known(settings);
  const owned = [...ownRows, ...knownRows, ...others];
  return {
    name: 'customers',
    routes: (app) => {
      customerRoutes(app, owned);
      handoverRoutes(app);
      poolRoutes(app);
      more.routes(app);
    },
    jobs: [...more.jobs, handleOutside(moveInWecom, (ctx, order) => moveRelationships(ctx, order))],
    subscriptions: [
      ...more.subscriptions,
      on(contactsMirrored, 'customers.take-contacts', takeContacts),
      on(staffJoined, 'customers.learn-staff', learnStaff),
      on(staffDeactivated, 'customers.begin-handover', beginHandover),
      on(transferFailed, 'customers.hear-transfer', hearTransfer),
      on(customerDeleted, 'customers.hear-transferred', hearTransfer),
      on(trackingRecorded, 'customers.note-two-way', noteTwoWay),
      on(customersChanged, 'customers.follow-pools', followPools),
      on(trackingRecorded, 'customers.hear-pools', hearPools),
    ],
    tickers: [...more.tickers, transfersDue, sweepPools],
    encrypted: encryptedColumns,
    equipment: more.equipment,
    retention: more.retention,
    dataSets: more.dataSets,
  };
}
