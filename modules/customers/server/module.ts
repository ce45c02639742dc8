import { definePermissions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { customerPermissions } from '../contract/permissions.ts';
import { encryptedColumns } from './encrypted.ts';

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

export function customersModule(): AppModule {
  return {
    name: 'customers',
    encrypted: encryptedColumns,
  };
}
