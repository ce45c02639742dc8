import type { EncryptedColumn } from '#platform/server/module.ts';

const ofApp = (column: string, place: string): EncryptedColumn => ({
  table: 'wecom.app',
  key: ['org_id', 'id'],
  column,
  place,
});

/** Where values of the vault stand, for a rotation of the data key. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  ofApp('secret', 'wecom.app.secret'),
  ofApp('callback_token', 'wecom.app.callback'),
  ofApp('callback_aes_key', 'wecom.app.callback'),
  ofApp('old_callback_token', 'wecom.app.callback'),
  ofApp('old_callback_aes_key', 'wecom.app.callback'),
  { table: 'wecom.token', key: ['org_id', 'app_id'], column: 'token', place: 'wecom.token' },
  {
    table: 'wecom.callback',
    key: ['org_id', 'id'],
    column: 'message',
    place: 'wecom.callback.message',
  },
];
