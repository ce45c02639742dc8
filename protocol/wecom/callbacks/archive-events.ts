import { z } from 'zod';
import { optionalWords, wecomEvent, words } from './event.ts';

/** New messages exist; at most every 15 seconds. */
export const archiveNotified = wecomEvent({
  name: 'archive.notified',
  event: 'msgaudit_notify',
  audience: 'archive',
  source: 'W',
});

/** To programs of the data zone, as JSON. The token lives 10 minutes. */
export const conversationMessageArrived = wecomEvent({
  name: 'archive.message-arrived',
  event: 'conversation_new_message',
  audience: 'archive',
  fields: z.object({ Token: optionalWords, token: optionalWords }),
  source: 'D99853',
});

/** Messages of customer service wait; fetch them with the token. */
export const serviceMessagesWaiting = wecomEvent({
  name: 'customer-service.messages-waiting',
  event: 'kf_msg_or_event',
  audience: 'app',
  fields: z.object({ Token: words, OpenKfId: words }),
  source: 'D94670',
});

export const serviceAccountsChanged = wecomEvent({
  name: 'customer-service.accounts-changed',
  event: 'kf_account_auth_change',
  audience: 'app',
  source: 'W',
});

export const archiveEvents = [
  archiveNotified,
  conversationMessageArrived,
  serviceMessagesWaiting,
  serviceAccountsChanged,
];
