import type { EncryptedColumn } from '#platform/server/module.ts';

/** Where values of the vault stand, for a rotation of the data key. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  { table: 'org.staff', key: ['org_id', 'id'], column: 'phone', place: 'org.staff.phone' },
  { table: 'org.staff', key: ['org_id', 'id'], column: 'email', place: 'org.staff.email' },
  {
    table: 'org.credential',
    key: ['org_id', 'staff_id'],
    column: 'totp_secret',
    place: 'org.credential.totp',
  },
  {
    table: 'org.bank',
    key: ['id'],
    column: 'settings',
    path: ['oidc', 'clientSecret'],
    place: 'org.bank.oidc-secret',
  },
];
