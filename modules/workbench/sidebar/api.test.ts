import { expect, test } from 'vitest';
import { outcomeText } from '#modules/outreach/contract.ts';
import {
  checkWords,
  closeWorkItem,
  findChatCustomer,
  getGlance,
  getToday,
  getWorkItem,
  itemSent,
  listInvites,
  listMyCustomers,
  lostReasonText,
  markInvited,
  openItemSend,
  reopenWorkItem,
  signPage,
  snoozeWorkItem,
  workItemKindText,
} from '../contract.ts';
import { workbenchPaths } from './api.ts';
import { kindWords, lostWords, outcomeWords } from './words.ts';

const contract = {
  checkWords,
  closeWorkItem,
  findChatCustomer,
  getGlance,
  getToday,
  getWorkItem,
  itemSent,
  listInvites,
  listMyCustomers,
  markInvited,
  openItemSend,
  reopenWorkItem,
  signPage,
  snoozeWorkItem,
};

test('the phone asks where the contract says', () => {
  for (const [name, [method, path]] of Object.entries(workbenchPaths)) {
    const endpoint = contract[name as keyof typeof workbenchPaths];
    expect([name, method, path]).toEqual([name, endpoint.method, endpoint.path]);
    expect([name, endpoint.permission]).toEqual([name, 'workbench.own.use']);
  }
});

test('the phone and the console call things by the same words', () => {
  expect(kindWords).toEqual(workItemKindText);
  expect(lostWords).toEqual(lostReasonText);
  expect(outcomeWords).toEqual(outcomeText);
});
