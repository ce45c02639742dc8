import type { EncryptedColumn } from '#platform/server/module.ts';

/** Where values of the vault stand, for a rotation of the data key. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  {
    table: 'customers.customer',
    key: ['customer_id'],
    column: 'name',
    place: 'customers.customer.name',
  },
  {
    table: 'customers.identity',
    key: ['customer_id', 'key_hash'],
    column: 'sealed',
    place: 'customers.identity.value',
  },
  {
    table: 'customers.attribute_value',
    key: ['customer_id', 'attribute_id'],
    column: 'sealed',
    place: 'customers.attribute-value.text',
  },
];
