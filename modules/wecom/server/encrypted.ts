import type { EncryptedColumn } from '#platform/server/module.ts';
import { ARCHIVE_KEY } from './archive/archive.repo.ts';
import { NOTE, PROFILE } from './mirror/contact-shape.ts';
import { MEMBER_PROFILE } from './mirror/directory.repo.ts';
import { GROUP_PROFILE } from './mirror/group.repo.ts';

const ofApp = (column: string, place: string): EncryptedColumn => ({
  table: 'wecom.app',
  key: ['org_id', 'id'],
  column,
  place,
});

const ofCopy = (table: string, id: string, column: string, place: string): EncryptedColumn => ({
  table,
  key: ['org_id', 'corp_id', id],
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
  ofCopy('wecom.archive_key', 'version', 'private_key', ARCHIVE_KEY),
  ofCopy('wecom.contact', 'external_userid', 'profile', PROFILE),
  {
    table: 'wecom.follow',
    key: ['org_id', 'corp_id', 'external_userid', 'userid'],
    column: 'note',
    place: NOTE,
  },
  ofCopy('wecom.member', 'userid', 'profile', MEMBER_PROFILE),
  {
    table: 'wecom.group_member',
    key: ['org_id', 'corp_id', 'chat_id', 'member_id'],
    column: 'profile',
    place: GROUP_PROFILE,
  },
];
