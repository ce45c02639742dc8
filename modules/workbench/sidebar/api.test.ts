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
import { leftFrom, untilFrom } from './when.ts';
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

test('what is left is counted in days of the bank, whatever the clock of the phone says', () => {
  const now = '2026-11-26T12:00:00+08:00';
  const left = (iso: string) => {
    const [phrase, { n }] = leftFrom(iso, now);
    return phrase[0].replace('{n}', String(n));
  };
  expect(left('2026-11-26T23:59:00+08:00')).toBe('今天内');
  // The twenty-seventh in Shanghai, the twenty-sixth elsewhere.
  expect(left('2026-11-26T17:00:00Z')).toBe('明天前');
  expect(left('2026-11-29T01:00:00+08:00')).toBe('3 天内');
  expect(left('2026-11-20T01:00:00+08:00')).toBe('今天内');
  // What has to be confirmed today says the hour.
  expect(untilFrom('2026-11-26T21:55:00+08:00', now)[1]).toEqual({ time: '21:55' });
  expect(untilFrom('2026-11-29T09:00:00+08:00', now)[1]).toEqual({ n: 3 });
});
