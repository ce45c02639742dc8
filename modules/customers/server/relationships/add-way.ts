import type { RelationshipSource } from '../../contract/relationship.ts';

/** WeCom's add_way by its number. */
const ways: Readonly<Record<number, RelationshipSource>> = {
  0: 'unknown',
  1: 'scan',
  2: 'search_phone',
  3: 'name_card',
  4: 'group',
  5: 'address_book',
  6: 'wechat_contact',
  8: 'third_party',
  9: 'search_email',
  10: 'video_account',
  11: 'schedule',
  12: 'meeting',
  13: 'wecom_contact',
  14: 'service',
  15: 'service',
  16: 'acquisition_link',
  17: 'custom_link',
  18: 'service',
  24: 'wechat_contact',
  201: 'shared_by_colleague',
  202: 'given_by_admin',
};

export const sourceOf = (addWay: number | null): RelationshipSource =>
  addWay === null ? 'unknown' : (ways[addWay] ?? 'unknown');
