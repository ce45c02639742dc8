import type { Outcome } from '#modules/outreach/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { send, speakAs } from '#platform/web/phone/send.ts';
import type { checkWords, Glance, listMyCustomers } from '../contract/glance.ts';
import type { GroupInvites, Invites } from '../contract/invite.ts';
import type { getWorkItem, LostReason, openItemSend, WorkItem } from '../contract/item.ts';
import type { signPage } from '../contract/sidebar.ts';
import type { Today } from '../contract/today.ts';

export type ItemDetail = Reply<typeof getWorkItem>;
export type Customers = Reply<typeof listMyCustomers>;
export type OpenedChat = Reply<typeof openItemSend>;
export type Checked = Reply<typeof checkWords>;
export type PageSignature = Reply<typeof signPage>;

/** The endpoints of the contract without their schemas; a test holds the two together. */
export const workbenchPaths = {
  getToday: ['GET', '/api/v1/workbench/today'],
  getWorkItem: ['GET', '/api/v1/workbench/items/:id'],
  closeWorkItem: ['POST', '/api/v1/workbench/items/:id/outcome'],
  snoozeWorkItem: ['POST', '/api/v1/workbench/items/:id/snooze'],
  openItemSend: ['POST', '/api/v1/workbench/items/:id/send'],
  itemSent: ['POST', '/api/v1/workbench/items/:id/sent'],
  reopenWorkItem: ['POST', '/api/v1/workbench/items/:id/reopen'],
  getGlance: ['GET', '/api/v1/workbench/customers/:customerId'],
  findChatCustomer: ['GET', '/api/v1/workbench/chat-customer'],
  listMyCustomers: ['GET', '/api/v1/workbench/customers'],
  checkWords: ['POST', '/api/v1/workbench/check'],
  listInvites: ['GET', '/api/v1/workbench/group-invites'],
  markInvited: ['POST', '/api/v1/workbench/group-invites/mark'],
  signPage: ['GET', '/api/v1/workbench/jssdk'],
} as const satisfies Record<string, readonly [string, string]>;

const paths = workbenchPaths;
speakAs('workbench');

export const workbench = {
  today: () => send<Today>(paths.getToday),
  item: (id: string) => send<ItemDetail>(paths.getWorkItem, { params: { id } }),
  close: (
    { id, version }: Pick<WorkItem, 'id' | 'version'>,
    body: { outcome: Outcome; lostReason?: LostReason; note?: string; calledBack?: boolean },
  ) => send<WorkItem>(paths.closeWorkItem, { params: { id }, body: { ...body, version } }),
  snooze: ({ id, version }: Pick<WorkItem, 'id' | 'version'>, until: string) =>
    send<WorkItem>(paths.snoozeWorkItem, { params: { id }, body: { until, version } }),
  reopen: ({ id, version }: Pick<WorkItem, 'id' | 'version'>) =>
    send<WorkItem>(paths.reopenWorkItem, { params: { id }, body: { version } }),
  openSend: (id: string) => send<OpenedChat>(paths.openItemSend, { params: { id } }),
  sent: (id: string, touchId: string, sent: boolean) =>
    send<object>(paths.itemSent, { params: { id }, body: { touchId, sent } }),
  glance: (customerId: number) =>
    send<Glance>(paths.getGlance, { params: { customerId: String(customerId) } }),
  inChat: (externalUserid: string) =>
    send<{ customerId: number }>(paths.findChatCustomer, { query: { externalUserid } }),
  customers: (query: { q?: string; cursor?: string }) =>
    send<Customers>(paths.listMyCustomers, { query: query as Record<string, string> }),
  check: (customerId: number, text: string) =>
    send<Checked>(paths.checkWords, { body: { customerId, text } }),
  invites: () => send<Invites>(paths.listInvites),
  markInvited: (
    { corpId, chatId }: Pick<GroupInvites, 'corpId' | 'chatId'>,
    customerId: number,
    invited: boolean,
  ) => send<Invites>(paths.markInvited, { body: { corpId, chatId, customerId, invited } }),
  sign: (url: string) => send<PageSignature>(paths.signPage, { query: { url } }),
};
