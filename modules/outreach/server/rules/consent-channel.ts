import type { Channel } from '../../contract/channel.ts';

/** By which consent a way of contact goes (CR-001). */
export const consentChannel: Record<Channel, string> = {
  one_to_one: 'one_to_one',
  sidebar: 'one_to_one',
  welcome: 'one_to_one',
  work_item: 'one_to_one',
  moments: 'moments',
  group: 'group',
  sms: 'sms',
  call_list: 'call',
  app_message: 'any',
};
